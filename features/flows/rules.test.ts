import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  flowBodyShape,
  overdueRules,
  stageActors,
  stageConditions,
  stageKinds,
  type Facts,
  type FlowBody,
} from './contract.ts'
import { library } from './library/index.ts'
import {
  advance,
  begin,
  currentOf,
  dueDates,
  faultIn,
  isSettled,
  phaseOf,
  turnOf,
  type FlowEvent,
  type FlowState,
} from './rules.ts'

const flowCalled = (key: string) => library.find((each) => each.key === key)!.body
const base = flowCalled('base')
const start = new Date('2026-11-02T01:00:00Z')
const started = (flow = base, facts: Facts = {}) =>
  begin(flow, facts, dueDates(flow, '2026-11-02'), start)

/** Applies events one minute apart; a refusal is a mistake in the story. */
const after = (flow: FlowBody, state: FlowState, ...events: FlowEvent[]) =>
  events.reduce((now, event, n) => {
    const { state: next, refusal } = advance(flow, now, event, new Date(+start + n * 60_000))
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
    assert.equal(faultIn(body), null)
  })
}

test('the manager’s part is submitted only after the self-assessment is in', () => {
  const early = advance(base, started(), done('managerAssessment'), start)
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
  assert.equal(advance(base, started(), overdue('2026-11-12'), start).refusal, 'flows.stillInTime')
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
    advance(base, signing, { type: 'skip', stage: 'signature', by: 'hr' }, start).refusal,
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
  assert.equal(advance(base, booked, done('talk'), start).refusal, 'flows.waits')
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
  assert.equal(advance(base, state, done('selfAssessment'), start).refusal, 'flows.alreadySettled')
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

// ————— Whatever flow somebody may build, and whatever happens in it.

const anyFlow: fc.Arbitrary<FlowBody> = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc
    .tuple(
      ...Array.from({ length: size }, (_, n) =>
        fc.record({
          key: fc.constant(`s${n}`),
          kind: fc.constantFrom(...stageKinds),
          label: fc.constant({ zh: '阶段', en: 'stage' }),
          actor: fc.constantFrom(...stageActors),
          phase: fc.constant('prepare' as const),
          after:
            n === 0
              ? fc.constant<string[]>([])
              : fc.uniqueArray(
                  fc.integer({ min: 0, max: n - 1 }).map((each) => `s${each}`),
                  { maxLength: 3 },
                ),
          dueDays: fc.integer({ min: 0, max: 60 }),
          onOverdue: fc.constantFrom(...overdueRules),
          early: fc.boolean(),
          condition: fc.option(fc.constantFrom(...stageConditions), { nil: undefined }),
        }),
      ),
    )
    .map((stages) => ({
      title: { zh: '流程', en: 'flow' },
      purpose: { zh: '流程', en: 'flow' },
      stages: stages.map(({ condition, ...stage }) =>
        condition ? { ...stage, condition } : stage,
      ),
    })),
)

const anyEvent = (flow: FlowBody): fc.Arbitrary<FlowEvent> => {
  const stage = fc.constantFrom(...flow.stages.map(({ key }) => key))
  const facts = fc.record(
    { largeGap: fc.boolean(), ratingExists: fc.boolean() },
    { requiredKeys: [] },
  )
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('done' as const),
        stage,
        by: fc.constant('p'),
        facts,
      }),
    },
    fc.record({ type: fc.constant('skip' as const), stage, by: fc.constant('p') }),
    fc.record({ type: fc.constant('overdue' as const), stage, today: fc.constant('2027-06-01') }),
    fc.record({ type: fc.constant('noShow' as const), stage, by: fc.constant('p') }),
    fc.record({
      type: fc.constant('reopen' as const),
      stages: fc.uniqueArray(stage, { minLength: 1, maxLength: 2 }),
      by: fc.constant('p'),
    }),
  )
}

const anyStory = fc
  .oneof(anyFlow, fc.constantFrom(...library.map(({ body }) => body)))
  .chain((flow) => fc.tuple(fc.constant(flow), fc.array(anyEvent(flow), { maxLength: 30 })))

const play = (flow: FlowBody, events: FlowEvent[]) => {
  const states = [started(flow)]
  const accepted: { event: FlowEvent; now: Date }[] = []
  for (const [n, event] of events.entries()) {
    const now = new Date(+start + (n + 1) * 60_000)
    const { state, refusal } = advance(flow, states.at(-1)!, event, now)
    if (refusal) assert.equal(state, states.at(-1), 'a refused event changes nothing')
    else accepted.push({ event, now })
    states.push(state)
  }
  return { states, last: states.at(-1)!, accepted }
}

test('whatever happens, a run is never stuck: it is over or somebody has the turn', () => {
  fc.assert(
    fc.property(anyStory, ([flow, events]) => {
      for (const state of play(flow, events).states) {
        const over = Object.values(state.stages).every(isSettled)
        assert.equal(currentOf(flow, state).length === 0, over)
        assert.equal(phaseOf(flow, state) === 'closed', over)
      }
    }),
    { numRuns: 300 },
  )
})

test('whatever happens, only one has the turn: employee, manager, both, HR or the system', () => {
  fc.assert(
    fc.property(anyStory, ([flow, events]) => {
      for (const state of play(flow, events).states) {
        const owners = new Set(
          currentOf(flow, state).map((key) => flow.stages.find((each) => each.key === key)!.actor),
        )
        assert.ok(owners.size <= 1, [...owners].join())
      }
    }),
    { numRuns: 300 },
  )
})

test('every stage is reached when everybody does what it is their turn to do', () => {
  fc.assert(
    fc.property(anyStory, ([flow, events]) => {
      let state = play(flow, events).last
      const reached = new Set<string>()
      for (let turn = currentOf(flow, state)[0]; turn; turn = currentOf(flow, state)[0]) {
        reached.add(turn)
        state = after(flow, state, done(turn, { largeGap: true, ratingExists: true }))
      }
      const unreached = flow.stages.filter(({ key }) => {
        const stage = state.stages[key]!
        return !reached.has(key) && (!isSettled(stage) || stage.skipReason === 'notNeeded')
      })
      assert.deepEqual(
        unreached.filter(({ condition }) => !condition),
        [],
      )
      assert.equal(phaseOf(flow, state), 'closed')
    }),
    { numRuns: 300 },
  )
})

test('the same events at the same times give the same state', () => {
  fc.assert(
    fc.property(anyStory, ([flow, events]) => {
      const { last, accepted } = play(flow, events)
      const again = accepted.reduce(
        (state, { event, now }) => advance(flow, state, event, now).state,
        started(flow),
      )
      assert.deepEqual(again, last)
    }),
    { numRuns: 200 },
  )
})
