import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../../../platform/events.ts'
import { conflict, demand, invalid, missing, refuse } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { isSteppedUp } from '../../../accounts/rules.ts'
import { sign as acknowledge } from '../../../sealing/handlers.ts'
import { conversationsContract, type PersonRef } from '../../contract.ts'
import { isBeingAmended } from '../../amending/underway/queries.ts'
import { peopleRefs, personRef } from '../../people/queries.ts'
import { refusalOf } from '../../actions/policy.ts'
import { conversationFor, findConversation, holdConversation } from '../../queries.ts'
import { sealConversation, signatureOf } from '../queries.ts'
import {
  accountFor,
  askWitness,
  candidatesFor,
  conflictOf,
  demandWitness,
  hasDeclined,
  noteOf,
  requestsOf,
} from './queries.ts'

const os = implement(conversationsContract).$context<Context>()

const witnesses = os.witnesses.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const found = await conversationFor(db, context, input.id, 'read')
  const { is, viewer, facts } = found
  if (!is.includes('manager') && !is.includes('formerManager'))
    demand(refusalOf('nameWitness', viewer, is, facts))
  const { recordVersion: version } = found
  const note = facts.refusalNotedAt && (await noteOf(db, orgId, found.id, version))
  const requests = await requestsOf(db, orgId, found.id, version)
  const me = context.actor.personId
  const asked = [me, ...requests.flatMap((one) => (one.declinedAt ? one.witnessId : []))]
  const about = { ...found, notedBy: note ? note.notedBy : me }
  const free = (await candidatesFor(context, about, { text: input.text })).filter(
    ({ id, refusal }) => refusal === null && !asked.includes(id),
  )
  const ids = free.slice(0, 20).map(({ id }) => id)
  const people = await peopleRefs(context, ids)
  return ids.map((id) => people.get(id)!)
})

const toCountersign = os.toCountersign.handler(async ({ context }) => {
  const { db, orgId, actor, today } = context
  const { rows } = await sql<{
    id: string
    version: number
    title: string
    employee: PersonRef
    manager: PersonRef
    reason: string
    notedAt: Date
    presentedAt: Date
    presentedHash: string
    employeeOpenedAt: Date | null
    countersignedAt: Date | null
    employeeId: string
    managerId: string | null
    notedBy: string
    departmentId: string
  }>`
    select c.id, c.employee_id, c.manager_id, c.department_id, n.noted_by, n.record_version as version, c.title, ${personRef('c.employee_id', today)} as employee, ${personRef('n.noted_by', today)} as manager, n.reason, n.noted_at,
      c.presented_at, c.presented_hash, n.countersigned_at,
      (select min(r.at) from reading r where r.org_id = c.org_id and r.conversation_id = c.id
        and r.record_version = c.record_version and r.person_id = c.employee_id) as employee_opened_at
      from refusal_note n
      join conversation c on c.org_id = n.org_id and c.id = n.conversation_id and c.record_version = n.record_version
     where n.org_id = ${orgId} and n.witness_id = ${actor.personId} and not ${hasDeclined}
       and (n.countersigned_at is not null or ((c.sealed_at is null or ${isBeingAmended}) and c.presented_hash is not null))
     order by n.noted_at desc limit 50`.execute(db)
  const items = []
  for (const {
    presentedHash,
    version,
    employeeId,
    managerId,
    notedBy,
    departmentId,
    ...row
  } of rows) {
    const about = { employeeId, managerId, notedBy, departmentId }
    items.push({
      ...row,
      reason: await accountFor(context, row.id, version, row.reason),
      shownHash: presentedHash,
      refusals: {
        countersign: row.countersignedAt ? null : await conflictOf(context, about, actor.personId),
      },
    })
  }
  return items
})

