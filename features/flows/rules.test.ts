import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flowBodyShape, type Facts, type FlowBody, type FlowStage } from './contract.ts'
import { faultsIn } from './faults/rules.ts'
import { library } from './library/index.ts'
import {
  advance,
  begin,
  currentOf,
  dueDates,
  turnOf,
  type FlowEvent,
  type FlowState,
  type World,
} from './rules.ts'

const flowCalled = (key: string) => library.find((each) => each.key === key)!.body
const base = flowCalled('base')
const start = new Date('2026-11-02T01:00:00Z')
const started = (flow = base, facts: Facts = {}) =>
  begin(flow, facts, dueDates(flow, '2026-11-02'), start)

/** Applies events one minute apart; a refusal is a mistake in the story. */
const after = (flow: FlowBody, state: FlowState, ...events: FlowEvent[]) =>
  events.reduce((now, event, n) => {
    const { state: next, refusal } = advance(flow, now, event, {}, new Date(+start + n * 60_000))
    assert.equal(refusal, null, JSON.stringify(event))
    return next
  }, state)
const done = (stage: string, facts?: Facts): FlowEvent => ({
  type: 'done',
  stage,
  by: 'p',
  ...(facts && { facts }),
})

for (const { key, body } of library) {
  test(`${key} is well built`, () => {
    flowBodyShape.parse(body)
    assert.deepEqual(faultsIn(body), [])
  })
}

test('the manager’s part is submitted only after the self-assessment is in', () => {
  const early = advance(base, started(), done('managerAssessment'), {}, start)
  assert.deepEqual([early.refusal, early.params.stage], ['flows.waits', 'selfAssessment'])
  const state = after(base, started(), done('selfAssessment'))
  assert.deepEqual(currentOf(base, state), ['managerAssessment'])
  assert.equal(turnOf(base, state), 'manager')
})

test('or after the self-assessment’s deadline, with a mark', () => {
  const overdue = (today: string): FlowEvent => ({
    type: 'overdue',
    stage: 'selfAssessment',
    today,
  })
  assert.equal(
    advance(base, started(), overdue('2026-11-12'), {}, start).refusal,
    'flows.stillInTime',
  )
  const state = after(base, started(), overdue('2026-11-13'))
  assert.equal(state.stages.selfAssessment?.skipReason, 'overdue')
  assert.deepEqual(currentOf(base, state), ['managerAssessment'])
})

test('a late manager is reminded, never passed over', () => {
  const state = after(base, started(), done('selfAssessment'))
  const late = advance(
    base,
    state,
    { type: 'overdue', stage: 'managerAssessment', today: '2027-01-01' },
    {},
    start,
  )
  assert.equal(late.refusal, 'flows.onlyReminded')
})

test('a signature that never came is closed as not answered, and nobody can skip it by hand', () => {
  const signing = after(
    base,
    started(),
    ...['selfAssessment', 'managerAssessment', 'reveal', 'meeting', 'talk', 'agreement'].map(
      (each) => done(each),
    ),
  )
  assert.deepEqual(currentOf(base, signing), ['signature'])
  assert.equal(
    advance(base, signing, { type: 'skip', stage: 'signature', by: 'hr' }, {}, start).refusal,
    'flows.neverSkipped',
  )
  const closed = after(base, signing, { type: 'overdue', stage: 'signature', today: '2026-12-18' })
  assert.equal(closed.stages.signature?.skipReason, 'notAnswered')
  assert.deepEqual(currentOf(base, closed), ['archive'])
})

test('a large gap asks for the note on differences, a small one passes it over', () => {
  const revealed = (largeGap: boolean) =>
    after(
      base,
      started(),
      done('selfAssessment'),
      done('managerAssessment'),
      done('reveal', { largeGap }),
    )
  assert.deepEqual(currentOf(base, revealed(true)), ['differenceNote'])
  assert.deepEqual(currentOf(base, revealed(false)), ['meeting'])
  assert.equal(revealed(false).stages.differenceNote?.skipReason, 'notNeeded')
})

test('the time may be fixed before its turn; nothing else may', () => {
  const booked = after(base, started(), done('meeting'))
  assert.equal(turnOf(base, booked), 'employee')
  assert.equal(advance(base, booked, done('talk'), {}, start).refusal, 'flows.waits')
  const ready = after(
    base,
    booked,
    done('selfAssessment'),
    done('managerAssessment'),
    done('reveal'),
  )
  assert.deepEqual(currentOf(base, ready), ['talk'])
})

test('nobody came: the appointment is open again and the talk waits', () => {
  const ready = after(
    base,
    started(),
    ...['selfAssessment', 'managerAssessment', 'reveal', 'meeting'].map((each) => done(each)),
  )
  const again = after(base, ready, { type: 'noShow', stage: 'talk', by: 'p' })
  assert.deepEqual(currentOf(base, again), ['meeting'])
  assert.deepEqual(currentOf(base, after(base, again, done('meeting'))), ['talk'])
})

