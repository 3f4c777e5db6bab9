import { NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../../ui/api.ts'

/** On which day of the year the mechanism is looked at. */
export function ReviewDay({ on }: { on: string }) {
  const { t } = useTranslation()
  const [month, setMonth] = useState(on.slice(0, 2))
  const [day, setDay] = useState(Number(on.slice(3)))
  const save = useMutation(
    api.cycles.mechanism.setDay.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.cycles.mechanism.key() })
        void queryClient.invalidateQueries({ queryKey: api.notifications.key() })
      },
    }),
  )
  const chosen = `${month}-${String(day).padStart(2, '0')}`
  return (
    <Card title={t('cycles.mechanism.when')} note={t('cycles.mechanism.whenNote')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ on: chosen })
        }}
      >
        <div className="cluster" style={{ alignItems: 'end' }}>
          <Select
            label={t('cycles.mechanism.month')}
            value={month}
            allowDeselect={false}
            w={140}
            data={Array.from({ length: 12 }, (_, at) => ({
              value: String(at + 1).padStart(2, '0'),
              label: t('cycles.year.month', { n: at + 1 }),
            }))}
            onChange={(value) => value && setMonth(value)}
          />
          <NumberInput
            label={t('cycles.mechanism.day')}
            value={day}
            min={1}
            max={31}
            w={110}
            onChange={(value) => setDay(Number(value) || 1)}
          />
          <ActionButton
            type="submit"
            refusal={chosen === on ? 'cycles.dayUnchanged' : null}
            busy={save.isPending}
          >
            {t('cycles.mechanism.saveDay')}
          </ActionButton>
        </div>
        <ErrorNote error={save.error} />
      </form>
    </Card>
  )
}
