import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Curve as CurveFacts } from '../../spread/contract.ts'
import styles from './Spread.module.css'

/** What is expected beside what is there, label by label, in a picture and in words. */
export function Curve({ curve, smallest }: { curve: CurveFacts; smallest: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  if (curve.tooFew)
    return (
      <p className="measure">
        {t('cycles.spread.noCurve', { rated: f.count(curve.rated), count: smallest })}
      </p>
    )
  const outside = curve.rows.filter((row) => row.outside)
  const at = (percent: number) => `${Math.min(100, Math.max(0, percent))}%`
  return (
    <div className="stack">
      <p className="measure strong">
        {outside.length === 0
          ? t('cycles.spread.inside', { rated: f.count(curve.rated) })
          : t('cycles.spread.outside', { count: outside.length, rated: f.count(curve.rated) })}
      </p>
      <ul className={styles.curve}>
        {curve.rows.map((row) => {
          const off = Math.round((row.percent - row.expectedPercent) * 10) / 10
          return (
            <li key={row.value} data-outside={row.outside || undefined}>
              <span className="strong">{text(row.label)}</span>
              <span className={styles.track} aria-hidden>
                <i style={{ width: at(row.percent) }} />
                <em
                  style={{
                    left: at(row.expectedPercent - curve.tolerance),
                    right: at(100 - row.expectedPercent - curve.tolerance),
                  }}
                />
              </span>
              <span>
                {t('cycles.spread.row', {
                  expected: row.expectedPercent,
                  percent: row.percent,
                  people: f.count(row.people),
                })}
                {row.outside &&
                  t(off > 0 ? 'cycles.spread.above' : 'cycles.spread.below', {
                    off: Math.abs(off),
                  })}
              </span>
            </li>
          )
        })}
      </ul>
      <p className="measure mute">{t('cycles.spread.nobodyChanged')}</p>
    </div>
  )
}
