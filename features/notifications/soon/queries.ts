import { dayIn } from '../../../platform/clock.ts'
import { sql } from 'kysely'
import type { Context } from '../../accounts/policy.ts'
import { commitmentsWhere, isOpen as isUnsettled } from '../../commitments/queries.ts'
import { answersOf } from '../../conversations/answers/queries.ts'
import { isShut, partVisible } from '../../conversations/policy.ts'
import { conversationFor } from '../../conversations/queries.ts'
import { gapThreshold } from '../../conversations/stages/queries.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import type { Day } from '../../org/rules.ts'
import type { Meeting } from '../../scheduling/contract.ts'
import { upcomingFor } from '../../scheduling/queries.ts'
import { templateVersion } from '../../templates/queries.ts'
import { gapMap } from '../../templates/rules.ts'
import type { KeyDates, KeyPoints, Todo } from '../contract.ts'
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

/**
 * What a talk that lies ahead is about (R092), for one of the two: what was promised last time and is
 * still open, and where the two assessments lie far apart once both can read them.
 */
export async function keyPoints(context: Context, conversationId: string): Promise<KeyPoints> {
  const { db, orgId } = context
  const talk = await conversationFor(db, context, conversationId, 'read')
  const promises = talk.previousId
    ? await commitmentsWhere(
        context,
        sql`c.conversation_id = ${talk.previousId} and ${isUnsettled}`,
        { limit: 3 },
      )
    : []
  const isOpen = talk.revealedAt && !talk.snapshot.unrated && !isShut(talk.is, talk.facts)
  const theirs = { kind: 'manager', authorId: talk.managerId } as const
  if (!isOpen || !partVisible(talk.viewer, talk.is, talk.facts, theirs))
    return { promises, differences: [] }
  const template = await templateVersion(db, orgId, talk.templateVersionId)
  const { self, manager } = await answersOf(db, orgId, conversationId)
  const apart = new Set(
    gapMap(template, self, manager, gapThreshold).flatMap(({ needsNote, dimension }) =>
      needsNote ? [dimension] : [],
    ),
  )
  return {
    promises,
    differences: template.dimensions.filter(({ key }) => apart.has(key)).map(({ label }) => label),
  }
}

/** What makes today a key date of somebody's: things of theirs due today, a talk today or on the next working day. */
export async function keyDates(context: Context, todos: Todo[]): Promise<KeyDates | null> {
  const { actor, today } = context
  const due = todos.filter(({ kind, dueOn }) => kind !== 'told' && dueOn === today).length
  const soon = await talkSoon(context)
  if (due === 0 && !soon) return null
  const other =
    soon &&
    (soon.meeting.employee.id === actor.personId ? soon.meeting.manager : soon.meeting.employee)
  return {
    day: today,
    due,
    talk: soon && {
      conversationId: soon.meeting.conversationId,
      startsAt: soon.meeting.startsAt,
      with: other!.name,
    },
  }
}