test('reopening touches only what is named: later stages keep what was done', () => {
  const agreed = after(
    base,
    started(),
    ...['selfAssessment', 'managerAssessment', 'reveal', 'meeting', 'talk'].map((each) =>
      done(each),
    ),
  )
  const back = after(base, agreed, {
    type: 'reopen',
    stages: ['managerAssessment'],
    by: 'hr',
    dueOn: '2026-12-24',
  })
  assert.deepEqual(currentOf(base, back), ['managerAssessment'])
  assert.equal(back.stages.managerAssessment?.dueOn, '2026-12-24')
  assert.notEqual(back.stages.talk?.doneAt, null)
  assert.deepEqual(currentOf(base, after(base, back, done('managerAssessment'))), ['agreement'])
})

test('what is done cannot be done twice', () => {
  const state = after(base, started(), done('selfAssessment'))
  assert.equal(
    advance(base, state, done('selfAssessment'), {}, start).refusal,
    'flows.alreadySettled',
  )
})

test('managers begin with the strategy and their goals', () => {
  const management = flowCalled('management')
  const state = started(management)
  assert.deepEqual(currentOf(management, state), ['strategyBrief'])
  const read = after(management, state, done('strategyBrief'))
  assert.equal(turnOf(management, read), 'both')
  assert.deepEqual(currentOf(management, after(management, read, done('goalAlignment'))), [
    'selfAssessment',
  ])
})

test('deadlines are calendar days from the first day; HR may set others', () => {
  const due = dueDates(base, '2026-12-25', { talk: '2027-02-01' })
  assert.equal(due.selfAssessment, '2027-01-04')
  assert.equal(due.talk, '2027-02-01')
})

// ————— What a flow of one's own can say besides.

const stage = (key: string, more: Partial<FlowStage> = {}): FlowStage => ({
  key,
  kind: 'form',
  label: { zh: key, en: key },
  actor: 'manager',
  phase: 'prepare',
  after: [],
  dueDays: 5,
  onOverdue: 'remind',
  ...more,
})
const flowOf = (...stages: FlowStage[]): FlowBody => ({
  title: { zh: '流程', en: 'flow' },
  purpose: { zh: '流程', en: 'flow' },
  stages,
})
const second = { relation: 'secondManager' } as const
const dotted = { relation: 'dottedManager' } as const
const begun = (flow: FlowBody, world: World = {}) =>
  begin(flow, {}, {}, start, { today: '2026-11-02', ...world })

test('a stage goes to whoever stands there when it opens, and stays with them', () => {
  const flow = flowOf(stage('part'), stage('second', { actor: second, after: ['part'] }))
  const first = begun(flow, { owners: { 'relation:secondManager': 'anna' } })
  const opened = advance(
    flow,
    first,
    done('part'),
    { owners: { 'relation:secondManager': 'bob' } },
    start,
  ).state
  assert.deepEqual([opened.stages.second?.actor, opened.stages.second?.ownerId], ['person', 'bob'])
})

test('where nobody stands, or somebody would judge themselves, HR steps in and the run says why', () => {
  const flow = flowOf(stage('second', { actor: second }))
  const vacant = begun(flow).stages.second
  assert.deepEqual([vacant?.actor, vacant?.ownerReason], ['hr', 'nobodyThere'])
  const world = { owners: { 'relation:secondManager': 'mia' }, employeeId: 'mia' }
  assert.equal(begun(flow, world).stages.second?.ownerReason, 'neverOneself')
})

test('two managers write side by side, and the talk waits for both', () => {
  const flow = flowOf(
    stage('line', { parallel: true }),
    stage('dotted', { actor: dotted, parallel: true }),
    stage('talk', { kind: 'talk', actor: 'both', after: ['line', 'dotted'] }),
  )
  const both = begun(flow, { owners: { 'relation:dottedManager': 'dora' } })
  assert.deepEqual(currentOf(flow, both), ['line', 'dotted'])
  const one = after(flow, both, done('dotted'))
  assert.deepEqual(currentOf(flow, one), ['line'])
  assert.deepEqual(currentOf(flow, after(flow, one, done('line'))), ['talk'])
})

