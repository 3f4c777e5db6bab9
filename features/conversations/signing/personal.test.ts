import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newAuthenticator } from '../../../test/support/authenticator.ts'
import { withPasskey } from '../../../test/support/passkeys.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween, type Talk } from '../../../test/support/talks.ts'
import { agreement } from '../../sealing/signing/agreement/rules.ts'
import { verify } from '../../sealing/verifier/rules.ts'
import { evidenceFile } from '../record/export/handlers.ts'

type Device = ReturnType<typeof newAuthenticator>
const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason

/** Signs with a key of one's own; nobody has entered a password. */
async function signWith(
  story: Story,
  someone: Someone,
  device: Device,
  talk: Talk,
  said: { outcome: 'agreed' | 'readWithReservation'; statement?: string } = { outcome: 'agreed' },
) {
  const { conversations } = story.as(someone)
  const input = { id: talk.id, shownHash: talk.shownHash, ...said }
  const answer = device.get(await conversations.signOptions(input))
  return conversations.sign({ ...input, answer })
}

test('both sign with their own keys, and anybody can check it without the company', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const [manager, employee] = [
      await withPasskey(story, talk.manager),
      await withPasskey(story, talk.employee, newAuthenticator({ kind: 'EdDSA', synced: true })),
    ]
    await signWith(story, talk.manager, manager.device, talk)
    const { sealedAt } = await signWith(story, talk.employee, employee.device, talk, {
      outcome: 'readWithReservation',
      statement: '客户响应一项我保留意见',
    })
    assert.notEqual(sealedAt, null)

    const { signatures } = await story.as(talk.employee).conversations.sealedRecord({ id: talk.id })
    assert.deepEqual(
      signatures.map(({ level }) => level),
      ['S2', 'S2'],
    )
    const { bytes } = await story.behind(talk.employee, (context) => evidenceFile(context, talk.id))
    const result = await verify(bytes)
    assert.equal(result.verdict, 'intact')
    assert.deepEqual(
      result.findings
        .filter(({ part }) => part === 'assertion' || part === 'enrolment')
        .map(({ ok, key, params }) => [ok, key, params.name]),
      [
        [true, 'assertionValid', '周晓岚'],
        [true, 'keyFreshByPassword', '周晓岚'],
        [true, 'assertionValid', '陈一鸣'],
        [true, 'keyFreshByPassword', '陈一鸣'],
      ],
    )
    assert.equal(result.facts?.signatures[0]?.agreement, agreement.version)
    const leaf = await story.services.database.inOrg(story.orgId, (db) =>
      db.selectFrom('logLeaf').select('leaf').orderBy('leafIndex', 'desc').executeTakeFirst(),
    )
    assert.match(leaf!.leaf, /"kind":"seal","level":"S2"/)
  }))

test('one signs with a key, the other confirms: the record says which did what', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    const { device } = await withPasskey(story, talk.employee)
    await signWith(story, talk.employee, device, talk)
    const { signatures, verification } = await story
      .as(talk.employee)
      .conversations.sealedRecord({ id: talk.id })
    assert.deepEqual(
      signatures.map(({ role, level }) => [role, level]),
      [
        ['manager', 'S1'],
        ['employee', 'S2'],
      ],
    )
    assert.equal(verification.verdict, 'intact')

    // The proof of a signature is for whom evidence is; the manager sees that there is one, and when.
    const seen = await story.as(talk.manager).conversations.sealedRecord({ id: talk.id })
    assert.equal(seen.signatures[1]?.level, 'S2')
    assert.ok(!JSON.stringify(seen.document).includes('client_data'))

    // The log goes on: under its newer checkpoint the same signature still holds.
    await withPasskey(story, await story.hire('后来的人'))
    const { bytes } = await story.behind(talk.employee, (context) => evidenceFile(context, talk.id))
    const later = await verify(bytes)
    assert.equal(later.verdict, 'intact')
    assert.deepEqual([later.facts?.leafIndex, later.facts?.treeSize], [1, 3])
  }))

test('abuse 6: a signature asked for one answer or one page is refused for another', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const { device } = await withPasskey(story, talk.manager)
    const { conversations } = story.as(talk.manager)
    const input = { id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' } as const
    const answer = device.get(await conversations.signOptions(input))
    await assert.rejects(
      conversations.sign({ ...input, statement: '后来加的话', answer }),
      refused('sealing.shownDiffers'),
    )
    await conversations.takeBack({ id: talk.id, reason: '漏了一条' })
    await conversations.saveAnswer({
      id: talk.id,
      part: 'agreement',
      fieldKey: 'managerRemark',
      value: '补上',
      version: 0,
      clientId: crypto.randomUUID(),
    })
    const { shownHash } = await conversations.present({ id: talk.id })
    await assert.rejects(
      conversations.sign({ ...input, shownHash, answer }),
      refused('sealing.shownDiffers'),
    )
    const other = await talkBetween(story, 'presented', { manager: talk.manager })
    await assert.rejects(
      conversations.sign({ id: other.id, shownHash: other.shownHash, outcome: 'agreed', answer }),
      refused('sealing.shownDiffers'),
    )
    assert.deepEqual((await conversations.get({ id: talk.id })).signing.signatures, [])
  }))

