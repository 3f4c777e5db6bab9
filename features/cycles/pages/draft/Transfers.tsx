import { Radio, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import type { Population, Transfers as Choice } from '../../contract.ts'
import { offeredDays, transfersOf } from '../../transfers/rules.ts'

/** What becomes of people who changed posts inside the period. */
export function Transfers({
  population,
  set,
}: {
  population: Population
  set: (part: Partial<Population>) => void
}) {
  const { t } = useTranslation()
  const transfers = transfersOf(population)
  const put = (part: Partial<Choice>) => set({ transfers: { ...transfers, ...part } })
  const days = [...new Set([...offeredDays, transfers.mergedBelow])].sort((a, b) => a - b)
  return (
    <Card title={t('cycles.draft.people.moved')} note={t('cycles.draft.people.movedNote')}>
      <div className="stack">
        <Radio.Group
          label={t('cycles.draft.people.movedThen')}
          value={transfers.ask}
          onChange={(ask) => put({ ask: ask as Choice['ask'] })}
        >
          <div className="stack" style={{ gap: 8, marginTop: 8 }}>
            <Radio value="formerManagers" label={t('cycles.draft.people.movedAsk')} />
            <Radio value="nobody" label={t('cycles.draft.people.movedShow')} />
          </div>
        </Radio.Group>
        <Select
          label={t('cycles.draft.people.mergedBelow')}
          description={t('cycles.draft.people.mergedHelp')}
          allowDeselect={false}
          maw={320}
          value={String(transfers.mergedBelow)}
          data={days.map((count) => ({
            value: String(count),
            label:
              count === 0
                ? t('cycles.draft.people.mergedNever')
                : t('cycles.draft.people.mergedDays', { count }),
          }))}
          onChange={(chosen) => put({ mergedBelow: Number(chosen) })}
        />
      </div>
    </Card>
  )
}