test('a condition asks about the person, the rating and what HR has marked', () => {
  const asked = (condition: FlowStage['condition'], world: World) =>
    begun(flowOf(stage('only', { condition })), world).stages.only?.skipReason ?? 'asked'
  const lead = { person: { level: '主管', jobFamily: '研发', departmentIds: [] } }
  assert.equal(asked({ all: [{ levels: ['主管', '中层'] }] }, lead), 'asked')
  assert.equal(asked({ all: [{ levels: ['主管'] }, { jobFamilies: ['销售'] }] }, lead), 'notNeeded')
  assert.equal(asked({ any: [{ levels: ['高层'] }, { jobFamilies: ['研发'] }] }, lead), 'asked')
  const low = {
    any: [{ rating: 'overall', is: 'lte' as const, rank: 1 }, { flag: 'disputed' as const }],
  }
  assert.equal(asked(low, { ratings: { overall: 1 } }), 'asked')
  assert.equal(asked(low, { ratings: { overall: 3 } }), 'notNeeded')
  assert.equal(asked(low, { facts: { disputed: true } }), 'asked')
  assert.equal(asked(low, {}), 'notNeeded')
})

test('what HR marks later brings a stage back, until the record is sealed', () => {
  const flow = flowOf(
    stage('hr', {
      kind: 'hrParticipation',
      actor: 'hr',
      condition: { all: [{ flag: 'disputed' }] },
    }),
    stage('archive', { kind: 'archive', actor: 'system', after: ['hr'] }),
    stage('follow', { kind: 'follow', actor: 'both', after: ['archive'] }),
  )
  const open = begun(flow)
  assert.deepEqual(currentOf(flow, open), ['archive'])
  const disputed: World = { facts: { disputed: true } }
  const early: FlowEvent = { type: 'reopen', stages: [], by: 'hr' }
  assert.deepEqual(currentOf(flow, advance(flow, open, early, disputed, start).state), ['hr'])
  const sealed = after(flow, open, done('archive'))
  assert.deepEqual(currentOf(flow, advance(flow, sealed, early, disputed, start).state), ['follow'])
})

test('an approval returns a part with a reason; only where the flow says so', () => {
  const flow = flowOf(
    stage('part'),
    stage('between', { actor: 'employee', after: ['part'] }),
    stage('approve', { kind: 'approval', actor: second, after: ['between'], sendBackTo: ['part'] }),
  )
  const owners = { 'relation:secondManager': 'anna' }
  const asked = [done('part'), done('between')].reduce(
    (state, event) => advance(flow, state, event, { owners }, start).state,
    begun(flow, { owners }),
  )
  const back = (to: string): FlowEvent => ({
    type: 'sendBack',
    stage: 'approve',
    to,
    by: 'anna',
    reason: '缺少例子',
  })
  assert.equal(
    advance(flow, asked, back('between'), { owners }, start).refusal,
    'flows.notSentBackTo',
  )
  const returned = advance(flow, asked, back('part'), { owners }, start).state
  assert.deepEqual(currentOf(flow, returned), ['part'])
  assert.notEqual(returned.stages.between?.doneAt, null)
  const again = advance(flow, returned, done('part'), { owners }, start).state
  assert.deepEqual(currentOf(flow, again), ['approve'])
})

test('what is late goes to somebody else once, with days of its own', () => {
  const flow = flowOf(
    stage('part', {
      onOverdue: { passOn: second, days: 2 },
      due: { from: 'opened', days: 3, unit: 'working' },
    }),
  )
  const owners = { 'relation:secondManager': 'anna' }
  const state = begun(flow, { owners })
  // Monday 2 November, three working days on; then Friday, two more.
  assert.equal(state.stages.part?.dueOn, '2026-11-05')
  const late: FlowEvent = { type: 'overdue', stage: 'part', today: '2026-11-06' }
  const passed = advance(flow, state, late, { owners }, start).state.stages.part
  assert.deepEqual(
    [passed?.ownerId, passed?.ownerReason, passed?.dueOn, passed?.doneAt],
    ['anna', 'passedOn', '2026-11-10', null],
  )
})

test('to be told is nobody’s task', () => {
  const flow = flowOf(
    stage('tell', { kind: 'notice', actor: second }),
    stage('part', { after: ['tell'] }),
  )
  const state = begun(flow)
  assert.notEqual(state.stages.tell?.doneAt, null)
  assert.deepEqual(currentOf(flow, state), ['part'])
})

test('working days know the holidays of the organization', () => {
  const flow = flowOf(
    stage('part', { due: { from: 'start', days: 3, unit: 'working' } }),
    stage('next', { after: ['part'], due: { from: 'opened', days: 2, unit: 'calendar' } }),
    stage('late', { after: ['next'], due: { from: 'periodEnd', days: -1, unit: 'calendar' } }),
  )
  const calendar = { restDays: [0, 6], days: { '2026-11-04': 'rest' as const } }
  assert.deepEqual(dueDates(flow, '2026-11-02', {}, { calendar, periodTo: '2026-12-31' }), {
    part: '2026-11-06',
    next: '2026-11-08',
    late: '2026-12-30',
  })
})
