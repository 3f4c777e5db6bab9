import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { ask, visitorAt, wordsOf } from '../support/http.ts'
import { password } from '../support/scenario.ts'
import { assertHasWords, newSite, type Site } from '../support/site.ts'
import { talkBetween } from '../support/talks.ts'

let site: Site & { close(): Promise<void> }
before(async () => {
  site = await newSite()
})
after(() => site.close())

const signIn = async (name: string, typed: string) =>
  wordsOf(
    await visitorAt(site.url).send('/api/public/accounts/signIn', {
      method: 'POST',
      body: JSON.stringify({ json: { name, password: typed } }),
      headers: { 'content-type': 'application/json' },
    }),
  )

/** As if the last failed try had been so many minutes ago. */
const letTimePass = (minutes: number) =>
  site.services.database.pool.query(
    `update sign_in_failure set last_at = last_at - make_interval(mins => $1)`,
    [minutes],
  )

test('twenty wrong passwords cost a delay, not the account: the right one enters after it', async () => {
  const someone = await site.hire('健忘的人')
  const answers = []
  for (let n = 0; n < 20; n++) answers.push(await signIn(someone.employeeNo, `wrong password ${n}`))
  const reasons = Map.groupBy(answers, ({ status, reason }) => `${status} ${reason}`)
  assert.deepEqual([...reasons.keys()].sort(), [
    '400 accounts.wrongNameOrPassword',
    '429 accounts.tooManyTries',
  ])
  assert.ok(
    reasons.get('400 accounts.wrongNameOrPassword')!.length <= 7,
    'the delay begins after a few tries',
  )
  for (const { reason } of answers) assertHasWords(reason)
  const waiting = answers.at(-1)!.params!.seconds as number
  assert.ok(waiting >= 1 && waiting <= 300, `${waiting} s`)
  assert.equal(
    (await signIn(someone.employeeNo, password)).status,
    429,
    'the right password waits too, or it could be guessed',
  )
  await letTimePass(6)
  assert.equal((await signIn(someone.employeeNo, password)).status, 200)
  assert.equal(
    (await signIn(someone.employeeNo, 'wrong again')).status,
    400,
    'and the count begins anew',
  )
})

test('a name nobody has is answered like a wrong password', async () => {
  const someone = await site.hire('真有其人')
  const wrong = await signIn(someone.employeeNo, 'not the password')
  assert.deepEqual(await signIn('nobody@example.com', 'not the password'), wrong)
})

test('twenty wrong passwords before a signature delay the signature only', async () => {
  const someone = await site.visit(await site.hire('手滑的人'))
  const answers = []
  for (let n = 0; n < 20; n++)
    answers.push(await wordsOf(await ask(someone, 'accounts.stepUp', { password: `wrong ${n}` })))
  assert.deepEqual([...new Set(answers.map(({ reason }) => reason))].sort(), [
    'accounts.tooManyTries',
    'accounts.wrongPassword',
  ])
  for (const { reason } of answers) assertHasWords(reason)
  assert.equal((await someone.api.accounts.me()).steppedUpUntil, null)
  await letTimePass(6)
  assert.ok((await someone.api.accounts.stepUp({ password })).until)
})

