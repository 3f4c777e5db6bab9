import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lend } from '../test/support/databases.ts'
import { openDatabase } from './database.ts'

test('PostgreSQL gives up a client that has gone silent within half a minute, in the midst of a statement too', async (t) => {
  const { url, giveBack } = await lend()
  const database = openDatabase(url, { connections: 1 })
  t.after(async () => {
    await database.close()
    await giveBack()
  })
  // What holds on a line over the network; on a local socket `setting` is always 0.
  const { rows } = await database.pool.query<{ name: string; value: string }>(
    `select name, reset_val as value from pg_settings
      where name like 'tcp\\_%' or name = 'idle_in_transaction_session_timeout'`,
  )
  const told = Object.fromEntries(rows.map(({ name, value }) => [name, Number(value)]))
  const [idle, interval, count] = ['idle', 'interval', 'count'].map(
    (what) => told[`tcp_keepalives_${what}`]!,
  )
  const seconds = {
    betweenStatements: told.idle_in_transaction_session_timeout! / 1000,
    listening: idle! + interval! * count!,
    answering: told.tcp_user_timeout! / 1000,
  }
  assert.deepEqual(seconds, { betweenStatements: 30, listening: 30, answering: 30 })
})
