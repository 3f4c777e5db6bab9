import assert from 'node:assert/strict'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { config } from '../../../platform/config.ts'
import { scenario, password } from '../../../test/support/scenario.ts'
import { strangerAt } from '../../../test/support/strangers.ts'
import { isPasswordOld, profiles } from '../rules.ts'
import { isCommon, passwordRefusal } from './rules.ts'

const why = (typed: string, profile: keyof typeof profiles = 'asvs', about: string[] = []) =>
  passwordRefusal(typed, profiles[profile], about)?.reason ?? null

test('what guessing programs try early is no password, in any disguise', () => {
  for (const typed of [
    'password1234',
    'P@ssw0rd2026!',
    'qwertyuiop12',
    '1234567890',
    'abcabcabcabc',
    '1qaz2wsx3edc',
    'woaini520520',
    'aaaaaaaaaaaa',
    'Admin@2026!!',
  ])
    assert.ok(isCommon(typed), typed)
  for (const typed of [
    password,
    '机床边的第二把椅子还空着呢',
    'correct horse battery',
    'Tue-9 kettle?',
  ])
    assert.ok(!isCommon(typed), typed)
})

test('a password is long; of many kinds only where the rules ask for it', () => {
  assert.equal(why('kettle!'), 'accounts.passwordShort')
  assert.equal(why('two chairs, one table'), null)
  assert.equal(why('two chairs, one table', 'djcp3'), 'accounts.passwordKinds')
  assert.equal(why('Two chairs, 1 table', 'djcp3'), null)
  assert.equal(why('两把椅子一张桌子靠着窗边'), null, 'Chinese is written in signs, not in kinds')
})

test("one's own name and number make no password, but may stand in one", () => {
  const about = ['Meilan', 'T0001', 'mei@example.com']
  assert.equal(why('meilan t0001', 'asvs', about), 'accounts.passwordAboutYou')
  assert.equal(why('meilan waters the ferns', 'asvs', about), null)
})

test('what the house has put on a list is no password, nor is the company’s own name', () =>
  scenario(async (story) => {
    const mei = await story.hire('梅兰')
    const change = (next: string) =>
      story.as(mei).accounts.changePassword({ current: password, next })
    const folder = join(config().dataDir, 'passwords')
    await mkdir(folder, { recursive: true })
    try {
      await writeFile(join(folder, 'leaked.txt'), 'hunter2hunter2\r\nTrouBador and 3 pigs\n')
      await writeFile(join(folder, 'own.txt'), 'turbopump\n')
      for (const listed of ['troubador AND 3 pigs', 'Turb0pump-2026!'])
        await assert.rejects(change(listed), { message: 'accounts.passwordCommon' }, listed)
      await assert.rejects(change('试验工厂试验工厂2026'), { message: 'accounts.passwordAboutYou' })
      await change('the turbopump hums at noon')
    } finally {
      await rm(folder, { recursive: true })
    }
  }))

test('a password has ninety days where the rules say so, and no end elsewhere', () => {
  const now = new Date('2026-11-21T08:00:00Z')
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
  assert.equal(isPasswordOld(ago(89), profiles.djcp3, now), false)
  assert.equal(isPasswordOld(ago(91), profiles.djcp3, now), true)
  assert.equal(isPasswordOld(ago(900), profiles.asvs, now), false)
})

test('under 等保三级 an old password opens nothing but the question for a new one, never one of the last five', () =>
  scenario(async (story) => {
    const { services, orgId, clock } = story
    services.rules = profiles.djcp3
    const mei = await story.hire('梅兰')
    await services.database.inOrg(orgId, (db) =>
      db
        .updateTable('account')
        .set({ passwordSetAt: new Date(clock.now.getTime() - 100 * 86_400_000) })
        .where('id', '=', mei.accountId)
        .execute(),
    )
    const { api, cookie } = strangerAt(story)
    const enter = (typed: string, next?: string) =>
      api.accounts.signIn({ name: mei.employeeNo, password: typed, ...(next && { next }) })

    assert.equal((await enter(password)).asks, 'newPassword')
    assert.equal(cookie(), '', 'nobody is signed in by an old password')
    await assert.rejects(enter('not the password', 'Brand-new words 1'), { code: 'BAD_REQUEST' })
    await assert.rejects(enter(password, password), { message: 'accounts.passwordKinds' })
    assert.equal((await enter(password, 'First of the new 1')).asks, null)
    assert.notEqual(cookie(), '')
    assert.equal(
      (await enter('First of the new 1')).asks,
      null,
      'a new one has its own ninety days',
    )

    const change = (current: string, next: string) =>
      story.as(mei).accounts.changePassword({ current, next })
    let current = 'First of the new 1'
    for (const next of ['Second of the new 2', 'Third of the new 3']) {
      await change(current, next)
      current = next
    }
    await assert.rejects(change(current, 'First of the new 1'), {
      message: 'accounts.passwordUsedBefore',
    })
  }))
