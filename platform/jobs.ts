import { setTimeout as pause } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { steady, type Db } from './database.ts'
import { errorFacts, type Log } from './log.ts'

/** Long work that survives a killed process: enqueued in the transaction that asks for it. */
export interface Jobs {
  /**
   * Asks for a job once `db` commits. `data` holds ids only.
   * @param key while a job with the same key waits, a second one is not made; while it runs, one more may wait.
   */
  enqueue(db: Db, queue: string, data: Record<string, string>, key: string): Promise<void>
}

/** How a queue's jobs are done; run again from the start after a failure or a killed worker. */
export type JobHandlers = Record<string, (data: Record<string, string>) => Promise<void>>

export interface OpenJobs extends Jobs {
  /** Starts working off the queues in this process. */
  work(handlers: JobHandlers): Promise<void>
  stop(): Promise<void>
}

/** Seconds between one try and the next. */
const patience = [1, 2, 4, 8, 15]

/**
 * How soon what a dead node had begun is begun anew. Its jobs are given up 15 seconds after their last sign of
 * life, as soon as somebody looks. And nobody is notified of a job that waits to be tried again, nor of one whose
 * notice was lost: it is found by looking.
 */
const attention = {
  superviseIntervalSeconds: 15,
  monitorIntervalSeconds: 15,
}
const looking = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 }

/**
 * The job queues (pg-boss) in the same database. `queues` names every queue there is. They open when
 * one is first needed: whoever needs it waits, and is told when they could not be opened.
 */
export function openJobs(url: string, queues: string[], log: Log): OpenJobs {
  let opening: Promise<PgBoss> | null = null
  let isOver = false
  const open = () =>
    (opening ??= openQueues(url, queues, log).catch((error: unknown) => {
      log('jobs.unreachable', errorFacts(error))
      // Whoever asks next tries again: a database that was slow to come back is no reason to stay without jobs.
      opening = null
      throw error
    }))
  /** Who works on jobs has time: a starting machine may be too busy for its database. */
  async function openAtLast(): Promise<PgBoss> {
    for (const seconds of patience) {
      const boss = await open().catch(() => null)
      if (boss) return boss
      if (isOver) break
      await pause(seconds * 1000)
    }
    return open()
  }
  return {
    async enqueue(db, queue, data, key) {
      const executeSql = async (text: string, values: unknown[] = []) => ({
        rows: (await db.executeQuery(CompiledQuery.raw(text, values))).rows,
      })
      const boss = await open()
      await boss.send(queue, data, { singletonKey: key, db: { executeSql } })
    },
    async work(handlers) {
      const boss = await openAtLast()
      for (const [queue, handle] of Object.entries(handlers))
        await boss.work<Record<string, string>>(
          queue,
          { burstWhenBatchFull: true, ...looking },
          async (jobs) => {
            for (const job of jobs) {
              try {
                await handle(job.data)
              } catch (error) {
                log('job.failed', { queue, job: job.id, ...errorFacts(error) })
                throw error
              }
            }
          },
        )
    },
    async stop() {
      isOver = true
      const boss = await opening?.catch(() => null)
      await boss?.stop({ graceful: true, timeout: 5000 })
    },
  }
}

async function openQueues(url: string, queues: string[], log: Log): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    ...steady,
    ...attention,
    connectionString: url,
    max: 3,
    useListenNotify: true,
  })
  boss.on('error', (error) => log('jobs.unreachable', errorFacts(error)))
  await boss.start().catch(async (error: unknown) => {
    await boss.stop({ graceful: false }).catch(() => {})
    throw error
  })
  const known = new Set((await boss.getQueues()).map((queue) => queue.name))
  for (const queue of queues)
    if (!known.has(queue))
      await boss.createQueue(queue, {
        policy: 'stately',
        notify: true,
        retryLimit: 20,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 300,
        heartbeatSeconds: 15,
        expireInSeconds: 3600,
      })
  return boss
}
