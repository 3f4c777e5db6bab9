import { sql } from 'kysely'
import { dayIn } from '../../../platform/clock.ts'
import type { Db } from '../../../platform/database.ts'
import { notify, notifyAll, type EventTable, type Reaction } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { assistantOf } from '../../conversations/intervention/attending/queries.ts'
import type {} from '../../conversations/table.ts'
import { lineAbove } from '../../org/delegation/queries.ts'
import { holdersOf } from '../../org/grants/queries.ts'
import type { NoticeKind } from '../kinds/rules.ts'
import { tellOutside } from '../delivery/notices/queries.ts'
import '../table.ts'

/** Tells one person, once per kind and subject; told again, the notice moves up unread. */
export async function tell(
  db: Db,
  event: EventTable,
  personId: string | null,
  kind: NoticeKind,
  subjectId: string,
) {
  if (!personId || personId === event.actorId) return
  await db
    .insertInto('notice')
    .values({
      orgId: event.orgId,
      id: newId(),
      // Of an account that was joined to another since, the other hears.
      personId: sql<string>`person_now(${event.orgId}, ${personId})`,
      kind,
      subjectId,
      createdAt: event.at,
      readAt: null,
    })
    .onConflict((row) =>
      row
        .columns(['orgId', 'personId', 'kind', 'subjectId'])
        // The list is ordered by id: a new one is what moves it up.
        .doUpdateSet((row) => ({ id: row.ref('excluded.id'), createdAt: event.at, readAt: null })),
    )
    .execute()
  await notify(db, { org: event.orgId, kind: 'notice', subject: personId })
  await tellOutside(db, event, [{ personId, kind, subjectId }])
}

/** Tells both of a conversation, but never the one who did it. */
export const bothAre =
  (kind: NoticeKind, conversationOf = (event: EventTable) => event.subjectId): Reaction =>
  async (db, event) => {
    const conversationId = conversationOf(event)
    const pair = await db
      .selectFrom('conversation')
      .select(['employeeId', 'managerId'])
      .where('orgId', '=', event.orgId)
      .where('id', '=', conversationId)
      .executeTakeFirst()
    if (!pair) return
    await tell(db, event, pair.employeeId, kind, conversationId)
    await tell(db, event, pair.managerId, kind, conversationId)
  }

/** HR and security administration: who agrees to what takes two. */
export async function secondPeople(
  db: Db,
  { orgId, at: now }: Pick<EventTable, 'orgId' | 'at'>,
): Promise<Set<string>> {
  const offices = await Promise.all(
    (['hrAdmin', 'securityAdmin'] as const).map((role) => holdersOf({ db, orgId, now }, role)),
  )
  return new Set(offices.flat())
}

/** Nobody is told; what is open of the lists of those asked lets go of the question. */
export async function letGo(db: Db, event: EventTable) {
  const asked = await secondPeople(db, event)
  await notifyAll(db, { org: event.orgId, kind: 'notice' }, [...asked])
}

/** Tells the person whom it concerns. */
export const toPerson =
  (kind: NoticeKind): Reaction =>
  (db, event) =>
    tell(db, event, event.personId, kind, event.subjectId)

/** Tells everybody who may be the second person. */
export const toSecondPeople =
  (kind: NoticeKind): Reaction =>
  async (db, event) => {
    for (const id of await secondPeople(db, event)) await tell(db, event, id, kind, event.subjectId)
  }

/** Tells the owner of a passkey in any case: perhaps it was not the owner who did it. */
export const toOwner =
  (kind: NoticeKind): Reaction =>
  async (db, event) => {
    const owner = await db
      .selectFrom('person')
      .select('id')
      .where('orgId', '=', event.orgId)
      .where('accountId', '=', String(event.data.accountId))
      .executeTakeFirst()
    if (owner) await tell(db, { ...event, actorId: null }, owner.id, kind, event.subjectId)
  }

