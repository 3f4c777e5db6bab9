import type { Database, Db } from '../../../platform/database.ts'
import type { JobHandlers, Jobs } from '../../../platform/jobs.ts'
import { errorFacts, log } from '../../../platform/log.ts'
import { checkOrganization, lastCheck } from './queries.ts'
import { isDue } from './rules.ts'

/** The queue of the nightly self-check. Asked for once an hour; it looks itself whose night it is. */
export const selfCheckQueue = 'admin.selfCheck'

export const askForSelfCheck = (db: Db, jobs: Jobs) => jobs.enqueue(db, selfCheckQueue, {}, 'all')

/** Each organization for itself: one that cannot be checked keeps no other from its night. */
export const selfCheckJobs = ({ database }: { database: Database }): JobHandlers => ({
  [selfCheckQueue]: () => checkAll(database, () => new Date()),
})

/** Checks every organization whose night it is, and those whose last check was cut short. */
export async function checkAll(database: Database, clock: () => Date): Promise<void> {
  const organizations = await database.inOrg(null, (db) =>
    db.selectFrom('organization').selectAll().execute(),
  )
  for (const org of organizations) {
    const last = await database.inOrg(org.id, (db) => lastCheck(db, org.id))
    const isCutShort = last !== undefined && last.finishedAt === null
    const when = {
      last: last?.startedAt ?? null,
      since: org.createdAt,
      timezone: org.timezone,
    }
    if (isCutShort || isDue(when, clock()))
      await checkOrganization(database, org, clock).catch((error) =>
        log('selfCheck.failed', { org: org.id, ...errorFacts(error) }),
      )
  }
}
