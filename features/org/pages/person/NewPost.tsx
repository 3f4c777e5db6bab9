import { useState } from 'react'
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../../ui/DateField.tsx'
import { api } from '../../../../ui/api.ts'
import type { Person } from '../../contract.ts'
import { PersonPick } from '../PersonPick.tsx'
import { FormDialog } from './FormDialog.tsx'
import { PostFields, type PostValue } from './PostFields.tsx'
import { useShowPerson, useToday } from './useShowPerson.ts'

interface Props {
  person: Person
  onClose: () => void
}

/** A new department, position or manager from a day on. */
export function NewPost({ person, onClose }: Props) {
  const { t } = useTranslation()
  const today = useToday()
  const [fromOn, setFromOn] = useState(today)
  const [post, setPost] = useState<PostValue>({ ...person })
  const save = useMutation({
    ...api.org.reassign.mutationOptions(),
    onSuccess: useShowPerson(onClose),
  })
  const { departmentId, position, jobFamily, level, manager } = post
  return (
    <FormDialog
      title={t('org.person.reassignTitle', { name: person.name })}
      submit={t('org.person.reassignSave')}
      refusal={departmentId && fromOn ? null : 'org.departmentMissing'}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() =>
        departmentId &&
        save.mutate({
          id: person.id,
          fromOn,
          departmentId,
          position,
          jobFamily,
          level,
          managerId: manager?.id ?? null,
        })
      }
    >
      <DateField
        label={t('org.person.from')}
        value={fromOn}
        onChange={setFromOn}
        required
        description={t('org.person.fromHint')}
      />
      <PostFields value={post} onChange={setPost} />
    </FormDialog>
  )
}

/** Another manager beside the accountable one. */
export function NewDotted({ person, onClose }: Props) {
  const { t } = useTranslation()
  const today = useToday()
  const [manager, setManager] = useState<Person['manager']>(null)
  const [position, setPosition] = useState('')
  const [fromOn, setFromOn] = useState(today)
  const [toOn, setToOn] = useState('')
  const save = useMutation({
    ...api.org.addDotted.mutationOptions(),
    onSuccess: useShowPerson(onClose),
  })
  return (
    <FormDialog
      title={t('org.person.dottedTitle', { name: person.name })}
      submit={t('org.person.addDotted')}
      refusal={manager ? null : 'org.managerNeeded'}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() =>
        manager &&
        save.mutate({ id: person.id, managerId: manager.id, position, fromOn, toOn: toOn || null })
      }
    >
      <p className="small mute">{t('org.person.dottedHint')}</p>
      <PersonPick label={t('org.person.dottedManager')} value={manager} onChange={setManager} />
      <TextInput
        label={t('org.person.dottedWhat')}
        value={position}
        maxLength={100}
        onChange={(event) => setPosition(event.currentTarget.value)}
      />
      <DateField label={t('org.person.from')} value={fromOn} onChange={setFromOn} required />
      <DateField label={t('org.person.to')} value={toOn} onChange={setToOn} />
    </FormDialog>
  )
}