/** Tells those who may decide about somebody's lost second factor; the news leads to that person. */
export const toOffices =
  (kind: NoticeKind): Reaction =>
  async (db, event) => {
    const holders = await db
      .selectFrom('roleGrant')
      .select('personId')
      .distinct()
      .where('orgId', '=', event.orgId)
      .where('role', 'in', ['hrAdmin', 'securityAdmin'])
      .where('departmentId', 'is', null)
      .where('revokedAt', 'is', null)
      .where('fromAt', '<=', event.at)
      .where((is) => is.or([is('toAt', 'is', null), is('toAt', '>', event.at)]))
      .execute()
    for (const { personId } of holders)
      if (personId !== event.personId) await tell(db, event, personId, kind, event.personId!)
  }

/** Who leads the talk that an event is about. */
export const managerOf = async (db: Db, { orgId, subjectId }: EventTable): Promise<string | null> =>
  (
    await db
      .selectFrom('conversation')
      .select('managerId')
      .where('orgId', '=', orgId)
      .where('id', '=', subjectId)
      .executeTakeFirst()
  )?.managerId ?? null

/** Of these whoever is neither one of the two nor stands above or below the person it is about (I5). */
export async function outsideLine(
  db: Db,
  { orgId, at }: Pick<EventTable, 'orgId' | 'at'>,
  ids: Iterable<string>,
  { personId, managerId }: { personId: string | null; managerId: string | null },
): Promise<string[]> {
  const { timezone } = await db
    .selectFrom('organization')
    .select('timezone')
    .where('id', '=', orgId)
    .executeTakeFirstOrThrow()
  const today = dayIn(timezone, at)
  const above = personId ? await lineAbove(db, { orgId, today }, personId) : []
  const outside: string[] = []
  for (const id of ids) {
    if (id === personId || id === managerId || above.includes(id)) continue
    if (personId && (await lineAbove(db, { orgId, today }, id)).includes(personId)) continue
    outside.push(id)
  }
  return outside
}

/** HR administration, but never the person it is about or somebody of their line. */
export async function tellHr(db: Db, event: EventTable, kind: NoticeKind, except: string | null) {
  const { orgId, at, personId, subjectId } = event
  const heads = await holdersOf({ db, orgId, now: at }, 'hrAdmin')
  const managerId = await managerOf(db, event)
  for (const id of await outsideLine(db, event, heads, { personId, managerId }))
    if (id !== except) await tell(db, event, id, kind, subjectId)
}

/** Whoever works on a case now. */
export const tellWorker: Reaction = async (db, event) => {
  const it = await db
    .selectFrom('intervention')
    .select('hrId')
    .where('orgId', '=', event.orgId)
    .where('id', '=', event.subjectId)
    .executeTakeFirst()
  await tell(db, event, it?.hrId ?? null, 'caseAssigned', event.subjectId)
}

/** Whoever asked for HR beside the talk of a case hears that there is an answer. */
export async function tellAskers(db: Db, event: EventTable) {
  const { rows } = await sql<{ askedBy: string; conversationId: string }>`
    select distinct q.asked_by, q.conversation_id
      from intervention_cause k join intervention_ask q on q.org_id = k.org_id
           and q.conversation_id = k.conversation_id and k.key = q.code || ':' || q.id::text
     where k.org_id = ${event.orgId} and k.intervention_id = ${event.subjectId}`.execute(db)
  for (const { askedBy, conversationId } of rows)
    await tell(db, event, askedBy, 'hrAnswered', conversationId)
}

/** The two, and HR that is to sit in. */
export const threeAre =
  (kind: NoticeKind): Reaction =>
  async (db, event) => {
    await bothAre(kind)(db, event)
    await tell(
      db,
      event,
      await assistantOf(db, event.orgId, event.subjectId),
      kind,
      event.subjectId,
    )
  }

/** The talk of an event that is about something within it. */
export const theConversation = (event: EventTable) => String(event.data.conversationId)
