import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config } from '../../../platform/config.ts'
import { ask, visitorAt, type Visitor } from '../../../test/support/http.ts'
import { password } from '../../../test/support/scenario.ts'
import { serve } from '../../../app/server.ts'
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

/** Listens for news as an open page does. @returns whether the stream was closed within so long. */
async function listening(visitor: Visitor, subject: string) {
  const stream = await visitor.send(`/api/live?subjects=${subject}`)
  assert.equal(stream.status, 200)
  const closed = (async () => {
    for await (const chunk of stream.body!) void chunk
    return true
  })().catch(() => true)
  return (ms: number) =>
    Promise.race([closed, new Promise<boolean>((resolve) => setTimeout(resolve, ms, false))])
}

test('a session ended elsewhere is over within a second on every node, its open page too', () =>
  onSite(async (site) => {
    const someone = await site.hire('梅兰')
    const otherNode = await serve(site.services, null)
    try {
      const phone = visitorAt(otherNode.url)
      await phone.stranger.accounts.signIn({ name: someone.employeeNo, password })
      const desk = await site.visit(someone)
      await desk.api.accounts.stepUp({ password })
      const phoneClosed = await listening(phone, someone.personId)
      const deskClosed = await listening(desk, someone.personId)
      const sessions = await desk.api.accounts.sessions()
      assert.deepEqual(sessions.map(({ current }) => current).sort(), [false, true])
      await desk.api.accounts.endSession({ id: sessions.find(({ current }) => !current)!.id })
      assert.equal((await ask(phone, 'accounts.me', {})).status, 401)
      assert.equal(await phoneClosed(1000), true)
      assert.equal(await deskClosed(300), false, 'the one that goes on hears on')
      await desk.stranger.accounts.signOut()
      assert.equal(await deskClosed(20_000), true)
    } finally {
      await otherNode.stop()
    }
  }))

test('nobody at an open screen ends its owner’s other sessions: the password is asked again', () =>
  onSite(async (site) => {
    const someone = await site.hire('梅兰')
    const [desk, phone] = [await site.visit(someone), await site.visit(someone)]
    const { id } = (await desk.api.accounts.sessions()).find(({ current }) => !current)!
    const first = { message: 'accounts.stepUpFirst' }
    await assert.rejects(desk.api.accounts.endSession({ id }), first)
    await assert.rejects(desk.api.accounts.endOtherSessions({}), first)
    assert.equal((await ask(phone, 'accounts.me', {})).status, 200)
    await desk.api.accounts.stepUp({ password })
    assert.deepEqual(await desk.api.accounts.endOtherSessions({}), { ended: 1 })
    assert.equal((await ask(phone, 'accounts.me', {})).status, 401)
    assert.equal((await ask(desk, 'accounts.me', {})).status, 200)
  }))

test('a changed role, a new password and leaving end what was open', () =>
  onSite(async (site) => {
    const hr = await site.visit(site.hr)
    const someone = await site.hire('梅兰')
    const isOpen = async (visitor: Visitor) =>
      (await ask(visitor, 'accounts.me', {})).status === 200

    let open = await site.visit(someone)
    let closed = await listening(open, someone.personId)
    const grant = { id: someone.personId, role: 'facilitator', departmentId: null, toAt: null }
    await hr.api.org.grant({ ...grant, reason: null } as never)
    assert.deepEqual([await isOpen(open), await closed(1000)], [false, true], 'a role given')

    open = await site.visit(someone)
    const own = await site.visit(someone)
    closed = await listening(open, someone.personId)
    await own.api.accounts.changePassword({ current: password, next: 'three chairs, no table' })
    assert.deepEqual([await isOpen(open), await closed(1000)], [false, true], 'a new password')
    assert.equal(await isOpen(own), true, 'where it was changed one goes on')

    closed = await listening(own, someone.personId)
    await hr.api.org.leave({
      id: someone.personId,
      on: new Date().toISOString().slice(0, 10),
    } as never)
    assert.deepEqual([await isOpen(own), await closed(1000)], [false, true], 'leaving')
  }))

test('entering the password again gives the session a new token, and the old one is worth nothing', () =>
  onSite(async (site) => {
    const mei = await site.visit(await site.hire('梅兰'))
    const before = mei.cookie()
    await mei.api.accounts.stepUp({ password })
    assert.notEqual(mei.cookie(), before)
    assert.ok((await mei.api.accounts.me()).steppedUpUntil)
    const readOff = await fetch(`${site.url}/api/rpc/accounts/me`, {
      method: 'POST',
      body: '{}',
      headers: { cookie: before, 'content-type': 'application/json' },
    })
    assert.equal(readOff.status, 401)
  }))

test('a device that never opened the account before is told to its owner, the first of all and a known one are not', () =>
  onSite(async (site) => {
    const someone = await site.hire('梅兰')
    const told = async () => {
      await site.settle()
      const { notices, markRead } = site.as(someone).notifications
      const { items } = await notices({})
      await markRead({ ids: items.map(({ id }) => id) })
      return items.filter(({ kind, readAt }) => kind === 'newDevice' && readAt === null).length
    }
    const name = { name: someone.employeeNo, password }
    const desk = await site.visit(someone)
    assert.equal(await told(), 0, 'the first of all')
    await desk.stranger.accounts.signOut()
    await desk.stranger.accounts.signIn(name)
    assert.equal(await told(), 0, 'a device that is known')

    const phone = await site.visit(someone)
    assert.equal(await told(), 1)
    // A colleague at the same browser makes it no stranger to either.
    const other = await site.hire('林涛')
    await phone.stranger.accounts.signIn({ name: other.employeeNo, password })
    await phone.stranger.accounts.signIn(name)
    assert.equal(await told(), 0)

    // A link is a way in, too: HR makes it, and its owner hears where it was used.
    const hr = await site.visit(site.hr)
    const { token } = await hr.api.org.invite({ id: someone.personId, byMail: false })
    const stranger = visitorAt(site.url)
    const next = 'three chairs, no table'
    await stranger.stranger.joining.acceptInvitation({ token, password: next, locale: 'zh-CN' })
    assert.equal(await told(), 1)
  }))
