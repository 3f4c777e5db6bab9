import { type FormEvent, useState } from 'react'
import { Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import type { DayKind } from '../../calendar/rules.ts'
import styles from './Calendar.module.css'

/** Changes one day, or gives it back to its weekday. */
export function ChangeDay({
  refusal,
  year,
  onDone,
}: {
  refusal: string | null
  year: number
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [day, setDay] = useState('')
  const [kind, setKind] = useState<DayKind | 'usual'>('rest')
  const [name, setName] = useState('')
  const set = useMutation(api.org.calendar.setDay.mutationOptions({ onSuccess: onDone }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set.mutate({ day, kind: kind === 'usual' ? null : kind, name })
  }
  return (
    <form className={`cluster ${styles.change}`} onSubmit={submit}>
      <DateField
        label={t('org.calendar.day')}
        required
        min={`${year}-01-01`}
        max={`${year}-12-31`}
        value={day}
        onChange={setDay}
      />
      <Select
        label={t('org.calendar.becomes')}
        data={(['rest', 'work', 'usual'] as const).map((value) => ({
          value,
          label: t(`org.calendar.kind.${value}`),
        }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => value && setKind(value as DayKind | 'usual')}
      />
      {kind !== 'usual' && (
        <TextInput
          label={t('org.calendar.name')}
          required
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <ActionButton type="submit" refusal={refusal} busy={set.isPending}>
        {t('org.calendar.save')}
      </ActionButton>
      <ErrorNote error={set.error} />
    </form>
  )
}
