import type { Database, Db } from '../../../../platform/database.ts'
import { record } from '../../../../platform/events.ts'
import type { Files } from '../../../../platform/files.ts'
import type { Jobs, JobHandlers } from '../../../../platform/jobs.ts'
import { scansQueue } from './rules.ts'

/** Asked for once an hour beside the retries of a job that failed: nothing is held for good. */
export const askForScans = (db: Db, jobs: Jobs) => jobs.enqueue(db, scansQueue, {}, 'all')

/** Files that could not be scanned on the day they came are scanned later. */
export const scansJobs = (services: { database: Database; files: Files }): JobHandlers => ({
  [scansQueue]: () => scanHeld(services, new Date()),
})

/**
 * Looks at every held file once more, each in a transaction of its own.
 * @throws Error while the scanner cannot be reached, so that the job is tried again later.
 */
export async function scanHeld(
  { database, files }: { database: Database; files: Files },
  now: Date,
): Promise<void> {
  const organizations = await database.inOrg(null, (db) =>
    db.selectFrom('organization').select('id').execute(),
  )
  for (const { id: orgId } of organizations) {
    const held = await database.inOrg(orgId, (db) =>
      db
        .selectFrom('fileHold')
        .select('fileId')
        .where('orgId', '=', orgId)
        .where('infectedAt', 'is', null)
        .orderBy('since')
        .limit(1000)
        .execute(),
    )
    for (const { fileId } of held) {
      const verdict = await database.inOrg(orgId, (db) => scanOne(db, files, orgId, fileId, now))
      if (verdict === 'unreachable') throw new Error('the virus scanner cannot be reached')
    }
  }
}

async function scanOne(db: Db, files: Files, orgId: string, fileId: string, now: Date) {
  const verdict = await files.rescan(db, orgId, fileId, now)
  if (verdict === 'unreachable') return verdict
  const attachment = await db
    .selectFrom('attachment')
    .innerJoin('conversation', (join) =>
      join
        .onRef('conversation.orgId', '=', 'attachment.orgId')
        .onRef('conversation.id', '=', 'attachment.conversationId'),
    )
    .select(['attachment.id', 'attachment.addedBy', 'conversation.id as conversationId'])
    .select('conversation.employeeId')
    .where('attachment.orgId', '=', orgId)
    .where('attachment.fileId', '=', fileId)
    .executeTakeFirst()
  if (attachment)
    await record(
      db,
      { orgId, actorId: null, now },
      verdict === 'clean' ? 'conversation.attachmentCleared' : 'conversation.attachmentInfected',
      {
        subjectId: attachment.conversationId,
        personId: attachment.employeeId,
        data: { attachmentId: attachment.id, addedBy: attachment.addedBy },
      },
    )
  return verdict
}
