import { addDays } from '../../../platform/clock.ts'
import { workdayAfter, type WorkCalendar } from '../../org/calendar/rules.ts'
import type { Day } from '../../org/rules.ts'

/** How often whoever has promised something is asked for a short word on how it goes (R215). */
export const summaryRhythms = ['never', 'monthly', 'quarterly'] as const
export type SummaryRhythm = (typeof summaryRhythms)[number]

/** Working days of a new month or quarter in which the word is to be written. */
const daysToWrite = 5

/** The month or quarter a day lies in: its first day, the first on which one is asked, and the last to write. */
export function seasonOf(
  calendar: WorkCalendar,
  rhythm: Exclude<SummaryRhythm, 'never'>,
  today: Day,
): { start: Day; from: Day; dueOn: Day } {
  const month = Number(today.slice(5, 7))
  const first = rhythm === 'monthly' ? month : month - ((month - 1) % 3)
  const start = `${today.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
  const before = addDays(start, -1)
  return {
    start,
    from: workdayAfter(calendar, before, 1),
    dueOn: workdayAfter(calendar, before, daysToWrite),
  }
}