/** What the log says was refused while `work` was done. */
async function refusedWhile(work: () => Promise<unknown>) {
  const real = process.stderr.write
  let said = ''
  process.stderr.write = ((chunk: unknown) => ((said += String(chunk)), true)) as never
  try {
    await work()
  } finally {
    process.stderr.write = real
  }
  const lines = said.split('\n').filter((line) => line.includes('"request.refused"'))
  return { said, refused: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

test('who is refused what, why and from where stands in the log, and no word anybody typed', async () => {
  const someone = await site.hire('梅兰')
  const visitor = await site.visit(someone)
  const foreign = newId()
  const { said, refused } = await refusedWhile(async () => {
    await signIn(someone.employeeNo, 'a guess at a secret')
    await signIn('nobody@example.com', 'a guess at a secret')
    await ask(visitor, 'conversations.get', { id: foreign })
    await ask(visitor, 'conversations.get', { id: 'a word for an id' })
    await ask(visitor, 'accounts.endOtherSessions', {})
    await visitor.send(`/api/files/attachment/${foreign}`)
    await ask(visitor, 'accounts.me', {}, { origin: 'https://elsewhere.example' })
    await visitorAt(site.url).send('/api/rpc/accounts/me', { method: 'POST', body: '{}' })
  })
  const { personId: person, accountId: account } = someone
  const nobody = { person: null, account: null }
  assert.deepEqual(
    refused.map(({ at, ip, event, ...rest }) => (assert.ok(at && ip && event), rest)),
    [
      ['accounts.signIn', 400, 'accounts.wrongNameOrPassword', { person: null, account }],
      ['accounts.signIn', 400, 'accounts.wrongNameOrPassword', nobody],
      ['conversations.get', 404, 'app.notFound', { person, account }],
      ['conversations.get', 400, 'input', { person, account }],
      ['accounts.endOtherSessions', 403, 'accounts.stepUpFirst', { person, account }],
      ['files/attachment', 404, 'app.notFound', { person, account }],
      ['rpc/accounts/me', 403, 'app.otherSite', nobody],
    ].map(([what, status, reason, who]) => ({ what, status, reason, ...(who as object) })),
  )
  for (const typed of ['guess', 'nobody@', 'a word']) assert.ok(!said.includes(typed), typed)
})

test('a session that ends in the middle of a form: 401, sign in again, the same request is saved', async () => {
  const talk = await talkBetween(site, 'prepare', { template: 'monthly', flow: 'monthly' })
  const visitor = await site.visit(talk.employee)
  const save = {
    id: talk.id,
    part: 'self' as const,
    fieldKey: 'selfBest',
    value: '写了半小时的一段话',
    version: 0,
    clientId: newId(),
  }
  await site.services.database.inOrg(site.orgId, (db) =>
    db
      .updateTable('session')
      .set({ expiresAt: new Date(0) })
      .where('orgId', '=', site.orgId)
      .where('accountId', '=', talk.employee.accountId)
      .execute(),
  )
  const refused = await wordsOf(await ask(visitor, 'conversations.saveAnswer', save))
  assert.deepEqual(
    [refused.status, refused.code, refused.reason],
    [401, 'UNAUTHORIZED', 'app.signedOut'],
  )
  assertHasWords(refused.reason)
  await visitor.stranger.accounts.signIn({ name: talk.employee.employeeNo, password })
  assert.equal((await visitor.api.conversations.saveAnswer(save)).version, 1)
  assert.equal(
    (await visitor.api.conversations.saveAnswer(save)).version,
    1,
    'sent twice, saved once',
  )
})

test('the password entered again is asked for anew after five minutes', async () => {
  const talk = await talkBetween(site, 'presented', { template: 'monthly', flow: 'monthly' })
  const visitor = await site.visit(talk.manager)
  const sign = { id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' }
  const never = await wordsOf(await ask(visitor, 'conversations.sign', sign))
  await visitor.api.accounts.stepUp({ password })
  await site.services.database.inOrg(site.orgId, (db) =>
    db
      .updateTable('session')
      .set({ steppedUpAt: new Date(Date.now() - 5 * 60_000 - 1000) })
      .where('orgId', '=', site.orgId)
      .where('steppedUpAt', 'is not', null)
      .execute(),
  )
  const late = await wordsOf(await ask(visitor, 'conversations.sign', sign))
  for (const { status, reason } of [never, late])
    assert.deepEqual([status, reason], [403, 'conversations.stepUpFirst'])
  assertHasWords(never.reason)
})

test('a forged, cut or foreign session is nobody', async () => {
  const visitor = await site.visit(await site.hire('本人'))
  const pairs = visitor.cookie().split('; ')
  const cookie = pairs.find((pair) => pair.includes('session_token'))!
  const device = pairs.find((pair) => pair.includes('device'))!
  for (const forged of [
    // Signed by us, and for something else.
    device.replace('device', 'session_token'),
    cookie.slice(0, -4),
    cookie.replace(/=(.)/, (_, first) => `=${first === 'a' ? 'b' : 'a'}`),
    cookie.replace(/\..*/, '.'),
    cookie.replace(/\..*/, ''),
  ]) {
    const answer = await wordsOf(
      await visitorAt(site.url).send('/api/rpc/accounts/me', {
        method: 'POST',
        body: '{}',
        headers: { cookie: forged, 'content-type': 'application/json' },
      }),
    )
    assert.equal(answer.status, 401, forged)
  }
})

test('a page that is somebody else’s by now gets nothing, and hears nothing', async () => {
  const [before, now] = [await site.hire('先坐在这里的人'), await site.hire('后来登录的人')]
  const { send } = await site.visit(now)
  const asked = (accountId: string) =>
    send('/api/rpc/accounts/me', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', 'x-cuxi-account': accountId },
    })
  assert.equal((await asked(before.accountId)).status, 401)
  assert.equal((await asked(now.accountId)).status, 200)
  assert.equal((await send(`/api/live?account=${before.accountId}`)).status, 401)
})

test('a hundred guesses at once are not a hundred guesses', async () => {
  const someone = await site.hire('被猜的人')
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => signIn(someone.employeeNo, `guess number ${n}`)),
  )
  const heard = answers.filter(({ status }) => status === 400).length
  // Those that arrive before the first has failed are compared, no more than there are connections.
  assert.ok(heard <= 30, `${heard} of 100 guesses were compared`)
  assert.ok(answers.every(({ status }) => status === 400 || status === 429))
})

test('a flood of passwords is told to come back, and what was not heard is not counted', async () => {
  const people = Array.from({ length: 60 }, (_, n) => `flood${n}@example.com`)
  const answers = await Promise.all(people.map((name) => signIn(name, 'whatever it is')))
  const crowded = answers.filter(({ reason }) => reason === 'accounts.crowded')
  assert.ok(crowded.length > 0, 'nobody was sent away')
  assert.ok(crowded.every(({ status, params }) => status === 429 && params?.seconds === 30))
  assertHasWords(crowded[0]!.reason)
  const { rows } = await site.services.database.pool.query<{ heard: number }>(
    `select count(*) as heard from sign_in_failure where key like 'name:flood%' and failures > 0`,
  )
  assert.equal(rows[0]!.heard, answers.filter(({ status }) => status === 400).length)
  assert.equal((await signIn('HR001', password)).status, 200, 'a moment later there is room')
})
