import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planUnready, smartFindings, type Checked } from './rules.ts'

const good: Checked = {
  layer: 'result',
  what: '二号线返工率降到 1.5% 以下',
  how: '每周五核对前三项缺陷',
  measure: '一季度末 1.5%',
  support: '',
  ownerKind: 'employee',
  ownerId: null,
  dueOn: '2026-12-31',
}
const judge = (line: Partial<Checked>, topics: string[] = []) =>
  smartFindings({ ...good, ...line }, { topics, today: '2026-11-20' })
    .filter(({ ok }) => !ok)
    .map(({ key, blocking }) => `${key}${blocking ? '!' : ''}`)

test('a line that says what, how, by when and how one will see it is fine', () => {
  assert.deepEqual(judge({}, ['返工率']), [])
})

const cases: [name: string, line: Partial<Checked>, findings: string[]][] = [
  ['nobody answers for the company', { ownerKind: 'company', ownerId: null }, ['ownerMissing!']],
  ['no day', { dueOn: null }, ['dueMissing!']],
  ['a day that has passed', { dueOn: '2026-11-01' }, ['duePast!']],
  ['a day more than a year away', { dueOn: '2028-01-01' }, ['dueFar']],
  ['no measure', { measure: ' ' }, ['measureMissing!']],
  ['a measure that nobody can see', { measure: '更好' }, ['measureVague!']],
  ['a thing to see counts as a measure', { measure: '质检签字验收' }, []],
  ['a Chinese number counts as a measure', { measure: '用上三次' }, []],
  ['a good intention', { what: '进一步提升产品质量' }, ['whatVague']],
  ['no way to get there', { how: '', support: '' }, ['howMissing']],
  ['support needs no how', { layer: 'support', how: '' }, []],
]
for (const [name, line, findings] of cases)
  test(`a plan line: ${name}`, () => assert.deepEqual(judge(line), findings))

test('a line about something else is asked about', () => {
  assert.deepEqual(judge({}, ['客户邮件回复']), ['relevanceUnclear'])
})

test('an empty plan, and lines without owner or day, keep the page from being shown', () => {
  assert.deepEqual(planUnready([]), [{ key: 'planEmpty', params: {} }])
  const line = { ...good, dueOn: null, position: 0 }
  const findings = smartFindings(line, { topics: [], today: '2026-11-20' })
  assert.deepEqual(
    planUnready([{ ...line, findings }]).map(({ key, params }) => [key, params.n]),
    [['dueMissing', 1]],
  )
})
