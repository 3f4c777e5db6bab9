import type { Database, Db } from '../../../platform/database.ts'
import type { Reactions } from '../../../platform/events.ts'
import type { JobHandlers, Jobs } from '../../../platform/jobs.ts'
import { errorFacts, log } from '../../../platform/log.ts'
import {
  alarmIfLate,
  handOutDay,
  timestampNewest,
  watchLog,
  witnessNewest,
  type Outside,
} from './handlers.ts'

/** The queue of what others are asked about the log: `org` names whose. Retried with growing pauses. */
export const attestQueue = 'sealing.attest'

/** Asks for every organization; once an hour, also twice. */
export async function askForAttestations(db: Db, jobs: Jobs): Promise<void> {
  for (const { id } of await db.selectFrom('organization').select('id').execute())
    await jobs.enqueue(db, attestQueue, { org: id }, id)
}

/** A new seal does not wait for the hour to be over. */
export const attestingReactions = (jobs: Jobs): Reactions => ({
  'conversation.sealed': (db, { orgId }) => jobs.enqueue(db, attestQueue, { org: orgId }, orgId),
})

/** Asks both, whatever the other does; what fails is tried again, and said aloud after a day. */
export const attestingJobs = ({
  database,
  config,
}: {
  database: Database
  config: Outside
}): JobHandlers => ({
  [attestQueue]: async ({ org: orgId = '' }) => {
    const now = new Date()
    const org = await database.inOrg(orgId, (db) =>
      db
        .selectFrom('organization')
        .select(['id', 'timezone'])
        .where('id', '=', orgId)
        .executeTakeFirst(),
    )
    // A log that went back must not be handed out, nor vouched for, as if nothing had happened.
    if (!org || !(await watchLog(database, orgId, config))) return
    const tasks = [
      handOutDay(database, org, config, now),
      timestampNewest(database, orgId, config, now),
      witnessNewest(database, orgId, config, now),
    ]
    const failed = (await Promise.allSettled(tasks)).filter(({ status }) => status === 'rejected')
    if (failed.length === 0) return
    await alarmIfLate(database, orgId, config, now)
    const reasons = failed.map((each) => (each as PromiseRejectedResult).reason as unknown)
    for (const reason of reasons) log('checkpoint.notAttested', errorFacts(reason))
    throw reasons[0]
  },
})
