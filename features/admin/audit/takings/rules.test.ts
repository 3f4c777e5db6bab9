import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standingOf, standingOfAll, type Taking } from './rules.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 9, minute))
const taking = (begun: number, end: Partial<Taking> = {}): Taking => ({
  begunAt: at(begun),
  movedAt: at(begun),
  handedOverAt: null,
  brokenOffAt: null,
  ...end,
})
const nothing = { isBeingTaken: false, handedOverAt: null, brokenOffAt: null }

test('an archive is taken when its last byte has left, not when it was begun', () => {
  assert.deepEqual(standingOf([], at(9)), nothing)
  const begun = taking(1)
  assert.deepEqual(standingOf([begun], at(1)), { ...nothing, isBeingTaken: true })
  const whole = { ...begun, handedOverAt: at(2) }
  assert.deepEqual(standingOf([whole], at(9)), { ...nothing, handedOverAt: at(2) })
  const broken = { ...begun, brokenOffAt: at(2) }
  assert.deepEqual(standingOf([broken], at(9)), { ...nothing, brokenOffAt: at(2) })
})

test('one that stands still with nobody to say so has broken off where it last moved', () => {
  const moved = { ...taking(1), movedAt: at(3) }
  assert.ok(standingOf([moved], new Date(at(4).getTime() - 1)).isBeingTaken)
  assert.deepEqual(standingOf([moved], at(4)), { ...nothing, brokenOffAt: at(3) })
})

test('taken again, what counts is the newest; that it was once handed over stays', () => {
  const broken = taking(1, { brokenOffAt: at(2) })
  const whole = taking(3, { handedOverAt: at(4) })
  for (const takings of [
    [broken, whole],
    [whole, broken],
  ])
    assert.deepEqual(standingOf(takings, at(9)), { ...nothing, handedOverAt: at(4) })
  assert.deepEqual(standingOf([whole, taking(5, { brokenOffAt: at(6) })], at(9)), {
    ...nothing,
    handedOverAt: at(4),
    brokenOffAt: at(6),
  })
})

test('an export of several archives is taken once each of them was', () => {
  const whole = { ...nothing, handedOverAt: at(4) }
  assert.deepEqual(standingOfAll([whole, nothing]), nothing)
  assert.deepEqual(standingOfAll([whole, { ...nothing, brokenOffAt: at(5) }]), {
    ...nothing,
    brokenOffAt: at(5),
  })
  assert.deepEqual(standingOfAll([whole, { ...nothing, handedOverAt: at(7) }]), {
    ...nothing,
    handedOverAt: at(7),
  })
})
