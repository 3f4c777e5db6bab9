import { useTranslation } from 'react-i18next'
import { ChartFrame } from '../../../../ui/ChartFrame.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Monitor, standings } from '../../contract.ts'

const tones = {
  prepare: 'line-strong',
  talk: 'indigo',
  agree: 'pine',
  sealed: 'bamboo',
  closed: 'amber',
} satisfies Record<(typeof standings)[number], string>

/** Where people stand now, as shares of everybody. */
export function Standing({ seen }: { seen: Monitor }) {
  const { t } = useTranslation()
  const f = useFormat()
  const parts = seen.standing.filter(({ people }) => people > 0)
  return (
    <ChartFrame
      kind="pie"
      title={t('cycles.monitor.standing')}
      category={t('cycles.monitor.where')}
      asOf={seen.asOf}
      reading={t('cycles.monitor.standingReading', {
        people: f.count(seen.people),
        sealed: f.count(seen.sealed.done),
        share: f.share(seen.sealed.done, seen.sealed.of),
      })}
      categories={parts.map(({ at }) => t(`cycles.standings.${at}`))}
      series={[
        {
          name: t('cycles.dryRun.people'),
          tone: 'bamboo',
          values: parts.map(({ people }) => people),
        },
      ]}
      tones={parts.map(({ at }) => tones[at])}
    />
  )
}
