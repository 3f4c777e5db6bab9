import { addDays } from '../../../platform/clock.ts'
import type { Day } from '../rules.ts'

/** What a day is that differs from its weekday: a holiday, or a weekend worked instead (调休). */
export const dayKinds = ['rest', 'work'] as const
export type DayKind = (typeof dayKinds)[number]

/** When an organization works. */
export interface WorkCalendar {
  /** Weekdays that rest, 0 is Sunday; never all seven. */
  restDays: readonly number[]
  /** Days that differ from their weekday. */
  days: Readonly<Record<Day, DayKind>>
}

export const usualRestDays: readonly number[] = [0, 6]

/** Saturdays and Sundays rest, and nothing else is known. */
export const plainCalendar: WorkCalendar = { restDays: usualRestDays, days: {} }

/** Sunday is 0. */
export const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()

/** What the calendar says of a day goes before what its weekday says (调休). */
export function isWorkday({ restDays, days }: WorkCalendar, day: Day): boolean {
  const said = days[day]
  return said ? said === 'work' : !restDays.includes(weekdayOf(day))
}

/** The day `n` working days later, or earlier when `n` is negative; the day itself for 0, whatever it is. */
export function workdayAfter(calendar: WorkCalendar, day: Day, n: number): Day {
  const step = n < 0 ? -1 : 1
  let at = day
  for (let left = Math.abs(n); left > 0;) {
    at = addDays(at, step)
    if (isWorkday(calendar, at)) left -= 1
  }
  return at
}

/** Working days after `from`, up to and with `to`; negative when `to` lies before. */
export function workdaysBetween(calendar: WorkCalendar, from: Day, to: Day): number {
  if (to < from) return -workdaysBetween(calendar, to, from)
  let count = 0
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1))
    if (isWorkday(calendar, at)) count += 1
  return count
}
