import { useState } from 'react'
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../../ui/DateField.tsx'
import { api } from '../../../../ui/api.ts'
import type { Department } from '../../contract.ts'
import { FormDialog } from './FormDialog.tsx'
import { PostFields, type PostValue } from './PostFields.tsx'
import { useShowPerson } from './useShowPerson.ts'

interface Props {
  departments: Department[]
  levels: string[]
  onClose: () => void
}

/** One new person by hand. */
export function AddPerson({ departments, onClose }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [employeeNo, setEmployeeNo] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [hiredOn, setHiredOn] = useState('')
  const [post, setPost] = useState<PostValue>({
    departmentId: departments[0]?.id ?? null,
    position: '',
    jobFamily: null,
    level: null,
    manager: null,
  })
  const save = useMutation({
    ...api.org.add.mutationOptions(),
    onSuccess: useShowPerson((person) => {
      onClose()
      void navigate({ to: '/people/$id' as string, params: { id: person.id } as never })
    }),
  })
  const { departmentId, manager, ...rest } = post
  const lacking = !employeeNo.trim()
    ? 'org.numberMissing'
    : !name.trim()
      ? 'org.nameMissing'
      : !departmentId
        ? 'org.departmentMissing'
        : null
  return (
    <FormDialog
      title={t('org.add.title')}
      submit={t('org.add.save')}
      refusal={lacking}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() =>
        departmentId &&
        save.mutate({
          employeeNo,
          name,
          email: email.trim() || null,
          hiredOn: hiredOn || null,
          departmentId,
          managerId: manager?.id ?? null,
          ...rest,
        })
      }
    >
      <TextInput
        data-autofocus
        label={t('org.field.employeeNo')}
        description={t('org.add.numberHint')}
        value={employeeNo}
        maxLength={60}
        required
        onChange={(event) => setEmployeeNo(event.currentTarget.value)}
      />
      <TextInput
        label={t('org.field.name')}
        value={name}
        maxLength={100}
        required
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PostFields value={post} onChange={setPost} />
      <DateField label={t('org.field.hiredOn')} value={hiredOn} onChange={setHiredOn} />
      <TextInput
        type="email"
        label={t('org.field.email')}
        value={email}
        maxLength={200}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
