import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { config } from '../../../platform/config.ts'
import { openBox } from '../../../platform/box.ts'
import { password, scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { strangerAt } from '../../../test/support/strangers.ts'
import { profiles } from '../rules.ts'
import { codeOf } from './queries.ts'
import { plainCode, stepsToTry } from './rules.ts'

/** What somebody's phone shows, read from the secret as the product keeps it. */
async function phoneOf({ services, orgId }: Story, { accountId }: Someone) {
  const { secret } = await services.database.inOrg(orgId, (db) =>
    db
      .selectFrom('secondFactor')
      .select('secret')
      .where('accountId', '=', accountId)
      .executeTakeFirstOrThrow(),
  )
  const box = await openBox(join(config().dataDir, 'keys', orgId, 'factor.hex'))
  const plain = box.open(secret, accountId)!
  return { secret: plain, shows: (now: Date) => codeOf(plain, now) }
}

/** Turns the second factor on. @returns the phone and the recovery codes. */
async function enrolled(story: Story, someone: Someone) {
  const api = story.as(someone, { steppedUp: true })
  await api.accounts.factor.begin()
  const phone = await phoneOf(story, someone)
  const { recoveryCodes } = await api.accounts.factor.confirm({
    code: await phone.shows(story.clock.now),
  })
  return { phone, recoveryCodes }
}

const later = (story: Story, seconds: number) =>
  (story.clock.now = new Date(story.clock.now.getTime() + seconds * 1000))

const enter = (story: Story, { employeeNo }: Someone, code?: string) => {
  const { api, cookie } = strangerAt(story)
  return api.accounts
    .signIn({ name: employeeNo, password, ...(code && { code }) })
    .then(({ asks }) => ({ asks, isIn: cookie() !== '' }))
}

test('the code is the one every authenticator shows (RFC 6238, appendix B)', async () => {
  const at = (seconds: number) => codeOf('12345678901234567890', new Date(seconds * 1000))
  assert.equal(await at(59), '287082')
  assert.equal(await at(1_111_111_109), '081804')
  assert.equal(await at(2_000_000_000), '279037')
})

test('a code is good half a minute early and late, and never once it or a later one was used', () => {
  const now = new Date(100 * 30_000)
  assert.deepEqual(stepsToTry(now, 0), [99, 100, 101])
  assert.deepEqual(stepsToTry(now, 100), [101])
  assert.equal(plainCode(' 123 456 '), '123456')
  assert.equal(plainCode('abcd-efgh'), 'ABCDEFGH')
})

test('with the second factor on, the password alone opens nothing', () =>
  scenario(async (story) => {
    const mei = await story.hire('梅兰')
    const { phone } = await enrolled(story, mei)
    assert.deepEqual(await enter(story, mei), { asks: 'code', isIn: false })
    await assert.rejects(enter(story, mei, '000000'), { message: 'accounts.wrongCode' })
    await assert.rejects(enter(story, mei, await phone.shows(story.clock.now)), {
      message: 'accounts.wrongCode',
    })
    later(story, 30)
    assert.deepEqual(await enter(story, mei, await phone.shows(story.clock.now)), {
      asks: null,
      isIn: true,
    })
    await assert.rejects(
      enter(story, mei, await phone.shows(story.clock.now)),
      { message: 'accounts.wrongCode' },
      'a code read over the shoulder is worth nothing',
    )
  }))

test('a code is asked for only after a right password: it tells no names', () =>
  scenario(async (story) => {
    const mei = await story.hire('梅兰')
    await enrolled(story, mei)
    const { api } = strangerAt(story)
    await assert.rejects(api.accounts.signIn({ name: mei.employeeNo, password: 'guessed' }), {
      message: 'accounts.wrongNameOrPassword',
    })
  }))

test('codes are guessed no faster than passwords', () =>
  scenario(async (story) => {
    const mei = await story.hire('梅兰')
    await enrolled(story, mei)
    const answers = []
    for (let n = 0; n < 8; n++)
      answers.push(await enter(story, mei, `00000${n}`).catch(({ message }) => message as string))
    assert.deepEqual(answers.slice(0, 5), Array(5).fill('accounts.wrongCode'))
    assert.deepEqual(answers.slice(5), Array(3).fill('accounts.tooManyTries'))
  }))

test('a lost phone: one recovery code signs in once, and its owner hears of it', () =>
  scenario(async (story) => {
    const mei = await story.hire('梅兰')
    const { recoveryCodes } = await enrolled(story, mei)
    assert.equal(new Set(recoveryCodes).size, 10)
    assert.equal((await enter(story, mei, recoveryCodes[0]!.toLowerCase())).isIn, true)
    await assert.rejects(enter(story, mei, recoveryCodes[0]), { message: 'accounts.wrongCode' })
    assert.equal((await story.as(mei).accounts.factor.state()).recoveryCodesLeft, 9)
    await story.settle()
    const { items } = await story.as(mei).notifications.notices({ limit: 10 })
    assert.deepEqual(items.map(({ kind }) => kind).sort(), ['factorOn', 'factorRecovered'])
    const renewed = await story.as(mei, { steppedUp: true }).accounts.factor.renewCodes()
    await assert.rejects(enter(story, mei, recoveryCodes[1]), { message: 'accounts.wrongCode' })
    assert.equal((await enter(story, mei, renewed.recoveryCodes[1])).isIn, true)
  }))

test('the database holds neither the key of the phone nor a recovery code', () =>
  scenario(async (story) => {
    const mei = await story.hire('梅兰')
    const { phone, recoveryCodes } = await enrolled(story, mei)
    const dump = await story.services.database.inOrg(story.orgId, async (db) => {
      const tables = ['secondFactor', 'recoveryCode', 'event', 'session', 'account'] as const
      const rows = await Promise.all(
        tables.map((table) => db.selectFrom(table).selectAll().execute()),
      )
      assert.ok(rows.every(({ length }) => length > 0))
      const readable = (_: string, value: { type?: string; data?: number[] } | null) =>
        value?.type === 'Buffer' ? Buffer.from(value.data!).toString('latin1') : value
      return JSON.stringify(rows, readable)
    })
    assert.ok(!dump.includes(phone.secret))
    for (const code of recoveryCodes) assert.ok(!dump.includes(plainCode(code)))
    const key = readFileSync(join(config().dataDir, 'keys', story.orgId, 'factor.hex'), 'utf8')
    assert.ok(!dump.includes(key))
  }))

test('turning it on or off asks for the password again and ends the other sessions', () =>
  scenario(async (story) => {
    const mei = await story.hire('梅兰')
    for (const act of ['begin', 'renewCodes', 'turnOff'] as const)
      await assert.rejects(story.as(mei).accounts.factor[act](), {
        message: 'accounts.stepUpFirst',
      })
    await enter(story, mei)
    assert.equal((await story.as(mei).accounts.sessions()).length, 2)
    await enrolled(story, mei)
    assert.equal((await story.as(mei).accounts.sessions()).length, 1)
    await story.as(mei, { steppedUp: true }).accounts.factor.turnOff()
    assert.deepEqual(await enter(story, mei), { asks: null, isIn: true })
  }))

test('under 等保三级 the role of HR sleeps until a second factor was shown', () =>
  scenario(async (story) => {
    story.services.rules = profiles.djcp3
    const { hr } = story
    const before = await story.as(hr).accounts.me()
    assert.deepEqual([before.grants, before.asleep], [[], ['hrAdmin']])
    assert.ok(!before.places.includes('org'))
    await assert.rejects(story.as(hr).org.add({} as never))
    await enrolled(story, hr)
    const after = await story.as(hr).accounts.me()
    assert.deepEqual([after.grants.map(({ role }) => role), after.asleep], [['hrAdmin'], []])
  }))

test('HR takes a lost second factor away only together with somebody else', () =>
  scenario(async (story) => {
    const { hr } = story
    const mei = await story.hire('梅兰')
    const second = await story.hire('第二位', { roles: ['hrAdmin'] })
    await enrolled(story, mei)
    const asked = await story
      .as(hr)
      .org.askFactorReset({ personId: mei.personId, reason: '手机掉进了冷却液，当面核对过工牌' })
    const resetId = asked.reset!.id
    await story.settle()
    const news = await story.as(second).notifications.notices({ limit: 5 })
    assert.deepEqual(
      news.items.map(({ kind, subjectId }) => [kind, subjectId]),
      [['factorResetAsked', mei.personId]],
    )
    await assert.rejects(story.as(hr).org.decideFactorReset({ resetId, accept: true }), {
      message: 'org.secondPerson',
    })
    await assert.rejects(story.as(mei).org.decideFactorReset({ resetId, accept: true }), {
      code: 'NOT_FOUND',
    })
    assert.equal((await enter(story, mei)).asks, 'code', 'nothing has changed yet')
    await story.as(second).org.decideFactorReset({ resetId, accept: true })
    assert.deepEqual(await enter(story, mei), { asks: null, isIn: true })
    await assert.rejects(
      story.as(hr).org.askFactorReset({ personId: hr.personId, reason: '自己的' }),
      { message: 'org.factorNotOwn' },
    )
  }))

test('an old password and a phone: first the new password, then the code', () =>
  scenario(async (story) => {
    story.services.rules = profiles.djcp3
    const mei = await story.hire('梅兰')
    const { phone } = await enrolled(story, mei)
    later(story, 91 * 86_400)
    const { api, cookie } = strangerAt(story)
    const answer = (more: { next?: string; code?: string }) =>
      api.accounts.signIn({ name: mei.employeeNo, password, ...more })
    const next = 'Three chairs, 1 table'
    assert.equal((await answer({})).asks, 'newPassword')
    assert.equal((await answer({ next })).asks, 'code')
    const code = await phone.shows(story.clock.now)
    assert.equal((await answer({ next, code })).asks, null)
    assert.notEqual(cookie(), '')
  }))
