import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainCalendar } from '../../org/calendar/rules.ts'
import { added, changed } from '../../flows/editing/rules.ts'
import { library as flowLibrary } from '../../flows/library/index.ts'
import { library as templateLibrary } from '../../templates/library/index.ts'
import type { Candidate } from '../dryrun/rules.ts'
import { trialOf, type Question } from './rules.ts'

const base = flowLibrary.find(({ key }) => key === 'base')!.body
const annual = templateLibrary.find(({ key }) => key === 'annualResult')!.body

const person = (id: string, managerId: string | null, level = '基层'): Candidate => ({
  id,
  employeeNo: id,
  name: id,
  departmentId: 'shop',
  department: '工厂',
  position: '',
  level,
  jobFamily: '生产',
  managerId,
  hiredOn: null,
  hasAccount: true,
})
const head = person('head', null, '高层')
const lead = person('lead', 'head', '主管')
const crew = Array.from({ length: 14 }, (_, n) => person(`w${n}`, 'lead'))
const everybody = [head, lead, ...crew]

const ask = (more: Partial<Question> = {}) =>
  trialOf({
    template: annual,
    flow: base,
    startsOn: '2026-11-23',
    periodTo: '2026-12-31',
    calendar: plainCalendar,
    employed: everybody,
    people: everybody,
    chainOf: (id) => [id],
    posts: new Map(),
    today: '2026-11-21',
    standing: {},
    ...more,
  })

test('who leads how many, how many hours a week, and who is without a manager', () => {
  const trial = ask()
  assert.equal(trial.people, 16)
  assert.deepEqual(
    trial.withoutManager.some.map(({ id }) => id),
    ['head'],
  )
  const [busiest] = trial.managers
  assert.deepEqual([busiest?.manager.id, busiest?.talks], ['lead', 14])
  assert.equal(busiest?.hours, Math.round((14 * trial.minutes) / 6) / 10)
  // Ten days from fixing a time to the talk hold eight working days: fourteen talks do not fit.
  assert.deepEqual([trial.window.workdays < 14, busiest?.isCrowded, trial.crowded], [true, true, 1])
})

test('E03: who changed posts in the period is named before anybody is asked', () => {
  const post = {
    departmentId: 'shop',
    department: '工厂',
    position: '',
    level: '基层',
    jobFamily: '生产',
  }
  const posts = new Map([
    [
      'w3',
      [
        { ...post, personId: 'w3', managerId: 'head', fromOn: '2020-01-01', toOn: '2026-07-01' },
        { ...post, personId: 'w3', managerId: 'lead', fromOn: '2026-07-01', toOn: null },
      ],
    ],
  ])
  const { moved } = ask({ posts })
  assert.deepEqual([moved.count, moved.some[0]?.id], [1, 'w3'])
})

test('a stage for levels nobody has reaches nobody; one for leads reaches them', () => {
  const flow = changed(added(base, 'reveal', 'approval'), 'approval', {
    condition: { all: [{ levels: ['主管'] }] },
  })
  const reach = (of: typeof flow) => ask({ flow: of }).stages.find(({ key }) => key === 'approval')!
  assert.equal(reach(flow).people, 1)
  const nobody = changed(flow, 'approval', { condition: { all: [{ levels: ['没有'] }] } })
  assert.equal(reach(nobody).people, 0)
  const rated = changed(flow, 'approval', {
    condition: { all: [{ levels: ['主管'] }, { flag: 'disputed' }] },
  })
  assert.deepEqual([reach(rated).people, reach(rated).depends], [1, true])
})

test('for whom nobody stands there HR would step in: said before anybody is asked', () => {
  const flow = changed(added(base, 'reveal', 'approval'), 'approval', {
    actor: { relation: 'secondManager' },
  })
  const stage = ask({ flow }).stages.find(({ key }) => key === 'approval')!
  // The head has no manager, the lead's manager has none; the crew have the head above the lead.
  assert.equal(stage.nobody, 2)
})

test('what the template has for no stage, and a stage without anything to write', () => {
  const flow = added(base, 'selfAssessment', 'form')
  const { empty, unasked } = ask({ flow })
  assert.equal(empty.length, 1)
  assert.ok(unasked.length > 0, 'the base flow has no brief on strategy')
})
