import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../../ui/DateField.tsx'
import { api } from '../../../../ui/api.ts'
import type { Person } from '../../contract.ts'
import { PersonPick } from '../PersonPick.tsx'
import { FormDialog } from './FormDialog.tsx'
import { DepartmentPick } from './PostFields.tsx'
import { useShowPerson, useToday } from './useShowPerson.ts'

interface Props {
  person: Person
  onClose: () => void
}

/** Somebody leaves on a day; on it every session ends, the data stays. */
export function Leave({ person, onClose }: Props) {
  const { t } = useTranslation()
  const [on, setOn] = useState(useToday())
  const save = useMutation({
    ...api.org.leave.mutationOptions(),
    onSuccess: useShowPerson(onClose),
  })
  return (
    <FormDialog
      title={t('org.person.leaveTitle', { name: person.name })}
      submit={t('org.person.leave')}
      danger
      refusal={on ? null : 'org.dayMissing'}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate({ id: person.id, on })}
    >
      <p>{t('org.person.leaveText')}</p>
      {person.reports > 0 && <p>{t('org.person.leaveReports', { count: person.reports })}</p>}
      <DateField label={t('org.person.lastDay')} value={on} onChange={setOn} required />
    </FormDialog>
  )
}

/** Somebody comes back: the same person, the same history, a new post from today. */
export function Return({ person, onClose }: Props) {
  const { t } = useTranslation()
  const [departmentId, setDepartmentId] = useState(person.departmentId)
  const [manager, setManager] = useState<Person['manager']>(null)
  const save = useMutation({
    ...api.org.return.mutationOptions(),
    onSuccess: useShowPerson(onClose),
  })
  return (
    <FormDialog
      title={t('org.person.returnTitle', { name: person.name })}
      submit={t('org.person.return')}
      refusal={departmentId ? null : 'org.departmentMissing'}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() =>
        departmentId && save.mutate({ id: person.id, departmentId, managerId: manager?.id ?? null })
      }
    >
      <p>{t('org.person.returnText')}</p>
      <DepartmentPick value={departmentId} onChange={setDepartmentId} />
      <PersonPick label={t('org.manager')} value={manager} onChange={setManager} />
    </FormDialog>
  )
}
