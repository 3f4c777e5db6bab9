import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario } from '../../../test/support/scenario.ts'
import { weekdayOf } from './rules.ts'
import { china2026 } from './library/2026.ts'
import { kindFrom, readHolidays } from './reading/rules.ts'

test('the list of 2026 holds what was announced: 33 days off, six worked on weekends instead', () => {
  const off = china2026.filter(({ kind }) => kind === 'rest')
  const on = china2026.filter(({ kind }) => kind === 'work')
  assert.equal(off.length, 33)
  assert.deepEqual(on.map(({ day }) => day).sort(), [
    '2026-01-04',
    '2026-02-14',
    '2026-02-28',
    '2026-05-09',
    '2026-09-20',
    '2026-10-10',
  ])
  assert.ok(on.every(({ day }) => [0, 6].includes(weekdayOf(day))))
  assert.equal(new Set(china2026.map(({ day }) => day)).size, china2026.length)
})

test('HR takes the list over with one click, changes a day and gives it back', () =>
  scenario(async ({ hr, as, hire }) => {
    const { calendar } = as(hr).org
    assert.equal((await calendar.year({ year: 2026 })).workdays, 261)
    await calendar.takeOffered({ year: 2026 })
    const taken = await calendar.year({ year: 2026 })
    assert.deepEqual(
      [taken.days.length, taken.offered[0]?.isTaken, taken.workdays],
      [39, true, 248],
    )
    await calendar.setDay({ day: '2026-12-24', kind: 'rest', name: '厂庆' })
    assert.equal((await calendar.year({ year: 2026 })).workdays, 247)
    await calendar.setDay({ day: '2026-12-24', kind: null, name: '' })
    await calendar.setRestDays({ restDays: [0] })
    assert.ok((await calendar.year({ year: 2026 })).workdays > 280)
    const mia = await hire('米亚')
    assert.equal((await as(mia).org.calendar.year({ year: 2026 })).refusals.change, 'org.hrOnly')
    await assert.rejects(as(mia).org.calendar.takeOffered({ year: 2026 }), { code: 'FORBIDDEN' })
  }))

test('a CSV of holidays is read however the dates are written, and odd lines are named', () => {
  const { days, problems } = readHolidays(
    '日期,类型,名称\n2026-10-01,休,国庆节\n2026/10/10,班,国庆节\n20261001,放假,国庆节\n2026年5月1日,休,劳动节\n32号,休,?\n2026-02-30,休,没有这一天\n2026-06-01,调休\n',
  )
  assert.deepEqual(
    days.map(({ day, kind, name }) => `${day} ${kind} ${name}`),
    ['2026-05-01 rest 劳动节', '2026-10-01 rest 国庆节', '2026-10-10 work 国庆节'],
  )
  assert.deepEqual(
    problems.map(({ line }) => line),
    [6, 7, 8],
  )
})

test('a calendar file (ICS) of several days is read day by day; what is no holiday is named', () => {
  const event = (from: string, to: string, title: string) =>
    `BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:${from}\r\nDTEND;VALUE=DATE:${to}\r\nSUMMARY:${title}\r\nEND:VEVENT\r\n`
  const { days, problems } = readHolidays(
    `BEGIN:VCALENDAR\r\n${event('20261001', '20261004', '国庆节（休）')}${event('20261010', '20261011', '国庆节\r\n （班）')}${event('20261111', '20261112', '部门聚餐')}END:VCALENDAR\r\n`,
  )
  assert.deepEqual(
    days.map(({ day, kind }) => `${day} ${kind}`),
    ['2026-10-01 rest', '2026-10-02 rest', '2026-10-03 rest', '2026-10-10 work'],
  )
  assert.equal(problems.length, 1)
  assert.equal(kindFrom('劳动节调休'), null)
})

test('a calendar on which nobody ever works is refused', () =>
  scenario(async ({ hr, as }) => {
    const { calendar } = as(hr).org
    const days = Array.from({ length: 100 }, (_, n) => ({
      day: new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10),
      kind: 'rest' as const,
      name: '停产',
    }))
    await assert.rejects(calendar.take({ days }), { code: 'BAD_REQUEST' })
    assert.equal((await calendar.year({ year: 2027 })).days.length, 0)
  }))
