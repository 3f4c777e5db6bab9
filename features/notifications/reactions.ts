import { sql } from 'kysely'
import { notifyAll, type Reactions } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import type {} from '../conversations/table.ts'
import type {} from '../cycles/table.ts'
import { holdersOf } from '../org/grants/queries.ts'
import {
  sendCheckpoints,
  sendInvitation,
  sendReceipts,
  tellOutside,
} from './delivery/notices/queries.ts'
import {
  bothAre,
  letGo,
  managerOf,
  outsideLine,
  secondPeople,
  tell,
  tellAskers,
  tellHr,
  tellWorker,
  theConversation,
  threeAre,
  toOffices,
  toOwner,
  toPerson,
  toSecondPeople,
} from './hearers/queries.ts'
import './table.ts'

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
  'checkpoint.kept': sendCheckpoints,
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
  'conversation.signed': (db, event) =>
    bothAre(event.data.outcome === 'refused' ? 'refused' : 'signed')(db, event),
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
  // Everybody who may decide: nobody of the line of the person it is about.
  'glass.asked': async (db, event) => {
    const { employeeId: personId, managerId } = await db
      .selectFrom('conversation')
      .select(['employeeId', 'managerId'])
      .where('orgId', '=', event.orgId)
      .where('id', '=', theConversation(event))
      .executeTakeFirstOrThrow()
    const people = await secondPeople(db, event)
    for (const id of await outsideLine(db, event, people, { personId, managerId }))
      await tell(db, event, id, 'glassAsked', event.subjectId)
  },
  'chain.read': (db, event) => tell(db, event, event.personId, 'recordRead', event.subjectId),
  'chain.exportAsked': toSecondPeople('exportAsked'),
  'chain.recordsAsked': toSecondPeople('exportAsked'),
  'chain.exportApproved': toPerson('exportApproved'),
  'chain.exportDeclined': toPerson('exportDeclined'),
  'chain.exportWithdrawn': letGo,
  'glass.approved': (db, event) =>
    tell(db, event, String(event.data.askedBy), 'glassApproved', event.subjectId),
  'glass.declined': (db, event) =>
    tell(db, event, String(event.data.askedBy), 'glassDeclined', event.subjectId),
  'glass.withdrawn': letGo,
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
    for (const id of await holdersOf({ db, orgId: event.orgId, now: event.at }, 'securityAdmin'))
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
  'account.newDevice': toOwner('newDevice'),
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
