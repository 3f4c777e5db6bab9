import assert from 'node:assert/strict'
import test from 'node:test'
import { channels, scenarios } from './contract.ts'
import { packPresets, presets } from '../presets/rules.ts'
import { bestFor, gapsIn, usualGapDays, usualMatrix, usualYear } from './rules.ts'

const talk = (startsOn: string, endsOn: string) => ({ startsOn, endsOn })

test('a month without any conversation planned is named, a shorter pause is not', () => {
  const talks = [talk('2027-01-05', '2027-01-25'), talk('2027-02-20', '2027-03-10')]
  assert.deepEqual(gapsIn(talks, '2027-01-01', '2027-12-31', 31), [
    { from: '2027-03-11', to: '2027-12-31', days: 296 },
  ])
  assert.deepEqual(gapsIn(talks, '2027-01-01', '2027-03-31', 20), [
    { from: '2027-01-26', to: '2027-02-19', days: 25 },
    { from: '2027-03-11', to: '2027-03-31', days: 21 },
  ])
})

test('talks that overlap, reach over the year’s end or lie outside count for what they cover', () => {
  const talks = [
    talk('2026-12-01', '2027-06-30'),
    talk('2027-03-01', '2027-04-30'),
    talk('2027-11-30', '2028-02-01'),
    talk('2025-01-01', '2025-12-31'),
  ]
  assert.deepEqual(gapsIn(talks, '2027-01-01', '2027-12-31', 31), [
    { from: '2027-07-01', to: '2027-11-29', days: 152 },
  ])
  assert.deepEqual(gapsIn([], '2027-01-01', '2027-12-31', 31), [
    { from: '2027-01-01', to: '2027-12-31', days: 365 },
  ])
})

test('the usual year lets nobody wait longer than a month, leap years too', () => {
  for (const [name, { months }] of Object.entries({ ...presets, ...packPresets }))
    for (const year of [2027, 2028])
      assert.deepEqual(
        gapsIn(usualYear(year, months), `${year}-01-01`, `${year}-12-31`, usualGapDays),
        [],
        name,
      )
})

test('every channel says something about every scenario; goals are not set by a chat message', () => {
  for (const channel of channels)
    assert.deepEqual(Object.keys(usualMatrix[channel]), [...scenarios])
  assert.equal(usualMatrix.instant.goalSetting, 'poor')
  assert.deepEqual(bestFor(usualMatrix, 'goalSetting'), ['oneToOne'])
  assert.deepEqual(bestFor(usualMatrix, 'coaching'), ['teamMeeting', 'instant'])
})
