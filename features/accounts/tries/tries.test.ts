import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Db } from '../../../platform/database.ts'
import { scenario, password, type Story } from '../../../test/support/scenario.ts'
import { strangerAt } from '../../../test/support/strangers.ts'
import { countTry, forgiveTries, keysOf } from './queries.ts'
import { mostKept, networkOf, patience, secondsToWait } from './rules.ts'

/** The public API from an address; what a guess is answered: `ok`, `wrong` or `wait`. */
const guesserAt = (story: Story, ip: string) => {
  const { api } = strangerAt(story, ip)
  return (name: string, typed: string) =>
    api.accounts.signIn({ name, password: typed }).then(
      () => 'ok',
      ({ code }) => (code === 'TOO_MANY_REQUESTS' ? 'wait' : 'wrong'),
    )
}

const failuresOf = async ({ services }: Story, key: string) =>
  (
    await services.database.kysely
      .selectFrom('signInFailure')
      .select('failures')
      .where('key', '=', key)
      .executeTakeFirst()
  )?.failures ?? null

test('the delay doubles after the free tries, up to five minutes, and then goes by', () => {
  const at = new Date('2026-11-21T08:00:00Z')
  const waits = [4, 5, 6, 7, 13, 60].map((failures) =>
    secondsToWait({ failures, lastAt: at }, patience.name, at),
  )
  assert.deepEqual(waits, [0, 2, 4, 8, 300, 300])
  const later = new Date(at.getTime() + 300_000)
  assert.equal(secondsToWait({ failures: 60, lastAt: at }, patience.name, later), 0)
})

test('an IPv6 household is one address, however many it has', () => {
  assert.equal(networkOf('192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('2001:db8:0:12::1'), '2001:db8:0:12')
  assert.equal(networkOf('2001:DB8:0000:0012:9::'), '2001:db8:0:12')
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0')
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0')
})

test('guesses at one name from many addresses are slowed like guesses from one', () =>
  scenario(async (story) => {
    const answers = []
    for (let n = 0; n < 20; n++)
      answers.push(await guesserAt(story, `198.51.100.${n}`)('HR001', `guess ${n}`))
    assert.equal(answers.filter((answer) => answer === 'wrong').length, patience.name.free)
    assert.equal(await guesserAt(story, '203.0.113.1')('HR001', password), 'wait')
  }))

test('a name nobody has is slowed exactly like a name somebody has', () =>
  scenario(async (story) => {
    const guess = guesserAt(story, '198.51.100.1')
    const answers = async (name: string) => {
      const given = []
      for (let n = 0; n < 8; n++) given.push(await guess(name, `guess ${n}`))
      return given
    }
    assert.deepEqual(await answers('nobody@example.com'), await answers('HR001'))
  }))

test('one address trying many names is slowed, and others go on signing in', () =>
  scenario(async (story) => {
    await story.services.database.inOrg(null, async (db) => {
      for (let n = 0; n < patience.address.free; n++)
        await countTry(db, keysOf(`name${n}@example.com`, '198.51.100.1'), story.clock.now)
    })
    const answer = await guesserAt(story, '198.51.100.1')('HR001', password)
    assert.equal(answer, 'wait', 'even a right password waits, or it could be guessed')
    assert.equal(await guesserAt(story, '203.0.113.1')('HR001', password), 'ok')
  }))

test('whoever gets in takes the own failed tries along, not those of others at the address', () =>
  scenario(async (story) => {
    const mei = await story.hire('梅兰')
    const guess = guesserAt(story, '198.51.100.1')
    await guess('somebody else', 'guess')
    for (let n = 0; n < 3; n++) await guess(mei.employeeNo, 'mistyped')
    assert.equal(await failuresOf(story, 'address:198.51.100.1'), 4)
    assert.equal(await guess(mei.employeeNo, password), 'ok')
    assert.equal(await failuresOf(story, 'address:198.51.100.1'), 1)
    assert.equal(await failuresOf(story, `name:${mei.employeeNo.toLowerCase()}`), null)
  }))

test('somebody who signs in at two devices at once gets in at both', () =>
  scenario(async ({ services }) => {
    const keys = keysOf('HR001', '192.0.2.9')
    const inTransaction = (work: (db: Db) => Promise<unknown>) =>
      services.database.inOrg(null, work)
    await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        if (n % 2 === 0) await inTransaction((db) => countTry(db, keys, new Date()))
        else await inTransaction((db) => forgiveTries(db, keys))
      }),
    )
  }))

test('an hour without another failure begins anew', () =>
  scenario(async (story) => {
    const { services, clock } = story
    const keys = keysOf('HR001', '198.51.100.1')
    const later = (minutes: number) => new Date(clock.now.getTime() + minutes * 60_000)
    const tries = (now: Date) => services.database.inOrg(null, (db) => countTry(db, keys, now))
    for (let n = 0; n < 5; n++) await tries(clock.now)
    assert.equal(await tries(clock.now), 2)
    assert.equal(await tries(later(61)), 0)
    assert.equal(await failuresOf(story, keys[0]), 1)
  }))

test('the table of failures is swept while it is written, and never grows past its end', () =>
  scenario(async (story) => {
    const { services, clock } = story
    const { pool, inOrg } = services.database
    const fill = (from: number, count: number, at: Date) =>
      pool.query(
        `insert into sign_in_failure select 'name:flood ' || n, 1, $3
           from generate_series($1::int, $1::int + $2::int - 1) n`,
        [from, count, at],
      )
    const size = async () =>
      (await pool.query('select count(*) from sign_in_failure')).rows[0].count as number
    await fill(0, 150, new Date(clock.now.getTime() - 2 * 3_600_000))
    const tries = (n: number) =>
      inOrg(null, (db) => countTry(db, keysOf(`new ${n}`, '198.51.100.1'), clock.now))
    for (let n = 0; n < 2; n++) await tries(n)
    assert.equal(await size(), 3, 'what is forgotten goes: two names and their address remain')
    await fill(1000, mostKept + 50, new Date(clock.now.getTime() - 1000))
    for (let n = 2; n < 5; n++) await tries(n)
    assert.ok((await size()) <= mostKept + 1, `${await size()} rows`)
  }))
