import { addDays } from '../../../platform/clock.ts'
import { isWorkday, workdayAfter, type WorkCalendar } from '../../org/calendar/rules.ts'

/** The first of December: the year is nearly known, and the next one not yet begun. */
export const usualReviewDay = '12-01'

/** So many days ahead it stands among what is open. */
export const reviewLead = 14

/** A mechanism younger than this has no year to look at. */
const youngest = 90

/** The working day in a year on which the mechanism is looked at. @param on 'MM-DD' */
export function reviewDayIn(year: number, on: string, calendar: WorkCalendar): string {
  const day = `${year}-${on === '02-29' ? '02-28' : on}`
  return isWorkday(calendar, day) ? day : workdayAfter(calendar, day, 1)
}

export interface Review {
  /** The year it is due in; it stays that of the day even where rest moves it. */
  year: number
  dueOn: string
  /** It waits for HR now. */
  isOpen: boolean
}

/**
 * The look at the mechanism that comes next, or that waits: one a year, from a fortnight before its day
 * until something is decided. A year that passed without one is not made up for once the next is near.
 */
export function nextReview(
  { on, since, decided }: { on: string; since: string; decided: readonly number[] },
  calendar: WorkCalendar,
  today: string,
): Review {
  const done = new Set(decided)
  const thisYear = Number(today.slice(0, 4))
  const at = (year: number) => {
    const dueOn = reviewDayIn(year, on, calendar)
    const from = addDays(dueOn, -reviewLead)
    return { year, dueOn, from, isOld: dueOn >= addDays(since, youngest) }
  }
  const waiting = [thisYear + 1, thisYear, thisYear - 1].map(at).find(({ from }) => from <= today)
  if (waiting && waiting.isOld && !done.has(waiting.year))
    return { year: waiting.year, dueOn: waiting.dueOn, isOpen: true }
  const ahead = [thisYear - 1, thisYear, thisYear + 1, thisYear + 2]
    .map(at)
    .find(({ from, isOld, year }) => from > today && isOld && !done.has(year))!
  return { year: ahead.year, dueOn: ahead.dueOn, isOpen: false }
}

/** The year a decision is about: of the look that waits, or else the year it is written in. */
export const yearOf = ({ year, isOpen }: Review, today: string): number =>
  isOpen ? year : Number(today.slice(0, 4))
