import { useState } from 'react'
import { Radio } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { Card } from '../../../../ui/Card.tsx'
import { ChartFrame } from '../../../../ui/ChartFrame.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { ScaleSpread, Spread as SpreadFacts } from '../../spread/contract.ts'
import { useMonitorView } from '../monitor/useMonitorView.ts'
import { Curve } from './Curve.tsx'
import { Earlier } from './Earlier.tsx'
import { Finish } from './Finish.tsx'
import { Finished } from './Finished.tsx'
import { Strip, type Side } from './Strip.tsx'
import styles from './Spread.module.css'

/** Labels go from pale to dark: one hue, for none of them is a warning by itself. */
const tones = ['line-strong', 'bamboo-pale', 'bamboo', 'pine', 'indigo']

/** How the ratings of a cycle are spread, each scale by itself, beside what was expected. */
export function Spread({ cycleId }: { cycleId: string }) {
  const { t } = useTranslation()
  const { view } = useMonitorView()
  const { data, error, refetch } = useQuery(
    api.cycles.spread.queryOptions({
      input: { id: cycleId, departmentId: view.department },
      placeholderData: keepPreviousData,
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const shown = data.scales.filter(({ whole }) => whole !== null)
  return (
    <>
      {shown.length === 0 ? (
        <Card title={t('cycles.spread.title')}>
          <p className="measure mute">{t('cycles.spread.tooFew', { count: data.smallest })}</p>
        </Card>
      ) : (
        shown.map((scale) => (
          <OfScale
            key={scale.scale}
            cycleId={cycleId}
            seen={data}
            scale={scale}
            isOnly={data.scales.length === 1}
          />
        ))
      )}
      {shown.length > 0 && shown.length < data.scales.length && (
        <p className="small mute">{t('cycles.spread.oneTooFew', { count: data.smallest })}</p>
      )}
    </>
  )
}

function OfScale({
  cycleId,
  seen,
  scale,
  isOnly,
}: {
  cycleId: string
  seen: SpreadFacts
  scale: ScaleSpread
  isOnly: boolean
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const [side, setSide] = useState<Side>('manager')
  const whole = scale.whole!
  const share = whole[side] ?? whole.manager
  const labels = scale.points.map(({ label }) => text(label))
  const most = share.counts.indexOf(Math.max(...share.counts))
  const rated = share.counts.reduce((sum, people) => sum + people, 0)
  const rows = [
    {
      id: null,
      name: seen.department?.name ?? t('cycles.spread.everybody'),
      hasBelow: false,
      ...whole,
    },
    ...(scale.groups.length > 1 ? scale.groups : []).map((group) => ({
      ...group,
      name: group.name ?? t('cycles.smallDepartments'),
    })),
  ]
  return (
    <>
      <ChartFrame
        kind="bar"
        title={
          isOnly
            ? t('cycles.spread.title')
            : t('cycles.spread.titleOf', { labels: labels.join(' · ') })
        }
        reading={t('cycles.spread.reading', {
          rated: f.count(rated),
          label: labels[most],
          people: f.count(share.counts[most] ?? 0),
          share: f.share(share.counts[most] ?? 0, rated),
          notRated: f.count(share.notRated),
        })}
        category={t('cycles.department')}
        asOf={seen.asOf}
        categories={rows.map(({ name }) => name)}
        series={[
          ...labels.map((name, at) => ({
            name,
            tone: tones[at % tones.length]!,
            values: rows.map((row) => row[side]?.counts[at] ?? 0),
          })),
          {
            name: t('cycles.spread.notRated'),
            tone: 'sunken',
            values: rows.map((row) => row[side]?.notRated ?? 0),
          },
        ]}
      >
        <div className="stack">
          <Radio.Group
            aria-label={t('cycles.spread.whose')}
            value={side}
            onChange={(value) => setSide(value as Side)}
          >
            <div className={styles.sides}>
              <Radio value="manager" label={t('cycles.spread.side.manager')} />
              <Radio value="self" label={t('cycles.spread.side.self')} />
            </div>
          </Radio.Group>
          <Strip rows={rows} labels={labels} side={side} />
          <p className="small mute">{t('cycles.spread.counted', { count: seen.smallest })}</p>
        </div>
      </ChartFrame>
      {scale.curve && (
        <Card
          title={t('cycles.spread.expected')}
          note={t('cycles.spread.tolerance', { tolerance: scale.curve.tolerance })}
        >
          <div className="stack">
            <Curve curve={scale.curve} smallest={seen.smallestCurve} />
            {seen.refusal === null && <Finish cycleId={cycleId} seen={seen} scale={scale} />}
          </div>
        </Card>
      )}
      {seen.earlier && <Earlier earlier={seen.earlier} scale={scale} />}
      <Finished seen={seen} scale={scale} />
    </>
  )
}
