import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openJobs } from '../../../platform/jobs.ts'
import { lend } from '../../support/databases.ts'
import { openLine } from '../../support/line.ts'

const promisedMs = 60_000

test('what a node that fell silent had begun is begun anew elsewhere within a minute; the silent one, back again, neither ends nor spoils it', async (t) => {
  const { url, database, giveBack } = await lend()
  const line = await openLine(url)
  const silent = openJobs(line.url, ['trial'], () => {})
  const other = openJobs(url, ['trial'], () => {})
  t.after(async () => {
    line.heal()
    await Promise.all([silent.stop(), other.stop()])
    line.close()
    await giveBack()
  })
  /** Whoever does the job says when, and goes on until told how it ends. */
  const worker = () => {
    const begun = Promise.withResolvers<void>()
    const told = Promise.withResolvers<void>()
    const trial = async () => {
      begun.resolve()
      await told.promise
    }
    return { begun: begun.promise, told, handlers: { trial } }
  }
  const [first, second] = [worker(), worker()]
  const kept = async () => {
    const { rows } = await database.pool.query<{ state: string; retries: number }>(
      `select state, retry_count as retries from pgboss.job where name = 'trial'`,
    )
    return rows
  }

  await silent.work(first.handlers)
  await database.inOrg(null, (db) => other.enqueue(db, 'trial', {}, 'one'))
  await first.begun
  await other.work(second.handlers)
  line.silence()
  const began = performance.now()
  await second.begun
  const waited = performance.now() - began
  assert.ok(waited < promisedMs, `begun anew after ${Math.round(waited)} ms`)

  line.heal()
  first.told.reject(new Error('the line was dead'))
  // Stops once it has said how the job ended.
  await silent.stop()
  assert.deepEqual(await kept(), [{ state: 'active', retries: 1 }])
  second.told.resolve()
  await other.stop()
  assert.deepEqual(await kept(), [{ state: 'completed', retries: 1 }])
  t.diagnostic(`begun anew after ${Math.round(waited / 1000)} s`)
})
