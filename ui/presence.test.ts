import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTimeToAsk } from './presence.ts'

const minute = 60_000
const asks = (now: number, actedAt: number, askedAt: number) =>
  isTimeToAsk({
    now: now * minute,
    actedAt: actedAt * minute,
    askedAt: askedAt * minute,
    limit: 60 * minute,
  })

test('somebody who reads for long and asks for nothing stays signed in', () => {
  assert.equal(asks(10, 10, 0), false)
  assert.equal(asks(16, 16, 0), true)
  assert.equal(asks(17, 17, 16), false, 'once asked, it rests')
})

test('a page nobody is at asks nothing until the limit has passed, and then once', () => {
  assert.equal(asks(59, 0, 0), false)
  assert.equal(asks(61, 0, 0), true)
  assert.equal(asks(62, 0, 61), false)
})

test('a page that asks by itself all the time learns of the end, too', () => {
  assert.equal(asks(61, 0, 59), true)
  assert.equal(asks(62, 0, 61.1), false)
})
