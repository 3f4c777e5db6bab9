import { dayIn } from '../../../platform/clock.ts'
import type { Context } from '../../accounts/policy.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import type { Day } from '../../org/rules.ts'
import type { Meeting } from '../../scheduling/contract.ts'
import { upcomingFor } from '../../scheduling/queries.ts'
import { reminderDay, talkReminders } from '../reminders/rules.ts'

/** One's next talk and the days on which it is spoken of, once the first of them has come; else null. */
export async function talkSoon(
  context: Context,
): Promise<{ meeting: Meeting; days: Day[] } | null> {
  const { db, orgId, org, now, today } = context
  const meeting = (await upcomingFor(context, 3)).find(({ startsAt }) => startsAt > now)
  if (!meeting) return null
  const calendar = await calendarOf(db, orgId)
  const on = dayIn(org.timezone, meeting.startsAt)
  const days = talkReminders.map((reminder) => reminderDay(calendar, on, reminder))
  return days.some((day) => day <= today) ? { meeting, days } : null
}
