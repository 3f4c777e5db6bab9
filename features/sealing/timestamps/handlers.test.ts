import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { hasOpenssl, openAuthority, type Manner } from '../../../test/support/authority.ts'
import { NoTimestamp, requestTimestamp } from './handlers.ts'
import { checkTimestamp } from './rules.ts'

const skip = hasOpenssl() ? false : 'openssl is not installed here'
let authority: Awaited<ReturnType<typeof openAuthority>>
before(async () => {
  if (!skip) authority = await openAuthority()
})
after(() => authority?.close())

const digest = () => createHash('sha256').update(randomBytes(8)).digest()
const asking = (changes = {}) => ({ url: authority.url, policy: null, trusted: null, ...changes })

test('an honest authority’s time is taken, and says whose it is', { skip }, async () => {
  authority.behave('honest')
  const imprint = digest()
  const { token, facts } = await requestTimestamp(imprint, asking({ trusted: authority.root }))
  assert.equal(facts.authority, 'Test TSA')
  assert.ok(Math.abs(Date.parse(facts.at) - Date.now()) < 60_000)
  assert.ok('ok' in (await checkTimestamp(token, imprint)))
})

test('an authority with an elliptic key is understood, too', { skip }, async () => {
  const other = await openAuthority('ec')
  try {
    const { facts } = await requestTimestamp(
      digest(),
      asking({ url: other.url, trusted: other.root }),
    )
    assert.equal(facts.policy, '1.2.3.4.1')
  } finally {
    other.close()
  }
})

for (const manner of ['html', 'refuses', 'wrongHash', 'unsigned'] satisfies Manner[])
  test(`an authority that goes wrong (${manner}) gives no time`, { skip }, async () => {
    authority.behave(manner)
    await assert.rejects(requestTimestamp(digest(), asking()), NoTimestamp)
  })

for (const manner of ['hangs', 'stalls'] satisfies Manner[])
  test(`an authority that ${manner} is not waited for without end`, { skip }, async () => {
    authority.behave(manner)
    const began = performance.now()
    await assert.rejects(requestTimestamp(digest(), asking(), 300), NoTimestamp)
    assert.ok(performance.now() - began < 5_000)
  })

test('an old timestamp over the same hash is told by its nonce', { skip }, async () => {
  const imprint = digest()
  authority.behave('honest')
  await requestTimestamp(imprint, asking())
  authority.behave('old')
  await assert.rejects(requestTimestamp(imprint, asking()), {
    message: 'the timestamp is an old one',
  })
})

test(
  'another policy than the one agreed on, and an authority nobody named, are refused',
  { skip },
  async () => {
    authority.behave('honest')
    const { facts } = await requestTimestamp(digest(), asking({ policy: '1.2.3.4.5' }))
    assert.equal(facts.policy, '1.2.3.4.5')
    await assert.rejects(requestTimestamp(digest(), asking({ policy: '1.2.3.4.9' })), NoTimestamp)
    const stranger = await openAuthority()
    try {
      await assert.rejects(requestTimestamp(digest(), asking({ trusted: stranger.root })), {
        message: 'the timestamp is by an authority that is not trusted',
      })
    } finally {
      stranger.close()
    }
  },
)

test('a dead authority gives no time', { skip }, async () => {
  await assert.rejects(
    requestTimestamp(digest(), asking({ url: 'http://127.0.0.1:9/' })),
    NoTimestamp,
  )
})
