import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../../../platform/events.ts'
import { conflict, demand, missing, refuse } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { isSteppedUp } from '../../../accounts/rules.ts'
import { sign as acknowledge } from '../../../sealing/handlers.ts'
import { peopleOn } from '../../../org/queries.ts'
import { conversationsContract, type PersonRef } from '../../contract.ts'
import { personRef } from '../../people/queries.ts'
import { conversationFor, findConversation, holdConversation } from '../../queries.ts'
import { sealConversation, signatureOf } from '../queries.ts'

const os = implement(conversationsContract).$context<Context>()

const witnesses = os.witnesses.handler(async ({ input, context }) => {
  const { db, orgId, today } = context
  const found = await conversationFor(db, context, input.id, 'read')
  if (!found.is.includes('manager') && !found.is.includes('formerManager'))
    throw refuse('conversations.managerOnly')
  const text = `${input.text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<PersonRef>`
    select p.id, p.name, p.employee_no, p.department, p.position
      from ${peopleOn(today)} p
     where p.org_id = ${orgId} and p.account_id is not null and (p.left_on is null or p.left_on > ${today})
       and p.id <> ${found.employeeId} and p.id is distinct from ${found.managerId}
       and (p.name like ${text} or lower(p.employee_no) like ${text} or p.pinyin like ${text} or p.initials like ${text})
     order by p.name collate "zh-x-icu", p.id limit 20`.execute(db)
  return rows
})

const toCountersign = os.toCountersign.handler(async ({ context: { db, orgId, actor, today } }) => {
  const { rows } = await sql<{
    id: string
    title: string
    employee: PersonRef
    manager: PersonRef
    reason: string
    notedAt: Date
    presentedAt: Date
    presentedHash: string
    employeeOpenedAt: Date | null
    countersignedAt: Date | null
  }>`
    select c.id, c.title, ${personRef('c.employee_id', today)} as employee, ${personRef('n.noted_by', today)} as manager, n.reason, n.noted_at,
      c.presented_at, c.presented_hash, n.countersigned_at,
      (select min(r.at) from reading r where r.org_id = c.org_id and r.conversation_id = c.id
        and r.record_version = c.record_version and r.person_id = c.employee_id) as employee_opened_at
      from refusal_note n
      join conversation c on c.org_id = n.org_id and c.id = n.conversation_id and c.record_version = n.record_version
     where n.org_id = ${orgId} and n.witness_id = ${actor.personId}
       and (n.countersigned_at is not null or (c.sealed_at is null and c.presented_hash is not null))
     order by n.noted_at desc limit 50`.execute(db)
  return rows.map(({ presentedHash, ...row }) => ({ ...row, shownHash: presentedHash }))
})

/** The second person has no other way in than the note that names them. */
const countersign = os.countersign.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  await holdConversation(db, orgId, input.id, 'decide')
  const found = await findConversation(db, context, input.id)
  const note = found && (await noteOf(context, input.id, found.recordVersion))
  if (!found || !note || note.witnessId !== actor.personId) throw missing()
  if (note.countersignedAt && found.sealedAt) return { sealedAt: found.sealedAt }
  demand(
    found.sealedAt
      ? 'conversations.sealed'
      : found.closedAt
        ? 'conversations.closed'
        : found.presentedHash
          ? null
          : 'conversations.notPresented',
  )
  demand(isSteppedUp(actor.steppedUpAt, now) ? null : 'conversations.stepUpFirst')
  if (input.shownHash !== found.presentedHash) throw conflict('conversations.pageChanged')
  const act = {
    recordId: found.id,
    version: found.recordVersion,
    shownHash: input.shownHash,
    level: 'S1' as const,
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
    statement: note.reason,
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

const noteOf = ({ db, orgId }: Context, conversationId: string, version: number) =>
  db
    .selectFrom('refusalNote')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .where('recordVersion', '=', version)
    .executeTakeFirst()

export const witnessHandlers = { witnesses, toCountersign, countersign }
