import { NumberInput, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { useText } from '../../../templates/pages/useText.ts'
import type { Expected as Expectation, KnownScale } from '../../spread/contract.ts'
import { isWhole, smallestCurve } from '../../spread/rules.ts'
import type { StepProps } from './stepProps.ts'
import styles from './Expected.module.css'

/** The same for every label, the rest in the middle: a beginning to change, not advice. */
const evenly = (points: KnownScale['points']) => {
  const each = Math.floor(100 / points.length)
  const rest = 100 - each * points.length
  const middle = Math.floor((points.length - 1) / 2)
  return points.map(({ value }, at) => ({ value, percent: at === middle ? each + rest : each }))
}

/** What HR expects of each scale's ratings; empty unless somebody wants it. */
export function Expected({ cycle, draft, change }: Omit<StepProps, 'flush'>) {
  const { t } = useTranslation()
  const text = useText()
  if (cycle.scales.length === 0) return null
  const isFixed = cycle.state !== 'draft'
  const all = draft.expected ?? []
  const set = (scale: string, next: Expectation | null) => {
    const others = all.filter((each) => each.scale !== scale)
    const left = next ? [...others, next] : others
    change({ expected: left.length > 0 ? left : null })
  }
  return (
    <Card title={t('cycles.expected.title')} note={t('cycles.expected.note')}>
      <div className="stack">
        <p className="measure mute">{t('cycles.expected.why', { count: smallestCurve })}</p>
        {isFixed && <p className="measure">{t('cycles.expected.fixed')}</p>}
        {cycle.scales.map((scale) => {
          const own = all.find((each) => each.scale === scale.scale)
          const labels = scale.points.map(({ label }) => text(label)).join(' · ')
          return (
            <section key={scale.scale} className="stack" aria-label={labels}>
              <Switch
                label={t('cycles.expected.ask', { labels })}
                disabled={isFixed}
                checked={own !== undefined}
                onChange={(event) =>
                  set(
                    scale.scale,
                    event.currentTarget.checked
                      ? { scale: scale.scale, tolerance: 5, shares: evenly(scale.points) }
                      : null,
                  )
                }
              />
              {own && (
                <Shares
                  scale={scale}
                  own={own}
                  isFixed={isFixed}
                  set={(next) => set(scale.scale, next)}
                />
              )}
            </section>
          )
        })}
      </div>
    </Card>
  )
}

function Shares({
  scale,
  own,
  isFixed,
  set,
}: {
  scale: KnownScale
  own: Expectation
  isFixed: boolean
  set: (next: Expectation) => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const sum = own.shares.reduce((to, { percent }) => to + percent, 0)
  const percentOf = (value: number) => own.shares.find((each) => each.value === value)?.percent ?? 0
  const put = (value: number, percent: number) =>
    set({
      ...own,
      shares: scale.points.map((point) => ({
        value: point.value,
        percent: point.value === value ? percent : percentOf(point.value),
      })),
    })
  return (
    <>
      <div className={styles.shares}>
        {scale.points.map(({ value, label }) => (
          <NumberInput
            key={value}
            label={text(label)}
            suffix="%"
            min={0}
            max={100}
            decimalScale={1}
            disabled={isFixed}
            value={percentOf(value)}
            onChange={(percent) => typeof percent === 'number' && put(value, percent)}
          />
        ))}
        <NumberInput
          label={t('cycles.expected.tolerance')}
          prefix="± "
          suffix={t('cycles.expected.points')}
          min={0}
          max={50}
          allowDecimal={false}
          disabled={isFixed}
          value={own.tolerance}
          onChange={(tolerance) => typeof tolerance === 'number' && set({ ...own, tolerance })}
        />
      </div>
      <p role="status" className={isWhole(own) ? 'mute' : styles.notWhole}>
        {t(isWhole(own) ? 'cycles.expected.whole' : 'cycles.expected.notWhole', {
          sum: Math.round(sum * 10) / 10,
        })}
      </p>
    </>
  )
}
