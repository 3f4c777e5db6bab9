import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainCalendar } from '../../org/calendar/rules.ts'
import { nextReview, reviewDayIn, yearOf } from './rules.ts'

const calendar = { ...plainCalendar, days: { '2027-05-01': 'rest', '2027-05-03': 'rest' } as const }

test('R066: a day of rest moves the yearly look at the mechanism to the working day after', () => {
  assert.equal(reviewDayIn(2026, '12-01', calendar), '2026-12-01')
  assert.equal(reviewDayIn(2027, '05-01', calendar), '2027-05-04')
  assert.equal(reviewDayIn(2027, '02-29', calendar), '2027-03-01')
})

test('R066: it waits from a fortnight before until something is decided, once a year, and never for a year one was not there', () => {
  const facts = { on: '12-01', since: '2025-03-01', decided: [2025] }
  const on = (today: string, more: Partial<typeof facts> = {}) => {
    const { year, dueOn, isOpen } = nextReview({ ...facts, ...more }, calendar, today)
    return [year, dueOn, isOpen]
  }
  assert.deepEqual(on('2026-11-16'), [2026, '2026-12-01', false])
  assert.deepEqual(on('2026-11-17'), [2026, '2026-12-01', true])
  assert.deepEqual(on('2027-03-01'), [2026, '2026-12-01', true])
  assert.deepEqual(on('2026-11-20', { decided: [2025, 2026] }), [2027, '2027-12-01', false])
  assert.deepEqual(on('2027-11-30', { decided: [2025] }), [2027, '2027-12-01', true])
  assert.deepEqual(on('2026-11-20', { since: '2026-10-01' }), [2027, '2027-12-01', false])
  // Written before its fortnight, a decision is about the year at hand, and that year asks no more.
  assert.equal(yearOf(nextReview(facts, calendar, '2026-06-01'), '2026-06-01'), 2026)
  assert.equal(yearOf(nextReview(facts, calendar, '2027-03-01'), '2027-03-01'), 2026)
  // Across the turn of the year.
  assert.deepEqual(on('2026-12-25', { on: '01-04' }), [2027, '2027-01-04', true])
})
