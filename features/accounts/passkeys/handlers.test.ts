import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newAuthenticator, type Odd } from '../../../test/support/authenticator.ts'
import { withPasskey } from '../../../test/support/passkeys.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const minute = 60_000

const signIn = async (story: Story, device: ReturnType<typeof newAuthenticator>, odd: Odd = {}) => {
  const { passkeys } = story.stranger
  return passkeys.signIn({ answer: device.get(await passkeys.signInOptions(), odd) })
}

test('somebody adds a passkey, is told of it, and comes in with it', () =>
  scenario(async (story) => {
    const chen = await story.hire('陈一鸣')
    for (const kind of ['ES256', 'EdDSA', 'RS256'] as const) {
      const { device } = await withPasskey(story, chen, newAuthenticator({ kind }))
      assert.equal((await signIn(story, device)).organization, 'sygc')
    }
    const { passkeys, origin } = await story.as(chen).accounts.passkeys.list()
    assert.equal(origin, 'http://localhost')
    assert.deepEqual(
      passkeys.map(({ signing, vouchedBy, deviceKind }) => [signing, vouchedBy, deviceKind]),
      [
        ['ready', 'password', 'thisDevice'],
        ['ready', 'password', 'thisDevice'],
        ['ready', 'password', 'thisDevice'],
      ],
    )
    assert.ok(passkeys.every(({ lastUsedAt }) => lastUsedAt !== null))
    const { items } = await story.as(chen).notifications.notices({})
    assert.equal(items.filter(({ kind }) => kind === 'passkeyAdded').length, 3)
  }))

test('a passkey is added only right after the password or another passkey has been used again', () =>
  scenario(async (story) => {
    const chen = await story.hire('陈一鸣')
    const { passkeys } = story.as(chen).accounts
    await assert.rejects(passkeys.addOptions(), refused('accounts.stepUpFirst'))
    const { device } = await withPasskey(story, chen)
    await passkeys.stepUp({ answer: device.get(await passkeys.stepUpOptions()) })
    const { rows } = await story.services.database.pool.query(
      'select stepped_up_by from session where account_id = $1',
      [chen.accountId],
    )
    assert.deepEqual(rows, [{ stepped_up_by: 'passkey' }])
  }))

test('an answer for another site, another challenge, or without its owner opens nothing', () =>
  scenario(async (story) => {
    const chen = await story.hire('陈一鸣')
    const { device } = await withPasskey(story, chen)
    const cases: [Odd, string][] = [
      [{ origin: 'https://evil.example' }, 'accounts.passkeyWrong'],
      [{ rpId: 'evil.example' }, 'accounts.passkeyWrong'],
      [{ verified: false }, 'accounts.passkeyWrong'],
      [{ challenge: 'AAAA' }, 'accounts.passkeyTooLate'],
    ]
    for (const [odd, reason] of cases)
      await assert.rejects(signIn(story, device, odd), refused(reason), JSON.stringify(odd))
    const stranger = newAuthenticator()
    await assert.rejects(signIn(story, stranger), refused('accounts.passkeyUnknown'))
    assert.ok(await signIn(story, device))
  }))

test('an answer is heard once, and only for a few minutes', () =>
  scenario(async (story) => {
    const chen = await story.hire('陈一鸣')
    const { device } = await withPasskey(story, chen)
    const { passkeys } = story.as(chen, { steppedUp: true }).accounts
    const answer = device.get(await passkeys.stepUpOptions())
    await passkeys.stepUp({ answer })
    await assert.rejects(passkeys.stepUp({ answer }), refused('accounts.passkeyTooLate'))
    const late = device.get(await passkeys.stepUpOptions())
    story.clock.now = new Date(story.clock.now.getTime() + 6 * minute)
    await assert.rejects(passkeys.stepUp({ answer: late }), refused('accounts.passkeyTooLate'))
  }))

test('a counter that goes back suspends the passkey, and its owner is told', () =>
  scenario(async (story) => {
    const chen = await story.hire('陈一鸣')
    const { device } = await withPasskey(story, chen)
    await signIn(story, device, { counter: 7 })
    await assert.rejects(
      signIn(story, device, { counter: 7 }),
      refused('accounts.passkeySuspended'),
    )
    await assert.rejects(
      signIn(story, device, { counter: 8 }),
      refused('accounts.passkeySuspended'),
    )
    await story.settle()
    const api = story.as(chen, { steppedUp: true })
    const { passkeys } = await api.accounts.passkeys.list()
    assert.notEqual(passkeys[0]?.suspendedAt, null)
    const { items } = await api.notifications.notices({})
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ['passkeySuspended', 'passkeyAdded'],
    )
    await api.accounts.passkeys.remove({ id: passkeys[0]!.id })
    assert.deepEqual((await api.accounts.passkeys.list()).passkeys, [])
    await assert.rejects(signIn(story, device, { counter: 9 }), refused('accounts.passkeyUnknown'))
  }))

test('a passkey of one’s own cannot be touched by anybody else', () =>
  scenario(async (story) => {
    const chen = await story.hire('陈一鸣')
    const zhou = await story.hire('周晓岚')
    const { id, device } = await withPasskey(story, chen)
    const { passkeys } = story.as(zhou, { steppedUp: true }).accounts
    await assert.rejects(passkeys.remove({ id }), { code: 'NOT_FOUND' })
    await assert.rejects(passkeys.enterAgain({ id }), { code: 'NOT_FOUND' })
    await withPasskey(story, zhou)
    await assert.rejects(
      passkeys.stepUp({ answer: device.get(await passkeys.stepUpOptions()) }),
      refused('accounts.passkeyUnknown'),
    )
  }))
