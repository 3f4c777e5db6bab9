import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lend } from '../test/support/databases.ts'
import { openJobs } from './jobs.ts'

test('a job that failed is tried again within seconds, not when half a minute is over', async (t) => {
  const { url, database, giveBack } = await lend()
  const said: string[] = []
  const jobs = openJobs(url, ['trial'], (event) => said.push(event))
  t.after(async () => {
    await jobs.stop()
    await giveBack()
  })
  const tries: number[] = []
  const { promise: succeeded, resolve: succeed } = Promise.withResolvers<void>()
  await jobs.work({
    trial: async () => {
      tries.push(performance.now())
      if (tries.length === 1) throw new Error('the line was dead')
      succeed()
    },
  })
  await database.inOrg(null, (db) => jobs.enqueue(db, 'trial', {}, 'one'))
  await succeeded
  assert.deepEqual(said, ['job.failed'])
  const waited = tries[1]! - tries[0]!
  assert.ok(waited < 15_000, `tried again after ${Math.round(waited)} ms`)
})
