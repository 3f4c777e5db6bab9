import { sql } from 'kysely'
import {
  notify,
  notifyAll,
  type EventTable,
  type Reaction,
  type Reactions,
} from '../../platform/events.ts'
import { dayIn } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { lineAbove } from '../org/delegation/queries.ts'
import { newId } from '../../platform/ids.ts'
import { assistantOf } from '../conversations/intervention/attending/queries.ts'
import type {} from '../conversations/table.ts'
import type {} from '../cycles/table.ts'
import { holdersOf } from '../org/grants/queries.ts'
import type { NoticeKind } from './contract.ts'
import { sendInvitation, sendReceipts, tellOutside } from './delivery/notices/queries.ts'
import './table.ts'

/** Tells one person, once per kind and subject; told again, the notice moves up unread. */
async function tell(
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
const bothAre =
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
async function secondPeople(db: Db, orgId: string): Promise<Set<string>> {
  const offices = await Promise.all(
    (['hrAdmin', 'securityAdmin'] as const).map((role) => holdersOf({ db, orgId }, role)),
  )
  return new Set(offices.flat())
}

/** Tells the person whom it concerns. */
const toPerson =
  (kind: NoticeKind): Reaction =>
  (db, event) =>
    tell(db, event, event.personId, kind, event.subjectId)

/** Tells everybody who may be the second person. */
const toSecondPeople =
  (kind: NoticeKind): Reaction =>
  async (db, event) => {
    for (const id of await secondPeople(db, event.orgId))
      await tell(db, event, id, kind, event.subjectId)
  }

/** Tells the owner of a passkey in any case: perhaps it was not the owner who did it. */
const toOwner =
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
const toOffices =
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

const managerOf = async (db: Db, { orgId, subjectId }: EventTable): Promise<string | null> =>
  (
    await db
      .selectFrom('conversation')
      .select('managerId')
      .where('orgId', '=', orgId)
      .where('id', '=', subjectId)
      .executeTakeFirst()
  )?.managerId ?? null

/** HR administration, but never the person it is about or somebody of their line. */
async function tellHr(db: Db, event: EventTable, kind: NoticeKind, except: string | null) {
  const { orgId, at, personId, subjectId } = event
  const { timezone } = await db
    .selectFrom('organization')
    .select('timezone')
    .where('id', '=', orgId)
    .executeTakeFirstOrThrow()
  const today = dayIn(timezone, at)
  const above = personId ? await lineAbove(db, { orgId, today }, personId) : []
  const manager = await managerOf(db, event)
  for (const id of await holdersOf({ db, orgId }, 'hrAdmin')) {
    if (id === personId || id === except || id === manager || above.includes(id)) continue
    if (personId && (await lineAbove(db, { orgId, today }, id)).includes(personId)) continue
    await tell(db, event, id, kind, subjectId)
  }
}

/** Whoever works on a case now. */
const tellWorker: Reaction = async (db, event) => {
  const it = await db
    .selectFrom('intervention')
    .select('hrId')
    .where('orgId', '=', event.orgId)
    .where('id', '=', event.subjectId)
    .executeTakeFirst()
  await tell(db, event, it?.hrId ?? null, 'caseAssigned', event.subjectId)
}

/** Whoever asked for HR beside the talk of a case hears that there is an answer. */
async function tellAskers(db: Db, event: EventTable) {
  const { rows } = await sql<{ askedBy: string; conversationId: string }>`
    select distinct q.asked_by, q.conversation_id
      from intervention_cause k join intervention_ask q on q.org_id = k.org_id
           and q.conversation_id = k.conversation_id and k.key = q.code || ':' || q.id::text
     where k.org_id = ${event.orgId} and k.intervention_id = ${event.subjectId}`.execute(db)
  for (const { askedBy, conversationId } of rows)
    await tell(db, event, askedBy, 'hrAnswered', conversationId)
}

/** The two, and HR that is to sit in. */
const threeAre =
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

const theConversation = (event: EventTable) => String(event.data.conversationId)

export const notificationsReactions: Reactions = {
  // One statement for a whole batch of a launch; a notice that is there already stays the only one.
  'cycle.participantsAdded': async (db, event) => {
    const added = await db
      .selectFrom('participation')
      .select(['personId', 'managerId', 'conversationId'])
      .where('orgId', '=', event.orgId)
      .where('id', '>=', String(event.data.from))
      .where('id', '<=', String(event.data.to))
      .where('cycleId', '=', event.subjectId)
      .execute()
    await sql`
      insert into notice (org_id, id, person_id, kind, subject_id, created_at)
      select ${event.orgId}, added.*, ${event.at}
        from (select id, person_id, 'cycleStarted', subject_id
                from unnest(${added.map(newId)}::uuid[], ${added.map((row) => row.personId)}::uuid[],
                            ${added.map((row) => row.conversationId)}::uuid[]) as row (id, person_id, subject_id)) added
      on conflict do nothing`.execute(db)
    // Whoever has the day's page open sees the new talk come in, managers as well.
    const people = new Set(added.flatMap((row) => [row.personId, row.managerId ?? []].flat()))
    await notifyAll(db, { org: event.orgId, kind: 'notice' }, [...people])
    await tellOutside(
      db,
      event,
      added.map(({ personId, conversationId }) => ({
        personId,
        kind: 'cycleStarted' as const,
        subjectId: conversationId,
      })),
    )
  },
  'cycle.nudged': toPerson('nudged'),
  'conversation.submitted': bothAre('partSubmitted'),
  'conversation.revealed': bothAre('revealed'),
  // Whoever has a stage by name; who is only told of one.
  'conversation.stageOpened': (db, event) =>
    tell(db, event, String(event.data.ownerId), 'stageYours', event.subjectId),
  'conversation.stageNoticed': async (db, event) => {
    const { to, ownerId } = event.data
    if (to === 'hr') return tellHr(db, event, 'stageNoticed', event.actorId)
    if (ownerId) await tell(db, event, String(ownerId), 'stageNoticed', event.subjectId)
    if (to === 'employee' || to === 'both')
      await tell(db, event, event.personId, 'stageNoticed', event.subjectId)
    if (to === 'manager' || to === 'both')
      await tell(db, event, await managerOf(db, event), 'stageNoticed', event.subjectId)
  },
  'conversation.sentBack': async (db, event) => {
    const back = await db
      .selectFrom('stage')
      .select(['kind', 'ownerId'])
      .where('orgId', '=', event.orgId)
      .where('runId', '=', event.subjectId)
      .where('key', '=', String(event.data.to))
      .executeTakeFirstOrThrow()
    const author =
      back.ownerId ?? (back.kind === 'selfAssessment' ? event.personId : await managerOf(db, event))
    await tell(db, event, author, 'stageReturned', event.subjectId)
  },
  // Both are to confirm: whoever presented as well.
  'conversation.presented': (db, event) => bothAre('presented')(db, { ...event, actorId: null }),
  'conversation.takenBack': bothAre('takenBack'),
  // Before both have read the result there is nothing the employee could have been told of.
  'conversation.ratingCalibrated': async (db, event) => {
    await tell(db, event, await managerOf(db, event), 'ratingCalibrated', event.subjectId)
    if (event.data.wasRead)
      await tell(db, event, event.personId, 'ratingCalibrated', event.subjectId)
  },
  'conversation.signed': bothAre('signed'),
  'conversation.sealed': async (db, event) => {
    await bothAre('sealed')(db, event)
    await sendReceipts(db, event)
  },
  // Whoever opened or took a record with a reason is known to the person it is about, at once.
  'conversation.recordRead': (db, event) =>
    tell(db, event, event.personId, 'recordRead', event.subjectId),
  'conversation.ratingsRead': (db, event) =>
    tell(db, event, event.personId, 'recordRead', event.subjectId),
  'conversation.exported': (db, event) =>
    tell(db, event, event.personId, 'recordExported', event.subjectId),
  'conversation.refusalNoted': (db, event) =>
    tell(db, event, String(event.data.witnessId), 'witnessAsked', event.subjectId),
  'conversation.witnessNamed': async (db, event) => {
    const { witnessId, withdrawnId } = event.data
    await tell(db, event, String(witnessId), 'witnessAsked', event.subjectId)
    if (withdrawnId) await tell(db, event, String(withdrawnId), 'witnessReleased', event.subjectId)
  },
  'conversation.witnessDeclined': (db, event) =>
    tell(db, event, String(event.data.notedBy), 'witnessDeclined', event.subjectId),
  'conversation.attachmentInfected': (db, event) =>
    tell(db, event, String(event.data.addedBy), 'fileInfected', event.subjectId),
  'invitation.made': async (db, event) => {
    if (event.data.byMail) await sendInvitation(db, event)
  },
  'delegation.asked': toPerson('delegationAsked'),
  'delegation.accepted': toPerson('delegationAccepted'),
  'delegation.declined': toPerson('delegationDeclined'),
  'delegation.withdrawn': toPerson('delegationWithdrawn'),
  // Everybody who may decide, but never the person it is about.
  'glass.asked': async (db, event) => {
    const talk = await db
      .selectFrom('conversation')
      .select('employeeId')
      .where('orgId', '=', event.orgId)
      .where('id', '=', theConversation(event))
      .executeTakeFirstOrThrow()
    for (const id of await secondPeople(db, event.orgId))
      if (id !== talk.employeeId) await tell(db, event, id, 'glassAsked', event.subjectId)
  },
  'chain.read': (db, event) => tell(db, event, event.personId, 'recordRead', event.subjectId),
  'chain.exportAsked': toSecondPeople('exportAsked'),
  'chain.recordsAsked': toSecondPeople('exportAsked'),
  'chain.exportApproved': toPerson('exportApproved'),
  'chain.exportDeclined': toPerson('exportDeclined'),
  'glass.approved': (db, event) =>
    tell(db, event, String(event.data.askedBy), 'glassApproved', event.subjectId),
  'glass.declined': (db, event) =>
    tell(db, event, String(event.data.askedBy), 'glassDeclined', event.subjectId),
  'glass.told': (db, event) =>
    tell(db, event, event.personId, 'glassOpened', theConversation(event)),
  // HR says who decides; the manager knows unless it is about them.
  'appeal.opened': async (db, event) => {
    await tellHr(db, event, 'appealOpened', event.actorId)
    if (!event.data.aboutManager)
      await tell(db, event, await managerOf(db, event), 'appealOpened', event.subjectId)
  },
  'appeal.named': async (db, event) => {
    await tell(db, event, String(event.data.handlerId), 'appealHandler', event.subjectId)
    await tell(db, event, event.personId, 'appealNamed', event.subjectId)
  },
  'appeal.recused': (db, event) => tellHr(db, event, 'appealRecused', event.actorId),
  'appeal.decided': async (db, event) => {
    await tell(db, event, event.personId, 'appealDecided', event.subjectId)
    if (!event.data.aboutManager)
      await tell(db, event, await managerOf(db, event), 'appealDecided', event.subjectId)
  },
  'appeal.withdrawn': async (db, event) => {
    const { handlerId } = event.data
    if (handlerId) await tell(db, event, String(handlerId), 'appealWithdrawn', event.subjectId)
    else await tellHr(db, event, 'appealWithdrawn', event.actorId)
  },
  // What brought HR in is said to HR alone; the two hear of it once somebody is to sit in.
  'intervention.fired': tellWorker,
  'intervention.recused': tellWorker,
  'intervention.handedOver': tellWorker,
  'intervention.accepted': async (db, event) => {
    const it = await db
      .selectFrom('intervention')
      .select(['conversationId', 'sitsIn'])
      .where('orgId', '=', event.orgId)
      .where('id', '=', event.subjectId)
      .executeTakeFirstOrThrow()
    if (it.sitsIn) await bothAre('hrJoins', () => it.conversationId)(db, event)
    else await tellAskers(db, event)
  },
  'intervention.declined': tellAskers,
  'intervention.answered': async (db, event) => {
    const said = await db
      .selectFrom('attendance')
      .select(['answer', 'hrId', 'interventionId'])
      .where('orgId', '=', event.orgId)
      .where('id', '=', event.subjectId)
      .executeTakeFirstOrThrow()
    if (said.answer === 'welcome') return
    await tell(db, event, said.hrId, 'hrNotWanted', said.interventionId)
    await tellWorker(db, { ...event, subjectId: said.interventionId })
  },
  'privacy.asked': (db, event) => tellHr(db, event, 'privacyAsked', event.actorId),
  'privacy.answered': (db, event) =>
    tell(db, event, event.personId, 'privacyAnswered', event.subjectId),
  'merge.made': (db, event) => tell(db, event, event.personId, 'accountsMerged', event.subjectId),
  'merge.undone': async (db, event) => {
    for (const id of [event.personId, String(event.data.mergedId)])
      await tell(db, event, id, 'accountsApart', event.subjectId)
  },
  'erasure.asked': async (db, event) => {
    for (const id of await holdersOf({ db, orgId: event.orgId }, 'securityAdmin'))
      if (id !== event.personId) await tell(db, event, id, 'erasureAsked', event.subjectId)
  },
  'erasure.declined': (db, event) =>
    tell(db, event, String(event.data.askedBy), 'erasureDeclined', event.subjectId),
  'erasure.done': async (db, event) => {
    await tell(db, event, event.personId, 'recordErased', event.subjectId)
    await tell(db, event, String(event.data.askedBy), 'recordErased', event.subjectId)
  },
  'amendment.asked': (db, event) => tellHr(db, event, 'amendmentAsked', event.actorId),
  'amendment.approved': bothAre('amendmentOpened'),
  // What was only asked for, the two have not heard of.
  'amendment.withdrawn': async (db, event) => {
    if (event.data.version !== null) await bothAre('amendmentWithdrawn')(db, event)
  },
  'amendment.declined': (db, event) =>
    tell(db, event, String(event.data.askedBy), 'amendmentDeclined', event.subjectId),
  'passkey.added': toOwner('passkeyAdded'),
  'passkey.removed': toOwner('passkeyRemoved'),
  'passkey.suspended': toOwner('passkeySuspended'),
  'factor.turnedOn': toOwner('factorOn'),
  'factor.turnedOff': toOwner('factorOff'),
  'factor.codesRenewed': toOwner('factorCodes'),
  'factor.recovered': toOwner('factorRecovered'),
  'factor.reset': toOwner('factorReset'),
  'factor.resetAsked': toOffices('factorResetAsked'),
  'meeting.booked': threeAre('meetingBooked'),
  'meeting.rescheduled': threeAre('meetingMoved'),
  'meeting.roomMoved': threeAre('meetingRoomMoved'),
  'meeting.cancelled': threeAre('meetingCancelled'),
  'commitment.kept': bothAre('commitmentSettled', theConversation),
  'commitment.notKept': bothAre('commitmentSettled', theConversation),
}
