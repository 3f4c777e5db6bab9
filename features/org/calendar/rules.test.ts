import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../../platform/clock.ts'
import {
  isWorkday,
  plainCalendar,
  workdayAfter,
  workdaysBetween,
  type WorkCalendar,
} from './rules.ts'

/** Spring Festival 2026: nine days off, two Saturdays worked instead. */
const spring: WorkCalendar = {
  restDays: [0, 6],
  days: {
    '2026-02-14': 'work',
    ...Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [addDays('2026-02-15', n), 'rest' as const]),
    ),
    '2026-02-28': 'work',
  },
}

test('a Saturday worked instead of a holiday is a working day, the holiday is none', () => {
  assert.equal(isWorkday(spring, '2026-02-14'), true)
  assert.equal(isWorkday(spring, '2026-02-17'), false)
  assert.equal(isWorkday(plainCalendar, '2026-02-14'), false)
})

test('three working days after the Friday before Spring Festival lie behind it', () => {
  assert.equal(workdayAfter(spring, '2026-02-13', 1), '2026-02-14')
  assert.equal(workdayAfter(spring, '2026-02-13', 3), '2026-02-25')
  assert.equal(workdayAfter(spring, '2026-02-25', -3), '2026-02-13')
  assert.equal(workdayAfter(plainCalendar, '2026-12-31', 1), '2027-01-01')
})

test('no working days from a day is that day, even a holiday', () =>
  assert.equal(workdayAfter(spring, '2026-02-17', 0), '2026-02-17'))

test('a factory that rests on Fridays only works on Sundays', () => {
  const factory = { restDays: [5], days: {} }
  assert.equal(isWorkday(factory, '2026-11-22'), true)
  assert.equal(workdayAfter(factory, '2026-11-19', 1), '2026-11-21')
})

test('counting forth and back agree, whatever the calendar', () => {
  const day = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2020-01-01', n))
  const calendar = fc.record({
    restDays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 6 }),
    days: fc.dictionary(day, fc.constantFrom('rest' as const, 'work' as const), { maxKeys: 30 }),
  })
  fc.assert(
    fc.property(calendar, day, fc.integer({ min: 1, max: 60 }), (at, from, n) => {
      const there = workdayAfter(at, from, n)
      assert.ok(isWorkday(at, there))
      assert.equal(workdaysBetween(at, from, there), n)
      assert.equal(workdaysBetween(at, there, from), -n)
      const back = workdayAfter(at, there, -n)
      assert.ok(back <= from || !isWorkday(at, from))
    }),
  )
})
