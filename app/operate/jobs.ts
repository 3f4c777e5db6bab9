import type pg from 'pg'
import { openJobs } from '../../platform/jobs.ts'
import type { Log } from '../../platform/log.ts'
import { openDatabase } from '../../platform/database.ts'
import { queues } from '../queues.ts'

/** Work that was asked for and not done yet, apart from how the job library keeps it. */
export interface WaitingJob {
  queue: string
  data: Record<string, string>
  key: string
}

/** What waits or is under way, in the caller's transaction; it is begun anew elsewhere. */
export async function waitingJobs(client: pg.Client): Promise<WaitingJob[]> {
  const { rows: there } = await client.query(
    `select from pg_tables where schemaname = 'pgboss' and tablename = 'job'`,
  )
  if (there.length === 0) return []
  const { rows } = await client.query<WaitingJob>(
    `select name as queue, data, coalesce(singleton_key, id::text) as key from pgboss.job
      where state in ('created', 'retry', 'active') and name = any($1) order by created_on`,
    [queues],
  )
  return rows
}

/** Asks for work anew; twice makes no difference while it waits. */
export async function askAgain(url: string, jobs: WaitingJob[], log: Log): Promise<void> {
  if (jobs.length === 0) return
  const database = openDatabase(url, { connections: 1 })
  const open = openJobs(url, queues, log)
  try {
    await database.inOrg(null, async (db) => {
      for (const { queue, data, key } of jobs) await open.enqueue(db, queue, data, key)
    })
  } finally {
    await open.stop()
    await database.close()
  }
}
