import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { namesOf } from '../org/queries.ts'
import { templateVersion } from '../templates/queries.ts'
import { minutesOf } from '../templates/rules.ts'
import { assistantOf, assists } from '../conversations/intervention/attending/queries.ts'
import {
  asDelegate,
  findConversation,
  sightOf,
  type Asking,
  type Found,
} from '../conversations/queries.ts'
import type { Meeting } from './contract.ts'
import { meetingRefusals, readsMeeting } from './policy.ts'
import type { MeetingTable } from './table.ts'

type Context = Asking & { db: Db }

/** The appointments of a conversation, newest first. */
export const meetingsOf = (
  db: Db,
  orgId: string,
  conversationId: string,
): Promise<MeetingTable[]> =>
  db
    .selectFrom('meeting')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .orderBy('startsAt', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** An appointment with its people and what may be done with it. */
export async function presentMeeting(
  { db, orgId }: Context,
  found: Found,
  meeting: MeetingTable,
): Promise<Meeting> {
  const assistantId = await assistantOf(db, orgId, found.id)
  const names = await namesOf(
    db,
    orgId,
    [found.employeeId, found.managerId, meeting.outcomeBy, assistantId].filter((id) => id !== null),
  )
  const person = (id: string) => ({ id, name: names.get(id) ?? '' })
  return {
    ...facts(meeting),
    ...(readsMeeting(found, assistantId) ? null : untold),
    title: found.title,
    employee: person(found.employeeId),
    manager: person(found.managerId ?? found.employeeId),
    assistant: assistantId ? person(assistantId) : null,
    outcomeBy: meeting.outcomeBy ? person(meeting.outcomeBy) : null,
    refusals: meetingRefusals(found, meeting, assistantId),
  }
}

/** What stands there for whoever knows only that there is an appointment. */
const untold = { place: null, roomId: null, agenda: null, outcomeReason: null }

const facts = ({
  id,
  conversationId,
  startsAt,
  endsAt,
  place,
  roomId,
  channel,
  agenda,
  outcome,
  outcomeReason,
  outcomeAt,
}: MeetingTable) => ({
  id,
  conversationId,
  startsAt,
  endsAt,
  place,
  roomId,
  channel,
  agenda,
  outcome,
  outcomeReason,
  outcomeAt,
})

/** One's own appointments that lie ahead or are under way, soonest first. */
export async function upcomingFor(context: Context, limit: number): Promise<Meeting[]> {
  const { db, orgId, actor, now } = context
  const sight = await sightOf(db, context)
  const { rows } = await sql<{ id: string; conversationId: string }>`
    select m.id, m.conversation_id
      from conversation c join meeting m on m.org_id = c.org_id and m.conversation_id = c.id
     where c.org_id = ${orgId} and (c.employee_id = ${actor.personId} or c.manager_id = ${actor.personId} or ${assists(actor.personId)}
           ${sight.isDelegate ? sql`or ${asDelegate(sight)}` : sql``})
       and m.outcome is null and m.ends_at > ${now} and c.closed_at is null and c.talk_ended_at is null
     order by m.starts_at limit ${limit}`.execute(db)
  const meetings: Meeting[] = []
  for (const row of rows) {
    // HR that was to sit in, or led it long ago, may know of the talk no more.
    const found = await findConversation(db, context, row.conversationId)
    if (!found || found.is.length === 0) continue
    const meeting = (await meetingsOf(db, orgId, row.conversationId)).find(
      ({ id }) => id === row.id,
    )!
    meetings.push(await presentMeeting(context, found, meeting))
  }
  return meetings
}

/** What a new appointment starts with: the template's agenda and time, in the organization's language. */
export async function suggestionFor(
  db: Db,
  orgId: string,
  locale: string,
  templateVersionId: string,
) {
  const template = await templateVersion(db, orgId, templateVersionId)
  return {
    agenda: template.agenda.map((item) => (locale === 'en' ? item.en : item.zh)),
    minutes: Math.max(10, minutesOf(template)),
  }
}

/** Appointments of either of the two, or of HR that is to sit in, at that time; only when, never about what. */
export async function overlapsOf(
  db: Db,
  orgId: string,
  { employeeId, managerId, id }: Pick<Found, 'employeeId' | 'managerId' | 'id'>,
  startsAt: Date,
  minutes: number,
) {
  const endsAt = new Date(startsAt.getTime() + minutes * 60_000)
  const people = [employeeId, managerId, await assistantOf(db, orgId, id)].filter(
    (person) => person !== null,
  )
  const { rows } = await sql<{ personId: string; name: string; startsAt: Date; endsAt: Date }>`
    select p.id as person_id, p.name, m.starts_at, m.ends_at
      from meeting m
      join conversation c on c.org_id = m.org_id and c.id = m.conversation_id
      left join attendance t on t.org_id = c.org_id and t.conversation_id = c.id and t.withdrawn_at is null
      join person p on p.org_id = c.org_id and p.id in (c.employee_id, c.manager_id, t.hr_id) and p.id = any(${people}::uuid[])
     where m.org_id = ${orgId} and m.outcome is null and m.starts_at < ${endsAt} and m.ends_at > ${startsAt} and c.id <> ${id}
     order by m.starts_at, p.id limit 20`.execute(db)
  return rows
}
