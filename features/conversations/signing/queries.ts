import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { seal } from '../../sealing/handlers.ts'
import { finishAmendment } from '../amending/queries.ts'
import { isBeingAmended } from '../amending/underway/queries.ts'
import type { JsonObject } from '../../sealing/canonical/rules.ts'
import type { FlowEvent } from '../../flows/rules.ts'
import type { Outcome } from '../contract.ts'
import type { Conversation } from '../queries.ts'
import { proceed, type Doing } from '../stages/queries.ts'
import { witnessGraceDays } from './witness/rules.ts'

/** What both were shown, as a value; its canonical bytes are what the seal holds. */
export async function presentedRecord(db: Db, orgId: string, id: string): Promise<JsonObject> {
  const row = await db
    .selectFrom('presentedPage')
    .select('bytes')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', id)
    .executeTakeFirst()
  if (!row) throw new Error(`conversation ${id} was never presented`)
  return JSON.parse(row.bytes.toString('utf8')) as JsonObject
}

/**
 * The last acknowledgement is in: run, seal and event in this transaction, or none of them.
 * @param signing what it means to the run: done by whoever signed last, or overdue.
 */
export async function sealConversation(
  db: Db,
  doing: Doing,
  conversation: Conversation,
  outcome: Outcome,
  signing: (stage: string) => FlowEvent,
): Promise<Date> {
  const { orgId } = doing
  const { id, employeeId, managerId, recordVersion: version } = conversation
  const stages = await db
    .selectFrom('stage')
    .select(['key', 'kind'])
    .where('orgId', '=', orgId)
    .where('runId', '=', id)
    .where((row) => row.and([row('doneAt', 'is', null), row('skippedAt', 'is', null)]))
    .orderBy('position')
    .execute()
  const keyOf = (kind: string) => stages.find((stage) => stage.kind === kind)?.key
  const signature = keyOf('signature')
  if (signature) await proceed(db, doing, conversation, signing(signature))
  const archive = keyOf('archive')
  if (archive) await proceed(db, doing, conversation, { type: 'done', stage: archive, by: null })
  const shown = await presentedRecord(db, orgId, id)
  const sealed = await seal(db, doing, {
    recordId: id,
    version,
    record: shown,
    participants: [employeeId, ...(managerId ? [managerId] : [])],
  })
  // Everybody else who seals waits until this is written: it travels together.
  await Promise.all([
    db
      .updateTable('conversation')
      .set({ sealedAt: sealed.sealedAt, sealHash: sealed.hash, outcome })
      .where('orgId', '=', orgId)
      .where('id', '=', id)
      .execute(),
    finishAmendment(db, orgId, id, sealed.sealedAt),
    record(db, doing, 'conversation.sealed', {
      subjectId: id,
      personId: employeeId,
      data: {
        outcome,
        version,
        leafIndex: sealed.leafIndex,
        cycleId: conversation.cycleId,
        managerId,
      },
    }),
  ])
  return sealed.sealedAt
}

/** The signature of somebody in some role for the version now presented. */
export const signatureOf = (
  db: Db,
  orgId: string,
  recordId: string,
  version: number,
  personId: string,
) =>
  db
    .selectFrom('signature')
    .select(['outcome', 'at', 'shownHash', 'role'])
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '=', version)
    .where('personId', '=', personId)
    .executeTakeFirst()

/**
 * Conversations whose day for signing has passed while the employee has not answered, oldest first. A
 * refusal that only the manager noted gives a second person some days more; one that the employee
 * gave in person is an answer, and never among them.
 */
export async function unanswered(
  db: Db,
  orgId: string,
  today: string,
  only: string | null = null,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from stage s join conversation c on c.org_id = s.org_id and c.id = s.run_id
     where s.org_id = ${orgId} and s.kind = 'signature' and s.opened_at is not null and s.done_at is null and s.skipped_at is null
       and s.due_on < ${today} and c.presented_at is not null and c.closed_at is null
       and (c.sealed_at is null or ${isBeingAmended})
       and not exists (select from appeal d where d.org_id = c.org_id and d.conversation_id = c.id
         and d.decided_at is null and d.kind = 'dispute')
       and (c.manager_id is null or exists (select from signature m where m.org_id = c.org_id and m.record_id = c.id
         and m.version = c.record_version and m.role = 'manager'))
       and not exists (select from signature e where e.org_id = c.org_id and e.record_id = c.id
         and e.version = c.record_version and e.role = 'employee')
       and (s.due_on + ${witnessGraceDays}::int < ${today}::date
         or not exists (select from refusal_note r where r.org_id = c.org_id and r.conversation_id = c.id
           and r.record_version = c.record_version))
       and (${only}::uuid is null or c.id = ${only})
     order by s.due_on limit 500`.execute(db)
  return rows.map(({ id }) => id)
}
