import { json, type Database, type Db } from '../../../platform/database.ts'
import { dayIn } from '../../../platform/clock.ts'
import { record } from '../../../platform/events.ts'
import type { JobHandlers } from '../../../platform/jobs.ts'
import type {} from '../table.ts'
import { writeReview } from './applying/handlers.ts'
import { holdReportingLines } from './applying/queries.ts'
import { importQueue } from './handlers.ts'
import { freshReview } from './queries.ts'
import type { OrgImportTable } from './table.ts'
import type { Review } from './verdicts/rules.ts'

type Doors = Pick<Database, 'inOrg'>

/**
 * Writes confirmed imports: everything in one transaction, progress outside it for those who wait.
 * A killed worker leaves nothing behind and the job starts again.
 */
export const importJobs = (database: Doors, clock: () => Date = () => new Date()): JobHandlers => ({
  [importQueue]: async ({ orgId, importId }) => {
    const progress = throttled((rows) =>
      setOutside(database, orgId!, importId!, { progress: Math.floor(rows) }),
    )
    try {
      await database.inOrg(orgId!, (db) => write(db, orgId!, importId!, clock(), progress))
    } catch (error) {
      const failure = failureOf(error)
      if (!failure) throw error
      await setOutside(database, orgId!, importId!, { failedAt: clock(), failure })
    }
  },
})

class Changed extends Error {}

// What the database refuses it refuses again: the person hears of it instead of a job that repeats.
const failureOf = (error: unknown): string | null =>
  error instanceof Changed
    ? 'org.importChangedMeanwhile'
    : String((error as { code?: string }).code).startsWith('23')
      ? 'org.importRefusedByDatabase'
      : null

async function write(
  db: Db,
  orgId: string,
  importId: string,
  now: Date,
  progress: (rows: number) => Promise<void>,
): Promise<void> {
  await holdReportingLines(db, orgId)
  const stored = await db
    .selectFrom('orgImport')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', importId)
    .executeTakeFirstOrThrow()
  if (!stored.confirmedAt || stored.appliedAt || stored.failedAt || stored.discardedAt) return
  const org = await db
    .selectFrom('organization')
    .selectAll()
    .where('id', '=', orgId)
    .executeTakeFirstOrThrow()
  const today = dayIn(org.timezone, now)
  const { review, people } = await freshReview({ db, orgId, org, today }, stored)
  if (!isAsConfirmed(review, stored)) throw new Changed()
  const leavers = stored.coverage === 'whole' && stored.absent === 'leave' ? review.absent : []
  const writing = { orgId, actorId: stored.confirmedBy, now, today }
  const effects = await writeReview(db, writing, review, people, leavers, progress)
  await db
    .insertInto('orgImportEffect')
    .values(effects.map((effect, n) => ({ orgId, importId, n, effect: json(effect) })))
    .execute()
  const data = { ...review.counts, leavers: leavers.length }
  const appliedEventId = await record(db, writing, 'org.imported', { subjectId: importId, data })
  await db
    .updateTable('orgImport')
    .set({
      appliedAt: now,
      appliedEventId,
      appliedCounts: json(review.counts),
      progress: stored.rowCount,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', importId)
    .execute()
}

const isAsConfirmed = (review: Review, stored: OrgImportTable): boolean =>
  Object.entries(review.counts).every(
    ([verdict, count]) => stored.confirmedCounts?.[verdict] === count,
  ) &&
  (!review.needsSecondPerson || stored.approvedRevision === stored.revision)

const setOutside = (
  database: Doors,
  orgId: string,
  importId: string,
  change: Partial<Pick<OrgImportTable, 'progress' | 'failedAt' | 'failure'>>,
) =>
  database.inOrg(orgId, async (db) => {
    await db
      .updateTable('orgImport')
      .set(change)
      .where('orgId', '=', orgId)
      .where('id', '=', importId)
      .execute()
  })

/** At most four times a second; whoever watches sees no more. */
function throttled(tell: (rows: number) => Promise<void>): (rows: number) => Promise<void> {
  let last = 0
  return async (rows) => {
    if (Date.now() - last < 250) return
    last = Date.now()
    await tell(rows)
  }
}
