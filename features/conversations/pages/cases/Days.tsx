import { useState } from 'react'
import { NumberInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import type { AppealDays } from '../../appeals/contract.ts'
import { useCaseChanged } from './useCaseChanged.ts'
import styles from './Cases.module.css'

/** How many working days there are, for HR administration to set. */
export function Days() {
  const { t } = useTranslation()
  const changed = useCaseChanged()
  const [edited, setEdited] = useState<Partial<AppealDays>>({})
  const { data } = useQuery(api.conversations.appeals.days.queryOptions())
  const save = useMutation(
    api.conversations.appeals.setDays.mutationOptions({
      onSuccess: async () => {
        setEdited({})
        await changed(t('conversations.appeals.daysSaved'))
      },
    }),
  )
  if (!data) return null
  const { window, answer } = { ...data, ...edited }
  const field = (key: keyof AppealDays, value: number) => (
    <NumberInput
      label={t(
        key === 'window' ? 'conversations.appeals.window' : 'conversations.appeals.answerDays',
      )}
      min={1}
      max={60}
      clampBehavior="strict"
      allowDecimal={false}
      value={value}
      onChange={(days) => setEdited({ ...edited, [key]: Number(days) || 1 })}
    />
  )
  return (
    <Card title={t('conversations.appeals.days')} note={t('conversations.appeals.daysNote')}>
      <form
        className="stack"
        onSubmit={(event) => (event.preventDefault(), save.mutate({ window, answer }))}
      >
        <div className={styles.days}>
          {field('window', window)}
          {field('answer', answer)}
        </div>
        <ErrorNote error={save.error} />
        <div>
          <ActionButton type="submit" refusal={data.refusal} busy={save.isPending}>
            {t('conversations.appeals.daysSave')}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}
