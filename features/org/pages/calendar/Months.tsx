import { useTranslation } from 'react-i18next'
import { addDays } from '../../../../platform/clock.ts'
import type { CalendarDay } from '../../calendar/contract.ts'
import { isWorkday, weekdayOf } from '../../calendar/rules.ts'
import styles from './Calendar.module.css'

/** The twelve months; days of rest are sunken, days that differ from their weekday are outlined. */
export function Months({
  year,
  restDays,
  days,
}: {
  year: number
  restDays: number[]
  days: CalendarDay[]
}) {
  const { t } = useTranslation()
  const said = new Map(days.map((it) => [it.day, it]))
  const calendar = { restDays, days: Object.fromEntries(days.map(({ day, kind }) => [day, kind])) }
  return (
    <div className={styles.months}>
      {Array.from({ length: 12 }, (_, month) => {
        const first = `${year}-${String(month + 1).padStart(2, '0')}-01`
        return (
          <div key={first} className={styles.month}>
            <table>
              <caption>{t('org.calendar.month', { month: month + 1 })}</caption>
              <thead>
                <tr>
                  {[1, 2, 3, 4, 5, 6, 0].map((weekday) => (
                    <th key={weekday} scope="col">
                      {t(`org.calendar.short.${weekday}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {weeksOf(first).map((week) => (
                  <tr key={week[0]}>
                    {week.map((day) => (
                      <td key={day}>
                        {day.slice(0, 7) === first.slice(0, 7) && (
                          <span
                            className={styles.day}
                            data-rest={!isWorkday(calendar, day)}
                            data-said={said.get(day)?.kind}
                            title={said.get(day)?.name}
                          >
                            {Number(day.slice(8))}
                          </span>
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      })}
    </div>
  )
}

/** Weeks from Monday to Sunday that touch the month. */
function weeksOf(first: string): string[][] {
  const weeks: string[][] = []
  let day = addDays(first, -((weekdayOf(first) + 6) % 7))
  while (day.slice(0, 7) <= first.slice(0, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, n) => addDays(day, n)))
    day = addDays(day, 7)
  }
  return weeks
}
