import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDay, readTime } from './days.ts'

const today = '2026-11-21'

test('a day is read in every way people write it', () => {
  for (const typed of [
    '2026-11-20',
    '2026/11/20',
    '2026.11.20',
    '2026年11月20日',
    '２０２６－１１－２０',
    '20261120',
    '20 Nov 2026',
    'November 20, 2026',
    '2026 Nov 20',
    '11-20',
    '11/20',
    '11月20日',
    ' 2026-11-20 ',
    '2026-11-20 14:30',
    '2026-11-20T14:30',
  ])
    assert.equal(readDay(typed, today), '2026-11-20', typed)
  assert.equal(readDay('2024-2-29', today), '2024-02-29')
})

test('what is no day, or half typed, is none', () => {
  for (const typed of [
    '',
    '2026',
    '2026-11',
    '2026-13-01',
    '2026-02-30',
    '0202-11-20',
    'friday',
    '31',
  ])
    assert.equal(readDay(typed, today), null, typed)
})

test('a time is read as people write it', () => {
  const read = {
    '14:30': '14:30',
    '9：05': '09:05',
    '1430': '14:30',
    '14点30': '14:30',
    '9点': '09:00',
  }
  for (const [typed, time] of Object.entries(read)) assert.equal(readTime(typed), time, typed)
  for (const typed of ['', '25:00', '14:61', '9', 'noon'])
    assert.equal(readTime(typed), null, typed)
})
