import type { StageReminder } from '../../flows/contract.ts'
import type { WorkCalendar } from '../../org/calendar/rules.ts'
import { isWorkday, weekdayOf, workdayAfter } from '../../org/calendar/rules.ts'
import type { Day } from '../../org/rules.ts'
import type { Todo } from '../contract.ts'
import { addDays } from '../../../platform/clock.ts'

/** Where a flow does not say: three working days before, on the day, two working days after. */
export const usualReminders: readonly StageReminder[] = [
  { days: -3, unit: 'working', to: 'owner' },
  { days: 0, unit: 'working', to: 'owner' },
  { days: 2, unit: 'working', to: 'owner' },
]

/** A talk that is booked: on the working day before, and on its day. */
export const talkReminders = [
  { days: -1, unit: 'working' },
  { days: 0, unit: 'working' },
] as const satisfies Pick<StageReminder, 'days' | 'unit'>[]

/** The same for a self-assessment; once it is late the manager hears of it too. */
export const selfAssessmentReminders: readonly StageReminder[] = [
  ...usualReminders,
  { days: 2, unit: 'working', to: { relation: 'managerNow' } },
]

export const remindersOf = (stage: {
  kind: string
  reminders?: readonly StageReminder[] | undefined
}): readonly StageReminder[] =>
  stage.reminders ?? (stage.kind === 'selfAssessment' ? selfAssessmentReminders : usualReminders)

/**
 * The working day on which a reminder goes out. One that would fall on a day of rest comes before it
 * while there is still time, and after it once the day is past.
 */
export function reminderDay(
  calendar: WorkCalendar,
  dueOn: Day,
  { days, unit }: Pick<StageReminder, 'days' | 'unit'>,
): Day {
  const day = unit === 'working' ? workdayAfter(calendar, dueOn, days) : addDays(dueOn, days)
  if (isWorkday(calendar, day)) return day
  return workdayAfter(calendar, day, days > 0 ? 1 : -1)
}

/** Days after `after`, up to and with `until`: what was missed while nothing ran, and today. */
export interface Window {
  after: Day
  until: Day
}

/** Further back nobody is reminded of what was missed. */
export const longestGap = 14

/** Whether a day is one of these. */
export const isIn = ({ after, until }: Window, day: Day) => day > after && day <= until

/** Which of the reminders of something due on a day go out in these days. */
export const remindersIn = (
  calendar: WorkCalendar,
  window: Window,
  dueOn: Day,
  reminders: readonly StageReminder[],
): StageReminder[] =>
  reminders.filter((reminder) => isIn(window, reminderDay(calendar, dueOn, reminder)))

/** Whether the digest of the week goes out: on its first working day, or the next one that is reached. */
export function isWeeklyDue(calendar: WorkCalendar, { after, until }: Window): boolean {
  const monday = addDays(until, -((weekdayOf(until) + 6) % 7))
  for (let day = monday; day <= until; day = addDays(day, 1))
    if (isWorkday(calendar, day)) return day > after
  return false
}

/**
 * The days to remind for, when it is `today` and everybody was reminded up to `last`; null when
 * there is nothing to do yet. A clock that ran far ahead and came back is not waited for.
 */
export function windowOn(today: Day, last: Day | null): Window | null {
  if (last === null || last > addDays(today, 2)) return { after: addDays(today, -1), until: today }
  if (last >= today) return null
  const earliest = addDays(today, -longestGap)
  return { after: last > earliest ? last : earliest, until: today }
}

/** What waits for somebody, in numbers: all that may be said of it outside of the product. */
export interface Waiting {
  open: number
  late: number
  /** The next day something is due, today included. */
  next: Day | null
  /** Things of others, late or soon to be, that this person is told of. */
  others: number
  /** When one's next talk begins, once it is near. */
  talk: Date | null
}

/** Counts somebody's list; what they are only told of is apart. */
export function waitingIn(
  todos: Pick<Todo, 'kind' | 'dueOn'>[],
  talk: Date | null,
  today: Day,
): Waiting {
  const own = todos.filter(({ kind }) => kind !== 'told')
  const days = own.flatMap(({ dueOn }) => dueOn ?? [])
  return {
    open: own.length,
    late: days.filter((day) => day < today).length,
    next: days.filter((day) => day >= today).sort()[0] ?? null,
    others: todos.length - own.length,
    talk,
  }
}

/** The local hour from which people are reminded, on working days. */
export const reminderHour = 9
