import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addressOf,
  attachedTo,
  everybodyHasAddress,
  mailGoesTo,
  mailServer,
  words,
  type TestMailServer,
} from '../../../../test/support/mailServer.ts'
import { scenario, type Someone, type Story } from '../../../../test/support/scenario.ts'
import { talkBetween } from '../../../../test/support/talks.ts'
import { addDays, dayIn } from '../../../../platform/clock.ts'
import { handOutDay } from '../../../sealing/attesting/handlers.ts'
import { verify } from '../../../sealing/verifier/rules.ts'
import { enqueue } from '../queries.ts'
import type { DeliveryState } from '../rules.ts'
import { stopReminders } from '../stopping/handlers.ts'
import { stopAddress } from '../stopping/queries.ts'
import { startSending } from './reactions.ts'

const outside = { authority: null, witness: null, checkpointDir: null }
const quick = { firstMs: 20, longestMs: 50, attempts: 5 }

async function withMail(
  work: (story: Story, server: TestMailServer, mia: Someone) => Promise<void>,
) {
  await scenario(async (story) => {
    const server = await mailServer()
    const mia = await story.hire('米亚')
    try {
      await mailGoesTo(story, server)
      await work(story, server, mia)
    } finally {
      await server.close()
    }
  })
}

/** A word that needs nothing else to be true: a passkey was added. */
const tell = ({ services, orgId }: Story, someone: Someone, dedupe = 'x') =>
  services.database.inOrg(orgId, (db) =>
    enqueue(db, { orgId, now: new Date() }, [
      { personId: someone.personId, kind: 'notice', topic: 'passkeyAdded', dedupe },
    ]),
  )

const stateOf = ({ services, orgId }: Story) =>
  services.database.inOrg(orgId, (db) =>
    db
      .selectFrom('delivery')
      .select(['state', 'attempts', 'lastError', 'lastAnswer'])
      .orderBy('id')
      .execute(),
  )

/** Workers until nothing waits any more. */
async function sendAll(
  story: Story,
  { workers = 1, holdMs = 5000, clock = () => new Date() } = {},
) {
  const sending = Array.from({ length: workers }, () =>
    startSending(story.services, {
      clock,
      everyMs: 10,
      holdMs,
      patience: quick,
      wayPatience: { ...quick, attempts: Infinity },
    }),
  )
  const until = Date.now() + 20_000
  while ((await stateOf(story)).some(({ state }) => state === 'waiting') && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20))
  await Promise.all(sending.map((it) => it.stop()))
  return stateOf(story)
}
const all = (rows: { state: DeliveryState }[]) => [...new Set(rows.map(({ state }) => state))]

test('a new passkey is told by mail, in the receiver’s language, without saying who', () =>
  withMail(async (story, server, mia) => {
    await story.as(mia).accounts.setLocale({ locale: 'en' })
    await tell(story, mia)
    await sendAll(story)
    const [mail] = server.arrived
    assert.equal(mail?.to, addressOf(mia))
    assert.equal(mail.subject, 'A passkey was added to your account')
    assert.match(words(mail), /If this was not you/)
    assert.match(words(mail), /https:\/\/cuxi\.example\//)
    assert.match(mail.text, /text\/plain[\s\S]*text\/html/)
    assert.doesNotMatch(mail.text + words(mail), /米亚|List-Unsubscribe/)
    assert.match(mail.messageId, /^<[0-9a-f-]{36}@example\.com>$/)
  }))

test('a server that says later, or breaks off, gets the same mail again under the same id', () =>
  withMail(async (story, server, mia) => {
    server.be('later', 'drops', 'takes')
    await tell(story, mia)
    assert.deepEqual(all(await sendAll(story)), ['sent'])
    assert.equal(server.arrived.length, 2)
    assert.equal(new Set(server.arrived.map(({ messageId }) => messageId)).size, 1)
  }))

test('what the server never takes is a dead letter at once, and says why without the address', () =>
  withMail(async (story, server, mia) => {
    server.be('never')
    await tell(story, mia)
    const [letter] = await sendAll(story)
    assert.deepEqual([letter?.state, letter?.attempts, letter?.lastError], ['dead', 1, 'refused'])
    assert.match(letter!.lastAnswer!, /550/)
    assert.doesNotMatch(letter!.lastAnswer!, /example\.com/)
  }))

test('what fails too often is a dead letter in the end', () =>
  withMail(async (story, server, mia) => {
    server.be('later')
    await tell(story, mia)
    const [letter] = await sendAll(story)
    assert.deepEqual([letter?.state, letter?.attempts, letter?.lastError], ['dead', 5, 'later'])
  }))

test('several workers send each word once', () =>
  withMail(async (story, server, mia) => {
    for (let n = 0; n < 40; n++) await tell(story, mia, `word ${n}`)
    assert.deepEqual(all(await sendAll(story, { workers: 3 })), ['sent'])
    assert.equal(server.arrived.length, 40)
    assert.equal(new Set(server.arrived.map(({ messageId }) => messageId)).size, 40)
  }))

test('while the server is away the way rests for everybody, and no page waits for it', () =>
  withMail(async (story, server, mia) => {
    await server.close()
    for (let n = 0; n < 12; n++) await tell(story, mia, `word ${n}`)
    const sending = startSending(story.services, { everyMs: 10 })
    await sending.settle()
    const from = performance.now()
    await story.as(mia).notifications.counts()
    assert.ok(performance.now() - from < 2000)
    await sending.stop()
    const rows = await stateOf(story)
    assert.deepEqual(all(rows), ['waiting'])
    const way = await story.services.database.inOrg(story.orgId, (db) =>
      db.selectFrom('channel').selectAll().executeTakeFirstOrThrow(),
    )
    assert.equal(way.failures, 1)
    assert.ok(way.retryAt! > new Date())
  }))

test('a word whose worker died is sent by the next one once its hold has ended', () =>
  withMail(async (story, server, mia) => {
    await tell(story, mia)
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('delivery')
        .set({ heldBy: story.orgId, heldUntil: new Date(Date.now() + 400) })
        .execute(),
    )
    const from = Date.now()
    assert.deepEqual(all(await sendAll(story)), ['sent'])
    assert.ok(Date.now() - from >= 300)
    assert.equal(server.arrived.length, 1)
  }))

