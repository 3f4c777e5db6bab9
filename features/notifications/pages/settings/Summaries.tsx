import { Select } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { summaryRhythms, type SummaryRhythm } from '../../summaries/rules.ts'

/** How often promises are asked about in the whole organization; for HR administration to say. */
export function Summaries() {
  const { t } = useTranslation()
  const { data } = useQuery(api.notifications.summaries.rhythm.queryOptions())
  const save = useMutation(
    api.notifications.summaries.setRhythm.mutationOptions({
      onSuccess: () => {
        toast({ text: t('notifications.summaries.saved') })
        void queryClient.invalidateQueries({ queryKey: api.notifications.key() })
      },
    }),
  )
  if (!data || data.refusal !== null) return null
  return (
    <Card title={t('notifications.summaries.title')} note={t('notifications.summaries.note')}>
      <div className="stack">
        <Select
          label={t('notifications.summaries.rhythm')}
          allowDeselect={false}
          data={summaryRhythms.map((value) => ({
            value,
            label: t(`notifications.summaries.rhythms.${value}`),
          }))}
          value={data.rhythm}
          onChange={(rhythm) => save.mutate({ rhythm: rhythm as SummaryRhythm })}
        />
        <ErrorNote error={save.error} />
      </div>
    </Card>
  )
}