/** The second person has no other way in than the note that names them. */
const countersign = os.countersign.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  await holdConversation(db, orgId, input.id, 'decide')
  const found = await findConversation(db, context, input.id)
  const note = found && (await noteOf(db, orgId, input.id, found.recordVersion))
  if (!found || !note || note.witnessId !== actor.personId) throw missing()
  if (note.countersignedAt && found.sealedAt) return { sealedAt: found.sealedAt }
  const requests = await requestsOf(db, orgId, found.id, found.recordVersion)
  if (requests.findLast(({ witnessId }) => witnessId === actor.personId)?.declinedAt)
    throw refuse('conversations.youDeclined')
  demand(
    found.sealedAt
      ? 'conversations.sealed'
      : found.closedAt
        ? 'conversations.closed'
        : found.presentedHash
          ? null
          : 'conversations.notPresented',
  )
  // Somebody who has come to depend on one of the two since being asked confirms nothing (E05).
  demand(await conflictOf(context, { ...found, notedBy: note.notedBy }, actor.personId))
  demand(isSteppedUp(actor.steppedUpAt, now) ? null : 'conversations.stepUpFirst')
  if (input.shownHash !== found.presentedHash) throw conflict('conversations.pageChanged')
  const act = {
    recordId: found.id,
    version: found.recordVersion,
    shownHash: input.shownHash,
  }

  if (!(await signatureOf(db, orgId, found.id, found.recordVersion, found.employeeId))) {
    // The refusal is the manager's observation: its proof is where and when the manager noted it.
    const noting = {
      ...context,
      actor: { ...actor, personId: note.notedBy, ip: note.ip, userAgent: note.userAgent },
    }
    await acknowledge(db, noting, {
      ...act,
      outcome: 'refused',
      role: 'employee',
      statement: note.statement,
      person: { id: found.employeeId, name: found.snapshot.name },
    })
  }
  await acknowledge(db, context, {
    ...act,
    outcome: 'agreed',
    role: 'witness',
    statement: await accountFor(context, found.id, found.recordVersion, note.reason),
  })
  await db
    .updateTable('refusalNote')
    .set({ countersignedAt: now })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('recordVersion', '=', found.recordVersion)
    .execute()
  await record(db, context, 'conversation.countersigned', {
    subjectId: found.id,
    personId: found.employeeId,
  })
  const sealedAt = await sealConversation(db, context, found, 'refused', (stage) => ({
    type: 'done',
    stage,
    by: actor.personId,
  }))
  return { sealedAt }
})

/** Somebody else is asked instead; who was asked before is told, and stays in the trail. */
const nameWitness = os.nameWitness.handler(async ({ input, context }) => {
  const { db, orgId, now } = context
  const { witnessId } = input
  const found = await conversationFor(db, context, input.id, 'nameWitness', 'decide')
  const { recordVersion: version } = found
  const note = (await noteOf(db, orgId, found.id, version))!
  const requests = await requestsOf(db, orgId, found.id, version)
  const isOpen = (request: (typeof requests)[number]) =>
    request.declinedAt === null && request.withdrawnAt === null
  if (requests.some((request) => request.witnessId === witnessId && request.declinedAt))
    throw invalid('conversations.witnessDeclined', {}, 'witnessId')
  // Asked twice, it is done once.
  if (note.witnessId === witnessId) return
  await demandWitness(context, found, note.notedBy, witnessId)
  const before = requests.find(isOpen)
  if (before)
    await db
      .updateTable('witnessRequest')
      .set({ withdrawnAt: now })
      .where('orgId', '=', orgId)
      .where('id', '=', before.id)
      .execute()
  await askWitness(context, found, witnessId)
  await db
    .updateTable('refusalNote')
    .set({ witnessId })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('recordVersion', '=', version)
    .execute()
  await record(db, context, 'conversation.witnessNamed', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { witnessId, withdrawnId: before?.witnessId ?? null },
  })
})

/** The second person says no; whoever noted the refusal is told and names somebody else. */
const declineWitness = os.declineWitness.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  await holdConversation(db, orgId, input.id, 'decide')
  const found = await findConversation(db, context, input.id)
  const note = found && (await noteOf(db, orgId, input.id, found.recordVersion))
  if (!found || !note || note.witnessId !== actor.personId) throw missing()
  demand(found.sealedAt ? 'conversations.sealed' : found.closedAt ? 'conversations.closed' : null)
  const requests = await requestsOf(db, orgId, found.id, found.recordVersion)
  const mine = requests.findLast(({ witnessId }) => witnessId === actor.personId)
  if (!mine || mine.declinedAt) return
  await db
    .updateTable('witnessRequest')
    .set({ declinedAt: now, declineReason: input.reason })
    .where('orgId', '=', orgId)
    .where('id', '=', mine.id)
    .execute()
  await record(db, context, 'conversation.witnessDeclined', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { witnessId: actor.personId, notedBy: note.notedBy },
  })
})

export const witnessHandlers = {
  witnesses,
  toCountersign,
  countersign,
  nameWitness,
  declineWitness,
}
