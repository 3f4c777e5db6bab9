import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario } from '../../test/support/scenario.ts'

test('the first HR admin sees who she is and where she may go', () =>
  scenario(async ({ hr, as }) => {
    const me = await as(hr).accounts.me()
    assert.equal(me.name, '许宁')
    assert.equal(me.organization.name, '试验工厂')
    assert.deepEqual(me.grants, [{ role: 'hrAdmin', departmentId: null }])
    assert.ok(me.places.includes('org'))
  }))

test('an employee without a role has only the places of everybody', () =>
  scenario(async ({ hr, hire, as }) => {
    const mei = await hire('梅兰', { manager: hr })
    assert.deepEqual((await as(mei).accounts.me()).places, [
      'today',
      'conversations',
      'commitments',
      'settings',
      'delegation',
    ])
    assert.equal((await as(hr).accounts.me()).manages, true)
  }))

test('twenty wrong passwords make the next try wait, and lock nobody out', () =>
  scenario(async ({ services, stranger, clock }) => {
    for (let tries = 0; tries < 20; tries++)
      await stranger.accounts.signIn({ name: 'HR001', password: `wrong ${tries}` }).catch(() => {})
    await assert.rejects(stranger.accounts.signIn({ name: 'HR001', password: 'x' }), {
      code: 'TOO_MANY_REQUESTS',
    })
    const row = await services.database.kysely
      .selectFrom('signInFailure')
      .selectAll()
      .where('key', '=', 'name:hr001')
      .executeTakeFirstOrThrow()
    assert.equal(row.failures, 5, 'tries during a delay are not heard and not counted')
    assert.ok(clock.now)
  }))

test('a session ended elsewhere is gone', () =>
  scenario(async ({ hr, as }) => {
    const [session] = await as(hr).accounts.sessions()
    assert.equal(session?.current, true)
    await as(hr, { steppedUp: true }).accounts.endSession({ id: session!.id })
  }))
