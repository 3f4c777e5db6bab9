import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable, morePages } from '../../../../ui/DataTable.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { usePageSize } from '../../../../ui/usePageSize.ts'
import type { Deviating } from '../../standard/contract.ts'
import { DeviationSelect, useStandardView } from './DeviationSelect.tsx'
import { TalkOf } from '../TalkOf.tsx'

/** The talks that differ by name, each with its ways and a way to it. */
export function DeviatingTalks({ cycleId, seen }: { cycleId: string; seen: Deviating }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { view } = useStandardView()
  const limit = usePageSize()
  const talks = useInfiniteQuery(
    api.cycles.standard.talks.infiniteOptions({
      input: (after: string | undefined) => ({
        id: cycleId,
        departmentId: view.department,
        deviation: view.deviation,
        after,
        limit,
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const { rows, more } = morePages(talks)
  const total = talks.data?.pages[0]?.total
  return (
    <Card
      title={t('cycles.standard.byName')}
      note={
        total !== undefined &&
        rows &&
        t('cycles.participants.shown', { shown: f.count(rows.length), total: f.count(total) })
      }
    >
      <div className="stack">
        <DeviationSelect seen={seen} />
        <DataTable
          caption={t('cycles.standard.byName')}
          rows={rows}
          more={more}
          rowKey={({ id }) => id}
          error={talks.error}
          onRetry={() => void talks.refetch()}
          empty={<p className="measure">{t('cycles.standard.none')}</p>}
          columns={[
            {
              key: 'person',
              header: t('cycles.person'),
              phone: 'title',
              cell: TalkOf,
            },
            {
              key: 'manager',
              header: t('cycles.manager'),
              cell: ({ manager }) =>
                manager ?? <span className="mute">{t('cycles.dryRun.noManagerPart')}</span>,
            },
            {
              key: 'differs',
              header: t('cycles.standard.differs'),
              cell: ({ differs }) =>
                f.list(differs.map((kind) => t(`cycles.standard.deviation.${kind}.name`))),
            },
          ]}
        />
      </div>
    </Card>
  )
}