test('nothing is said any more to who has left meanwhile', () =>
  withMail(async (story, server, mia) => {
    await tell(story, mia)
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('person')
        .set({ leftOn: '2020-01-02' })
        .where('orgId', '=', story.orgId)
        .where('id', '=', mia.personId)
        .execute(),
    )
    assert.deepEqual(all(await sendAll(story)), ['needless'])
    assert.equal(server.arrived.length, 0)
  }))

test('an invitation goes by mail with a link that works once; the row holds no secret', () =>
  withMail(async (story, server, mia) => {
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('person')
        .set({ accountId: null })
        .where('orgId', '=', story.orgId)
        .where('id', '=', mia.personId)
        .execute(),
    )
    const { token } = await story.as(story.hr).org.invite({ id: mia.personId, byMail: true })
    await story.settle()
    await sendAll(story)
    const mail = server.arrived.find(({ to }) => to === addressOf(mia))
    assert.ok(mail && words(mail).includes(`/invite/${token}`))
    const { name } = await story.stranger.joining.invitation({ token })
    assert.equal(name, '米亚')
    const rows = await story.services.database.inOrg(story.orgId, (db) =>
      db.selectFrom('delivery').selectAll().execute(),
    )
    assert.ok(!JSON.stringify(rows).includes(token.split('.').at(-1)!))
  }))

test('a receipt goes to both by mail, and the checkpoint of a day to whoever keeps it', () =>
  withMail(async (story, server, mia) => {
    const [manager, union] = [await story.hire('周晓岚'), await story.hire('王工会')]
    const security = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    await everybodyHasAddress(story)
    const { employee } = await talkBetween(story, 'sealed', {
      employee: mia,
      manager,
      template: 'monthly',
      flow: 'monthly',
      text: '只在两个人之间的话',
    })
    const former = await story.hire('离开的工会主席')
    for (const { personId } of [union, former])
      await story.as(story.hr).checkpoints.addContact({ personId, role: '工会' })
    const org = { id: story.orgId, timezone: 'Asia/Shanghai' }
    const day = addDays(dayIn(org.timezone, story.clock.now), 1)
    const at = (time: string) => new Date(`${day}T${time}:00+08:00`)
    await story.services.database.inOrg(org.id, (db) =>
      db
        .updateTable('person')
        .set({ leftOn: dayIn(org.timezone, story.clock.now) })
        .where('id', '=', former.personId)
        .execute(),
    )
    await handOutDay(story.services.database, org, outside, at('00:30'))
    await story.settle()
    const night = startSending(story.services, { clock: () => at('00:35') })
    await night.settle()
    await night.stop()
    const toUnion = () => server.arrived.filter(({ to }) => to === addressOf(union))
    const handedOut = async () =>
      (await story.as(security).admin.audit.log({ about: 'data' })).items
        .filter(({ kind }) => kind === 'checkpoint.handedOut')
        .map(({ whom, data }) => [whom?.name, data.day])
    assert.deepEqual([toUnion().length, await handedOut()], [0, []], 'at night nobody is rung up')
    await handOutDay(story.services.database, org, outside, at('01:30'))
    await story.settle()
    await sendAll(story, { clock: () => at('08:05') })
    assert.deepEqual(await handedOut(), [[union.name, day]], 'once a day, to whoever is still here')
    const [mail] = toUnion()
    const checkpoint = attachedTo(mail!, `${day}.checkpoint`)
    const judged = await verify(checkpoint!)
    assert.deepEqual([judged.kind, judged.verdict], ['checkpoint', 'unknown'])
    for (const someone of [employee, manager]) {
      const receipt = server.arrived
        .filter(({ to }) => to === addressOf(someone))
        .map((one) => attachedTo(one, 'receipt.tlog-proof'))
        .find(Boolean)
      assert.match(String(receipt), /^c2sp\.org\/tlog-proof@v1\n/, someone.name)
    }
    for (const { text } of server.arrived) assert.doesNotMatch(text, /只在两个人之间的话/)
    await story.as(story.hr).checkpoints.removeContact({ personId: union.personId })
    const next = new Date(at('12:00').getTime() + 86_400_000)
    await handOutDay(story.services.database, org, outside, next)
    await story.settle()
    await sendAll(story, { clock: () => next })
    assert.equal(toUnion().length, 1)
  }))

test('a link at the end of a reminder stops them on that way, without signing in; a forged one does nothing', () =>
  withMail(async ({ services, orgId, as }, _, mia) => {
    const address = await stopAddress('https://cuxi.example', orgId, mia.personId, 'mail')
    const token = address.split('/').at(-1)!
    assert.equal(await stopReminders(services.database, `${token}x`, new Date()), false)
    assert.equal(
      await stopReminders(services.database, token.replace('.mail.', '.wecom.'), new Date()),
      false,
    )
    assert.equal(await stopReminders(services.database, token, new Date()), true)
    assert.equal(await stopReminders(services.database, token, new Date()), true)
    const { preference } = await as(mia).notifications.preferences.mine()
    assert.ok(!preference.channels.includes('mail'))
  }))
