import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { usePageSize } from '../../../../ui/usePageSize.ts'
import type { Deviating } from '../../standard/contract.ts'
import { DeviationSelect, useStandardView } from './DeviationSelect.tsx'
import { TalkList } from '../TalkList.tsx'

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
  const counted = view.deviation
    ? (seen.counts.find(({ kind }) => kind === view.deviation)?.people ?? 0)
    : seen.deviating
  const total = talks.data?.pages[0]?.total ?? counted
  return (
    <TalkList
      title={t('cycles.standard.byName')}
      found={talks}
      tools={
        <>
          <DeviationSelect seen={seen} />
          {counted > total && (
            <p className="small mute">
              {t('cycles.standard.unnamed', {
                count: counted - total,
                shown: f.count(counted - total),
              })}
            </p>
          )}
        </>
      }
      managerOf={({ manager }) => manager}
      empty={t('cycles.standard.none')}
      columns={[
        {
          key: 'differs',
          header: t('cycles.standard.differs'),
          cell: ({ differs }) =>
            f.list(differs.map((kind) => t(`cycles.standard.deviation.${kind}.name`))),
        },
      ]}
    />
  )
}
