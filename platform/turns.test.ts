import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTurns } from './turns.ts'

test('two work, twenty wait in order, the next is told at once', async () => {
  const turns = openTurns(2, 20, () => new Error('full'))
  let working = 0
  let most = 0
  const done: number[] = []
  const come = (number: number) =>
    turns.take(async () => {
      most = Math.max(most, ++working)
      await new Promise((resolve) => setImmediate(resolve))
      working--
      done.push(number)
    })
  const inside = Array.from({ length: 22 }, (_, number) => come(number))
  await assert.rejects(come(22), { message: 'full' })
  assert.throws(() => turns.demandRoom(), { message: 'full' })
  await Promise.all(inside)
  assert.equal(most, 2)
  assert.deepEqual(done, [...Array(22).keys()])
  await come(23)
})

test('a turn that fails is handed on', async () => {
  const turns = openTurns(1, 1, () => new Error('full'))
  const failing = turns.take(() => Promise.reject(new Error('broken')))
  const waiting = turns.take(async () => 'done')
  await assert.rejects(failing, { message: 'broken' })
  assert.equal(await waiting, 'done')
})
