import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { addDays, dayIn } from '../../../platform/clock.ts'
import type { Db } from '../../../platform/database.ts'
import { record, type Reactions } from '../../../platform/events.ts'
import type { Files } from '../../../platform/files.ts'
import { canonicalText } from '../../sealing/canonical/rules.ts'
import { enterInLog } from '../../sealing/signing/leaves/handlers.ts'
import { retentionOf } from './rules.ts'
import './table.ts'

/**
 * Carries out what two people decided: words, search and files go, the log says that they went and
 * why, and last the keys without which the sealed bytes are noise. Every other proof stays whole.
 */
export const privacyReactions = (files: Pick<Files, 'remove'>): Reactions => ({
  'erasure.approved': async (db, event) => {
    const { orgId, subjectId: recordId } = event
    const erasure = await db
      .selectFrom('erasure')
      .selectAll()
      .where('orgId', '=', orgId)
      .where('id', '=', String(event.data.erasureId))
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (erasure.erasedAt || !erasure.approvedAt) return
    // A hold that came in between wins; lifted, it is asked for anew.
    if (await isHeld(db, orgId, recordId)) return stop(db, orgId, erasure.id)
    const fileIds = await eraseWords(db, orgId, recordId)
    const org = await db
      .selectFrom('organization')
      .select(['timezone', 'settings'])
      .where('id', '=', orgId)
      .executeTakeFirstOrThrow()
    const salt = randomBytes(32)
    const said = (pid: string) =>
      canonicalText({
        schema: 'cuxi/erasure/1',
        record_pid: pid,
        basis: erasure.basis.normalize('NFC'),
        asked_by: erasure.askedBy,
        approved_by: erasure.decidedBy,
      })
    let statement = ''
    const entered = await enterInLog(db, orgId, {
      kind: 'erase',
      recordId,
      version: await newestVersion(db, orgId, recordId),
      prev: null,
      actorId: erasure.decidedBy,
      salt,
      bytes: (pid) => (statement = said(pid)),
    })
    await shred(db, orgId, recordId)
    await db
      .updateTable('erasure')
      .set({
        erasedAt: entered.at,
        salt,
        statement,
        epoch: entered.epoch,
        leafIndex: entered.leafIndex,
        backupsUntil: addDays(dayIn(org.timezone, entered.at), retentionOf(org).backupDays),
      })
      .where('orgId', '=', orgId)
      .where('id', '=', erasure.id)
      .execute()
    await record(db, { orgId, actorId: null, now: event.at }, 'erasure.done', {
      subjectId: recordId,
      ...(event.personId && { personId: event.personId }),
      data: { leafIndex: entered.leafIndex, askedBy: erasure.askedBy },
    })
    for (const id of fileIds) await files.remove(orgId, id)
  },
})

async function isHeld(db: Db, orgId: string, recordId: string): Promise<boolean> {
  const hold = await db
    .selectFrom('dataHold')
    .select('id')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', recordId)
    .where('kind', '=', 'legalHold')
    .where('liftedAt', 'is', null)
    .executeTakeFirst()
  return hold !== undefined
}

const stop = async (db: Db, orgId: string, id: string) =>
  void (await db
    .updateTable('erasure')
    .set({ approvedAt: null })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute())

async function newestVersion(db: Db, orgId: string, recordId: string): Promise<number> {
  const row = await db
    .selectFrom('sealedVersion')
    .select((each) => each.fn.max('version').as('version'))
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .executeTakeFirst()
  return row?.version ?? 0
}

/** Everything the tables hold of what was said. @returns the files whose bytes go with it */
async function eraseWords(db: Db, orgId: string, recordId: string): Promise<string[]> {
  const ofRecord = sql`org_id = ${orgId} and conversation_id = ${recordId}`
  const parts = sql`(select id from part where ${ofRecord})`
  const cases = sql`(select id from intervention where ${ofRecord})`
  const promises = sql`(select id from commitment where ${ofRecord})`
  const { rows } = await sql<{ fileId: string }>`
    select file_id from attachment where ${ofRecord} and file_id is not null`.execute(db)
  const fileIds = rows.map(({ fileId }) => fileId)
  for (const statement of [
    sql`delete from answer_revision where org_id = ${orgId} and part_id in ${parts}`,
    sql`delete from answer where org_id = ${orgId} and part_id in ${parts}`,
    sql`delete from contribution where ${ofRecord}`,
    sql`delete from rating_calibration where ${ofRecord}`,
    sql`delete from hint_put_away where ${ofRecord}`,
    sql`update sent_back set reason = '' where org_id = ${orgId} and run_id = ${recordId}`,
    sql`delete from check_in where org_id = ${orgId} and commitment_id in ${promises}`,
    sql`delete from commitment where ${ofRecord}`,
    sql`delete from plan_line where ${ofRecord}`,
    sql`delete from minutes_update where ${ofRecord}`,
    sql`delete from presented_page where ${ofRecord}`,
    sql`delete from record_words where ${ofRecord}`,
    sql`delete from attachment where ${ofRecord}`,
    sql`delete from file_hold where org_id = ${orgId} and file_id = any(${fileIds}::uuid[])`,
    sql`delete from file where org_id = ${orgId} and id = any(${fileIds}::uuid[])`,
    sql`delete from signature where org_id = ${orgId} and record_id = ${recordId}`,
    sql`update refusal_note set reason = '', statement = null where ${ofRecord}`,
    sql`update witness_request set decline_reason = null where ${ofRecord}`,
    sql`update taken_back set reason = '' where ${ofRecord}`,
    sql`delete from case_note where org_id = ${orgId} and intervention_id in ${cases}`,
    sql`update intervention_step set reason = null where org_id = ${orgId} and intervention_id in ${cases}`,
    sql`update intervention_ask set reason = '' where ${ofRecord}`,
    sql`update attendance set answer_reason = null where ${ofRecord}`,
    sql`update meeting set place = '', agenda = '[]' where ${ofRecord}`,
    sql`delete from amendment_copy where ${ofRecord}`,
    sql`update amendment set reason = '', withdraw_reason = case when withdraw_reason is not null then '' end where ${ofRecord}`,
    sql`update appeal set reason = '', wish = '', answer = case when answer is not null then '' end where ${ofRecord}`,
    sql`update appeal_step set reason = null where org_id = ${orgId} and appeal_id in (select id from appeal where ${ofRecord})`,
  ])
    await statement.execute(db)
  return fileIds
}

/** Without these the sealed bytes cannot be read, nor the log's random names be told whose they are. */
async function shred(db: Db, orgId: string, recordId: string) {
  for (const table of ['sealSecret', 'sealPid'] as const)
    await db.deleteFrom(table).where('orgId', '=', orgId).where('recordId', '=', recordId).execute()
}
