import assert from 'node:assert/strict'
import test from 'node:test'
import type { MappingRule } from '../contract.ts'
import { everybody } from '../rules.ts'
import { loadOf, obstacles, resolve, rulesFor, type Candidate } from './rules.ts'

const person = (id: string, facts: Partial<Candidate> = {}): Candidate => ({
  id,
  employeeNo: id,
  name: id,
  departmentId: 'shop',
  department: 'shop',
  position: '',
  level: '基层',
  jobFamily: '生产',
  managerId: 'boss',
  hiredOn: '2020-03-01',
  hasAccount: true,
  ...facts,
})
const boss = person('boss', { level: '主管', managerId: null })
const rule = (levels: string[], jobFamilies: string[], templateVersionId: string): MappingRule => ({
  levels,
  jobFamilies,
  templateVersionId,
  flowVersionId: 'flow',
})
const all = { ...everybody('2026-01-01', '2026-12-31'), joinedAfter: '2026-09-30' }
const ask = (candidates: Candidate[], population = all, departmentIds: Set<string> | null = null) =>
  resolve({
    population,
    mapping: [rule([], [], 'usual')],
    departmentIds,
    pilotIds: null,
    chainOf: () => [],
    taken: new Set(),
    candidates,
    posts: new Map(),
    period: { from: '2026-01-01', to: '2026-12-31' },
    today: '2026-11-21',
  })

test('the rule that names level and family beats the one that names a level', () => {
  const mapping = [
    rule([], [], 'usual'),
    rule(['主管'], [], 'lead'),
    rule(['主管'], ['研发'], 'research'),
  ]
  const templates = (level: string, jobFamily: string) =>
    rulesFor(mapping, { level, jobFamily }, []).map((each) => each.templateVersionId)
  assert.deepEqual(templates('基层', '研发'), ['usual'])
  assert.deepEqual(templates('主管', '销售'), ['lead'])
  assert.deepEqual(templates('主管', '研发'), ['research'])
})

test('two equally close rules that differ are a contradiction, two that agree are not', () => {
  const both = { level: '主管', jobFamily: '研发' }
  assert.equal(rulesFor([rule(['主管'], [], 'a'), rule([], ['研发'], 'b')], both, []).length, 2)
  assert.equal(rulesFor([rule(['主管'], [], 'a'), rule([], ['研发'], 'a')], both, []).length, 1)
})

test('a rule for a department holds for all below it, and the nearest one wins', () => {
  const at = (departmentIds: string[], templateVersionId: string, levels: string[] = []) => ({
    ...rule(levels, [], templateVersionId),
    departmentIds,
  })
  const works = ['company', 'works', 'welding']
  const templates = (mapping: MappingRule[], chain: string[], level = '基层') =>
    rulesFor(mapping, { level, jobFamily: '生产' }, chain).map((each) => each.templateVersionId)
  const mapping = [at([], 'usual'), at(['works'], 'shop'), at(['welding'], 'weld')]
  assert.deepEqual(templates(mapping, works), ['weld'])
  assert.deepEqual(templates(mapping, works.slice(0, 2)), ['shop'])
  assert.deepEqual(templates(mapping, ['company', 'sales']), ['usual'])
  // Naming a level as well is closer than naming a nearer department.
  assert.deepEqual(templates([...mapping, at(['works'], 'lead', ['主管'])], works, '主管'), [
    'lead',
  ])
  // The same department twice, with different templates, is for HR to settle.
  assert.equal(templates([...mapping, at(['welding'], 'other')], works).length, 2)
})

test('who takes part: departments, levels, families, a list, exceptions', () => {
  const people = [
    person('here'),
    person('elsewhere', { departmentId: 'office' }),
    person('senior', { level: '高层' }),
    person('listed', { departmentId: 'office' }),
    person('left out'),
  ]
  const population = { ...all, levels: ['基层'], personIds: ['listed'], excludedIds: ['left out'] }
  const { people: taking, excluded } = ask(people, population, new Set(['shop']))
  assert.deepEqual(
    taking.map((each) => each.person.id),
    ['here', 'listed'],
  )
  assert.equal(excluded, 1)
  const list = ask(people, { ...population, who: 'list' }, new Set(['shop']))
  assert.deepEqual(
    list.people.map((each) => each.person.id),
    ['listed'],
  )
})

test('E03: who joined too late talks without a rating, or is left out by choice', () => {
  const late = [
    boss,
    person('new', { hiredOn: '2026-11-01' }),
    person('just in time', { hiredOn: '2026-09-30' }),
  ]
  const unrated = ask(late).people.filter((each) => each.unrated)
  assert.deepEqual(
    unrated.map((each) => [each.person.id, each.findings]),
    [['new', ['joinedTooLate']]],
  )
  const without = ask(late, { ...all, joinedTooLate: 'excluded' })
  assert.equal(without.tooLate, 1)
  assert.equal(
    without.people.some((each) => each.person.id === 'new'),
    false,
  )
})

test('E17: nobody above is decided by name or for all, and nobody ever reviews himself', () => {
  const people = [
    boss,
    person('mia'),
    person('own', { managerId: 'own' }),
    person('orphan', { managerId: 'gone' }),
  ]
  const outcome = (population = all) =>
    Object.fromEntries(
      ask(people, population).people.map((each) => [
        each.person.id,
        [each.managerFrom, each.manager?.id ?? null],
      ]),
    )
  assert.deepEqual(outcome(), {
    boss: ['undecided', null],
    mia: ['line', 'boss'],
    own: ['undecided', null],
    orphan: ['undecided', null],
  })
  assert.deepEqual(outcome({ ...all, withoutManager: 'noManagerPart' }).boss, ['none', null])
  const decided = outcome({ ...all, substitutes: { boss: null, own: 'boss', orphan: 'orphan' } })
  assert.deepEqual(decided.boss, ['none', null])
  assert.deepEqual(decided.own, ['substitute', 'boss'])
  assert.deepEqual(decided.orphan, ['undecided', null])
})

test('obstacles say how many people each concerns', () => {
  const cycle = {
    name: ' ',
    periodFrom: '2026-01-01',
    periodTo: '2026-12-31',
    startsOn: '2026-11-02',
    expected: [
      { scale: 's', tolerance: 5, shares: [30, 60].map((percent, value) => ({ value, percent })) },
    ],
  }
  assert.deepEqual(obstacles(cycle, ['2026-11-01', '2026-11-20'], ask([boss, person('mia')])), [
    { reason: 'cycles.nameMissing', count: 1 },
    { reason: 'cycles.dueBeforeStart', count: 1 },
    { reason: 'cycles.expectedNotWhole', count: 1 },
    { reason: 'cycles.managerUndecided', count: 1 },
  ])
})

test('a manager’s hours are the minutes of the templates of the people', () => {
  const { people } = ask([boss, person('mia'), person('theo')])
  assert.deepEqual(
    loadOf(people, () => 45).map(({ manager, talks, minutes }) => [manager.id, talks, minutes]),
    [['boss', 2, 90]],
  )
})
