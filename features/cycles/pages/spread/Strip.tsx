import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { ScaleSpread } from '../../spread/contract.ts'
import { useMonitorView } from '../monitor/useMonitorView.ts'
import styles from './Spread.module.css'

export type Side = 'manager' | 'self'
type Row = Omit<ScaleSpread['groups'][number], 'name'> & { name: string }

/** One row a group, one column a label: the figure, and how large a share of the group it is. */
export function Strip({ rows, labels, side }: { rows: Row[]; labels: string[]; side: Side }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { set } = useMonitorView()
  return (
    <div className="sideways" tabIndex={0} role="region" aria-label={t('cycles.spread.title')}>
      <table className={styles.strip} style={{ '--columns': labels.length + 1 } as CSSProperties}>
        <thead>
          <tr>
            <th scope="col">{t('cycles.department')}</th>
            {labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">{t('cycles.spread.notRated')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, hasBelow, [side]: share }, at) => (
            <tr key={id ?? `${name}${at}`}>
              <th scope="row">
                {hasBelow && id ? (
                  <button type="button" className="as-link" onClick={() => set({ department: id })}>
                    {name}
                  </button>
                ) : (
                  name
                )}
              </th>
              {share === null ? (
                <td colSpan={labels.length + 1} className={styles.withheld}>
                  {t('cycles.spread.selfTooFew')}
                </td>
              ) : (
                <>
                  {share.counts.map((people, n) => {
                    const rated = share.counts.reduce((sum, each) => sum + each, 0)
                    return (
                      <td key={labels[n]}>
                        <b>{f.count(people)}</b>
                        <span className={styles.bar} aria-hidden>
                          <i style={{ width: `${rated ? (people / rated) * 100 : 0}%` }} />
                        </span>
                        <span className={styles.percent}>{f.share(people, rated)}</span>
                      </td>
                    )
                  })}
                  <td className={styles.aside}>{f.count(share.notRated)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
