import assert from 'node:assert/strict'
import test from 'node:test'
import { plainCalendar } from '../org/calendar/rules.ts'
import { stateOf, usualMapping, usualPeriod, usualStart } from './rules.ts'

test('a cycle is a draft until its launch is asked for', () => {
  const day = new Date()
  const facts = {
    launchAskedAt: null,
    launchedAt: null,
    pilot: null,
    rolloutAskedAt: null,
    closedAt: null,
  }
  assert.equal(stateOf(facts), 'draft')
  assert.equal(stateOf({ ...facts, launchAskedAt: day }), 'launching')
  assert.equal(stateOf({ ...facts, launchAskedAt: day, launchedAt: day }), 'running')
  const pilot = { departmentIds: ['shop'] }
  const piloting = { ...facts, launchAskedAt: day, launchedAt: day, pilot }
  assert.equal(stateOf(piloting), 'piloting')
  assert.equal(stateOf({ ...piloting, launchedAt: null, rolloutAskedAt: day }), 'launching')
  assert.equal(stateOf({ ...piloting, rolloutAskedAt: day }), 'running')
  assert.equal(stateOf({ ...piloting, closedAt: day }), 'closed')
})

test('from the second level up people get the management flow', () => {
  const rules = usualMapping(['基层', '主管', '高层'], 't', { base: 'b', management: 'm' })
  assert.deepEqual(
    rules.map(({ levels, flowVersionId }) => [levels, flowVersionId]),
    [
      [['主管', '高层'], 'm'],
      [[], 'b'],
    ],
  )
})

test('the usual start is a Monday to come, the usual period a year that can be looked back on', () => {
  assert.equal(usualStart('2026-11-21', plainCalendar), '2026-11-23')
  assert.equal(usualStart('2026-11-23', plainCalendar), '2026-11-30')
  assert.equal(usualStart('2026-11-22', plainCalendar), '2026-11-23')
  const holidays = { '2026-10-05': 'rest', '2026-10-06': 'rest', '2026-10-07': 'rest' } as const
  assert.equal(usualStart('2026-09-30', { restDays: [0, 6], days: holidays }), '2026-10-08')
  assert.deepEqual(usualPeriod('2027-01-15'), { periodFrom: '2026-01-01', periodTo: '2026-12-31' })
})
