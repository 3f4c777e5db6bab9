import { useTranslation } from 'react-i18next'
import type { Year } from '../../year/contract.ts'
import styles from './Year.module.css'

/** The months that a stretch touches within a year, as grid columns: first and one past the last. */
function columns(year: number, from: string, to: string | null): { start: number; end: number } {
  const month = (day: string, before: number, after: number) =>
    day < `${year}-01-01` ? before : day > `${year}-12-31` ? after : Number(day.slice(5, 7))
  return { start: month(from, 1, 12), end: month(to ?? from, 1, 12) + 1 }
}

/** The year at a glance; the list below says the same in words. */
export function Strip({ year }: { year: Year }) {
  const { t } = useTranslation()
  const thisMonth = new Date().toISOString().slice(0, 7)
  const bars = [
    ...year.projects.map((each) => ({ ...each, kind: 'project', text: each.name })),
    ...year.talks.map((each) => ({ ...each, kind: 'talk', text: each.name })),
    ...year.cycles.map((each) => ({ ...each, kind: 'talk', text: each.name })),
    ...year.gaps.map((each) => ({
      id: each.from,
      kind: 'gap',
      startsOn: each.from,
      endsOn: each.to,
      text: t('cycles.year.gapShort', { count: each.days }),
    })),
  ]
  return (
    <div className="sideways" aria-hidden>
      <div className={styles.strip}>
        {Array.from({ length: 12 }, (_, at) => (
          <div
            key={at}
            className={styles.month}
            data-now={thisMonth === `${year.year}-${String(at + 1).padStart(2, '0')}` || undefined}
          >
            {t('cycles.year.month', { n: at + 1 })}
          </div>
        ))}
        {bars.map(({ id, kind, startsOn, endsOn, text }) => {
          const { start, end } = columns(year.year, startsOn, endsOn)
          return (
            <div
              key={`${kind} ${id}`}
              className={styles.bar}
              data-kind={kind}
              style={{ gridColumn: `${start} / ${end}` }}
              title={text}
            >
              {text}
            </div>
          )
        })}
      </div>
    </div>
  )
}
