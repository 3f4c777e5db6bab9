import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config } from '../../../platform/config.ts'
import { ask, visitorAt } from '../../../test/support/http.ts'
import { password } from '../../../test/support/scenario.ts'
import { onSite, type Site } from '../../../test/support/site.ts'
import { profiles } from '../rules.ts'

/** As if everybody had done their last thing so many minutes ago. */
const letMinutesPass = ({ services }: Site, minutes: number) =>
  services.database.pool.query(
    'update session set updated_at = updated_at - make_interval(mins => $1)',
    [minutes],
  )

test('a session ends after an hour without anybody, and lives on while somebody is there', () =>
  onSite(async (site) => {
    const mei = await site.visit(await site.hire('梅兰'))
    await letMinutesPass(site, 59)
    assert.equal((await ask(mei, 'accounts.me', {})).status, 200)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await letMinutesPass(site, 59)
    assert.equal((await ask(mei, 'accounts.me', {})).status, 200, 'asking was a sign of life')
    await new Promise((resolve) => setTimeout(resolve, 200))
    await letMinutesPass(site, 61)
    assert.equal((await ask(mei, 'accounts.me', {})).status, 401)
  }))

test('what an open tab asks by itself keeps no session open', () =>
  onSite(async (site) => {
    const mei = await site.visit(await site.hire('梅兰'))
    await letMinutesPass(site, 50)
    const byItself = { 'x-cuxi-idle': String(50 * 60) }
    assert.equal((await ask(mei, 'notifications.counts', {}, byItself)).status, 200)
    const leaving = new AbortController()
    const live = await mei.send(`/api/live?subjects=${site.hr.personId}`, {
      signal: leaving.signal,
    })
    assert.equal(live.status, 200)
    leaving.abort()
    await new Promise((resolve) => setTimeout(resolve, 200))
    await letMinutesPass(site, 11)
    assert.equal((await ask(mei, 'notifications.counts', {}, byItself)).status, 401)
  }))

test('nobody stays signed in past the absolute limit, however busy', () =>
  onSite(async (site) => {
    const mei = await site.visit(await site.hire('梅兰'))
    const { rows } = await site.services.database.pool.query<{ hours: number }>(
      `select extract(epoch from expires_at - created_at)::int / 3600.0 as hours from session`,
    )
    assert.equal(Math.round(Number(rows[0]!.hours)), profiles.asvs.absoluteHours)
    await site.services.database.pool.query(`update session set expires_at = now()`)
    assert.equal((await ask(mei, 'accounts.me', {})).status, 401)
  }))

test('under 等保三级 fifteen minutes are the limit, and a third device ends the one silent longest', () =>
  onSite(async (site) => {
    site.services.rules = profiles.djcp3
    const someone = await site.hire('梅兰')
    const [first, second] = [await site.visit(someone), await site.visit(someone)]
    await letMinutesPass(site, 5)
    assert.equal((await ask(first, 'accounts.me', {})).status, 200)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const third = await site.visit(someone)
    const open = async () =>
      Promise.all([first, second, third].map(async (v) => (await ask(v, 'accounts.me', {})).status))
    assert.deepEqual(await open(), [200, 401, 200])
    await letMinutesPass(site, 16)
    assert.deepEqual(await open(), [401, 401, 401])
  }))

test('signing in over a session that was there ends that one: none can be planted', () =>
  onSite(async (site) => {
    const someone = await site.hire('梅兰')
    const visitor = await site.visit(someone)
    const planted = visitor.cookie()
    await visitor.stranger.accounts.signIn({ name: someone.employeeNo, password })
    assert.notEqual(visitor.cookie(), planted)
    const other = visitorAt(site.url, { headers: { cookie: planted } })
    const answer = await other.send('/api/rpc/accounts/me', {
      method: 'POST',
      body: '{}',
      headers: { cookie: planted, 'content-type': 'application/json' },
    })
    assert.equal(answer.status, 401)
  }))

test('a profile nobody knows stops the start, saying which there are', () => {
  assert.equal(config({}).profile, 'asvs')
  assert.equal(config({ CUXI_PROFILE: 'djcp3' }).profile, 'djcp3')
  assert.throws(() => config({ CUXI_PROFILE: 'djcp4' }), /CUXI_PROFILE=djcp4.*asvs.*djcp3/)
})
