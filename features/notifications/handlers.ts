import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { dayIn } from '../../platform/clock.ts'
import type { Context } from '../accounts/policy.ts'
import { commitmentsWhere, inView, isOpen } from '../commitments/queries.ts'
import { upcomingFor } from '../scheduling/queries.ts'
import { channelsHandlers } from './channels/handlers.ts'
import { notificationsContract } from './contract.ts'
import { nudgingHandlers } from './nudging/handlers.ts'
import { laterPromisesOf, openFor, peopleBehind, teamOf } from './queries.ts'
import { keyDates, keyPoints } from './soon/queries.ts'
import { preferencesHandlers } from './reminders/preferences/handlers.ts'
import { summariesHandlers } from './summaries/handlers.ts'
import './table.ts'

const os = implement(notificationsContract).$context<Context>()

const today = os.today.handler(async ({ context }) => {
  const { db, orgId, org } = context
  const meetings = await upcomingFor(context, 20)
  const [meeting] = meetings
  const talk = meeting
    ? await db
        .selectFrom('conversation')
        .select('phase')
        .where('orgId', '=', orgId)
        .where('id', '=', meeting.conversationId)
        .executeTakeFirstOrThrow()
    : null
  return {
    todos: await openFor(context),
    later: await laterPromisesOf(context),
    next:
      meeting && talk
        ? { meeting, phase: talk.phase, points: await keyPoints(context, meeting.conversationId) }
        : null,
    meetingsToday: meetings.filter(
      ({ startsAt }) => dayIn(org.timezone, startsAt) === context.today,
    ).length,
    toMe: await commitmentsWhere(context, sql`${inView('toMe', context)} and ${isOpen}`, {
      limit: 20,
    }),
    team: await teamOf(context),
  }
})

const counts = os.counts.handler(async ({ context }) => {
  const { db, actor, orgId } = context
  const unread = await db
    .selectFrom('notice')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('orgId', '=', orgId)
    .where('personId', '=', actor.personId)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow()
  const todos = await openFor(context)
  return { today: todos.length, notices: unread.count, dates: await keyDates(context, todos) }
})

const notices = os.notices.handler(async ({ input, context }) => {
  const { db, actor, orgId } = context
  const rows = await db
    .selectFrom('notice')
    .leftJoin('conversation', (join) =>
      join
        .onRef('conversation.orgId', '=', 'notice.orgId')
        .onRef('conversation.id', '=', 'notice.subjectId'),
    )
    .select([
      'notice.id',
      'notice.kind',
      'notice.subjectId',
      'notice.createdAt',
      'notice.readAt',
      'conversation.id as conversationId',
      'conversation.title',
    ])
    .where('notice.orgId', '=', orgId)
    .where('notice.personId', '=', actor.personId)
    .$if(input.after !== undefined, (query) =>
      query.where(
        sql<boolean>`(notice.created_at, notice.id) < (select created_at, id from notice
          where org_id = ${orgId} and person_id = ${actor.personId} and id = ${input.after!})`,
      ),
    )
    .orderBy('notice.createdAt', 'desc')
    .orderBy('notice.id', 'desc')
    .limit(input.limit + 1)
    .execute()
  const page = rows.slice(0, input.limit)
  const people = await peopleBehind(context, page)
  const items = page.map((row) => ({
    id: row.id,
    kind: row.kind,
    at: row.createdAt,
    readAt: row.readAt,
    subjectId: row.subjectId,
    conversation: row.conversationId ? { id: row.conversationId, title: row.title ?? '' } : null,
    about: people.get(row.id) ?? null,
  }))
  return { items, next: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null }
})

const markRead = os.markRead.handler(async ({ input, context: { db, actor, orgId, now } }) => {
  if (input.ids.length === 0) return
  await db
    .updateTable('notice')
    .set({ readAt: now })
    .where('orgId', '=', orgId)
    .where('personId', '=', actor.personId)
    .where('id', 'in', input.ids)
    .where('readAt', 'is', null)
    .execute()
})

export const notificationsHandlers = os.router({
  today,
  counts,
  notices,
  markRead,
  nudging: nudgingHandlers,
  channels: channelsHandlers,
  preferences: preferencesHandlers,
  summaries: summariesHandlers,
})
