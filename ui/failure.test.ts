import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ORPCError } from '@orpc/client'
import { failureKey, keepsOut, noteDeed, refusesReason } from './failure.ts'

const invalid = (data: object) => new ORPCError('BAD_REQUEST', { data })

test('a reason that is refused stays a fault of its field; the page it opens is there', () => {
  const broken = invalid({ reason: 'app.brokenText', params: {}, field: 'reason' })
  const tooLong = invalid({ issues: [{ path: ['reason'], message: 'Too big' }] })
  for (const error of [broken, tooLong])
    assert.deepEqual([refusesReason(error), keepsOut(error)], [true, false])
})

test('what is no address of anything keeps out, as what is missing or somebody else’s does', () => {
  const noId = invalid({ issues: [{ path: ['id'], message: 'Invalid UUID' }] })
  const missing = new ORPCError('NOT_FOUND', { data: { reason: 'app.notFound' } })
  const notYours = new ORPCError('FORBIDDEN', { data: { reason: 'conversations.reasonFirst' } })
  for (const error of [noId, missing, notYours])
    assert.deepEqual([refusesReason(error), keepsOut(error)], [false, true])
  for (const error of [null, new TypeError('fetch failed')])
    assert.deepEqual([refusesReason(error), keepsOut(error)], [false, false])
})

test('whoever did something while cut off is told that it is not done; a page only that it is not there', () => {
  const [reading, deed] = [new TypeError('fetch failed'), new TypeError('fetch failed')]
  const signedOut = new ORPCError('UNAUTHORIZED')
  for (const error of [deed, signedOut]) noteDeed(error)
  assert.deepEqual([reading, deed, signedOut].map(failureKey), ['offline', 'undone', 'session'])
})
