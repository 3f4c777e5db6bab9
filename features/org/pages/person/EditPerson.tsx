import { useState } from 'react'
import { Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../../ui/DateField.tsx'
import { api } from '../../../../ui/api.ts'
import type { Person } from '../../contract.ts'
import { FormDialog } from './FormDialog.tsx'
import { useShowPerson } from './useShowPerson.ts'

/** Name and contact data; the number stays, it is who they are. */
export function EditPerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation()
  const { details } = person
  const [name, setName] = useState(person.name)
  const [email, setEmail] = useState(details?.email ?? '')
  const [phone, setPhone] = useState(details?.phone ?? '')
  const [gender, setGender] = useState(details?.gender ?? null)
  const [hiredOn, setHiredOn] = useState(details?.hiredOn ?? '')
  const save = useMutation({ ...api.org.edit.mutationOptions(), onSuccess: useShowPerson(onClose) })
  return (
    <FormDialog
      title={t('org.person.editTitle', { employeeNo: person.employeeNo })}
      submit={t('org.person.save')}
      refusal={name.trim() ? null : 'org.nameMissing'}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate({
          id: person.id,
          name,
          email: email.trim() || null,
          phone: phone.trim() || null,
          gender: gender as 'male' | 'female' | null,
          hiredOn: hiredOn || null,
        })
      }
    >
      <TextInput
        data-autofocus
        label={t('org.field.name')}
        value={name}
        maxLength={100}
        required
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        type="email"
        label={t('org.field.email')}
        value={email}
        maxLength={200}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <TextInput
        type="tel"
        label={t('org.field.phone')}
        value={phone}
        maxLength={60}
        onChange={(event) => setPhone(event.currentTarget.value)}
      />
      <Select
        label={t('org.field.gender')}
        clearable
        value={gender}
        onChange={setGender}
        data={['male', 'female'].map((value) => ({ value, label: t(`org.gender.${value}`) }))}
      />
      <DateField label={t('org.field.hiredOn')} value={hiredOn} onChange={setHiredOn} />
    </FormDialog>
  )
}
