import { useTranslation } from 'react-i18next'
import type { api } from '../../../ui/api.ts'
import { DataTable } from '../../../ui/DataTable.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { useFormat } from '../../../ui/useFormat.ts'

type Touched = Awaited<ReturnType<typeof api.conversations.flowUse.call>>['cycles'][number]

/** How far talks have come, in the order in which they come so far. */
const stands = ['notStarted', 'begun', 'opened', 'over'] as const
export type Stand = (typeof stands)[number]

interface Props {
  cycles: readonly Touched[]
  /** Talks which the choice reaches: their numbers stand out. Nothing: there is no choice. */
  reached?: readonly Stand[]
}

/** Names the cycles under way with a template or flow, and how far their talks have come (E19). */
export function UnderWay({ cycles, reached }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <section aria-label={t('drafts.underWay.title')}>
      <h3>{t('drafts.underWay.title')}</h3>
      <DataTable
        caption={t('drafts.underWay.title')}
        rows={cycles}
        rowKey={({ id }) => id ?? 'none'}
        columns={[
          {
            key: 'name',
            header: t('drafts.underWay.cycle'),
            cell: ({ name }) => name ?? t('drafts.underWay.noCycle'),
            phone: 'title',
          },
          ...stands.map((stand) => ({
            key: stand,
            header: t(`drafts.underWay.${stand}`),
            numeric: true,
            cell: (row: Touched) => (
              <Count n={row[stand]} isReached={reached?.includes(stand) ?? false} />
            ),
          })),
        ]}
      />
      {reached && (
        <p className="small mute">
          {t(reached.length > 0 ? 'drafts.underWay.reached' : 'drafts.underWay.keeps', {
            n: f.count(sum(cycles, reached)),
          })}
        </p>
      )}
    </section>
  )
}

function Count({ n, isReached }: { n: number; isReached: boolean }) {
  const f = useFormat()
  if (n === 0) return <span className="mute">0</span>
  return isReached ? <Tag kind="p">{f.count(n)}</Tag> : f.count(n)
}

/** How many talks of all these cycles stand at one of these points. */
export const sum = (cycles: readonly Touched[], at: readonly Stand[]): number =>
  cycles.reduce((n, cycle) => n + at.reduce((m, stand) => m + cycle[stand], 0), 0)