test('a key nobody verified, and a key of somebody else, sign nothing', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const { device } = await withPasskey(story, talk.manager)
    const { conversations } = story.as(talk.manager)
    const input = { id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' } as const
    const options = await conversations.signOptions(input)
    await assert.rejects(
      conversations.sign({ ...input, answer: device.get(options, { verified: false }) }),
      refused('accounts.passkeyWrong'),
    )
    const { device: foreign } = await withPasskey(story, talk.employee)
    await assert.rejects(
      conversations.sign({ ...input, answer: foreign.get(options) }),
      refused('accounts.passkeyUnknown'),
    )
    await conversations.sign({ ...input, answer: device.get(options) })
  }))

test('a key signs only once the log has it, under its owner’s name of today', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const api = story.as(talk.manager, { steppedUp: true })
    const device = newAuthenticator()
    const { passkeys } = api.accounts
    const { id } = await passkeys.add({
      name: '我的电脑',
      answer: device.create(await passkeys.addOptions()),
    })
    const input = { id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' } as const
    await story.settle()
    assert.deepEqual(await api.signing.ways(), { passkey: true, almost: null })

    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('person')
        .set({ name: '周晓岚岚' })
        .where('orgId', '=', story.orgId)
        .where('id', '=', talk.manager.personId)
        .execute(),
    )
    assert.deepEqual(await api.signing.ways(), { passkey: false, almost: 'again' })
    await assert.rejects(api.conversations.signOptions(input), refused('sealing.noSigningKey'))
    story.clock.now = new Date(story.clock.now.getTime() + 60_000)
    await passkeys.enterAgain({ id })
    await story.settle()
    assert.equal((await passkeys.list()).passkeys[0]?.signing, 'ready')
    await signWith(story, talk.manager, device, talk)

    await passkeys.remove({ id })
    await story.settle()
    const rows = await story.services.database.inOrg(story.orgId, (db) =>
      db
        .selectFrom('signingKey')
        .select(['version', 'document'])
        .where('passkeyId', '=', id)
        .orderBy('version')
        .execute(),
    )
    assert.deepEqual(
      rows.map(({ version, document }) => [version, document === null]),
      [
        [1, false],
        [2, false],
        [3, true],
      ],
    )
  }))

test('whoever has not agreed to electronic signatures signs nothing here; the answer is a leaf', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .deleteFrom('signingConsent')
        .where('orgId', '=', story.orgId)
        .where('personId', '=', talk.manager.personId)
        .execute(),
    )
    const { conversations, signing } = story.as(talk.manager, { steppedUp: true })
    const sign = () =>
      conversations.sign({ id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' })
    await assert.rejects(sign(), refused('sealing.agreementFirst'))
    assert.equal((await signing.agreement()).agreed, null)
    const { version } = agreement
    await signing.answerAgreement({ version, locale: 'zh-CN', agreed: false })
    await assert.rejects(sign(), refused('sealing.agreementDeclined'))
    story.clock.now = new Date(story.clock.now.getTime() + 60_000)
    await assert.rejects(
      signing.answerAgreement({ version: 'of yesterday', locale: 'zh-CN', agreed: true }),
      refused('sealing.agreementChanged'),
    )
    await signing.answerAgreement({ version, locale: 'zh-CN', agreed: true })
    await sign()
    await story.settle()
    const rows = await story.services.database.inOrg(story.orgId, (db) =>
      db
        .selectFrom('signingConsent as c')
        .innerJoin('logLeaf as l', (join) =>
          join
            .onRef('l.orgId', '=', 'c.orgId')
            .onRef('l.epoch', '=', 'c.epoch')
            .onRef('l.leafIndex', '=', 'c.leafIndex'),
        )
        .select('l.leaf')
        .where('c.personId', '=', talk.manager.personId)
        .execute(),
    )
    assert.equal(rows.length, 2)
    for (const { leaf } of rows) {
      assert.match(leaf, /"kind":"consent"/)
      assert.ok(!leaf.includes('周晓岚') && !leaf.includes(talk.manager.personId))
    }
  }))
