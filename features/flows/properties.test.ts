import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  actorRelations,
  flags,
  overdueRules,
  stageConditions,
  stageKinds,
  type FlowActor,
  type FlowBody,
} from './contract.ts'
import { faultsIn } from './faults/rules.ts'
import { library } from './library/index.ts'
import {
  advance,
  begin,
  currentOf,
  dueDates,
  isOpen,
  isSettled,
  knownDates,
  phaseOf,
  type FlowEvent,
  type FlowState,
  type World,
} from './rules.ts'

// Whatever flow somebody may build, and whatever happens in it.

const runs = Number(process.env.CUXI_FLOWS ?? 250)
const start = new Date('2026-11-02T01:00:00Z')

const anyRelation = fc.constantFrom(...actorRelations).map((relation) => ({ relation }))
const anyActor: fc.Arbitrary<FlowActor> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...(['employee', 'manager', 'both', 'system', 'hr'] as const),
    ) as fc.Arbitrary<FlowActor>,
  },
  anyRelation,
  fc.constant({ person: '01900000-0000-7000-8000-000000000001' }),
  fc.constant({ role: 'hrAdmin' as const }),
)
const anyTest = fc.oneof(
  fc.record({ levels: fc.subarray(['基层', '主管', '中层']) }),
  fc.record({ jobFamilies: fc.subarray(['生产', '研发']) }),
  fc.record({
    rating: fc.constantFrom('overall', 'result'),
    is: fc.constantFrom(...(['lt', 'lte', 'eq', 'gte', 'gt'] as const)),
    rank: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ flag: fc.constantFrom(...flags), is: fc.boolean() }, { requiredKeys: ['flag'] }),
)
const tests = fc.array(anyTest, { minLength: 1, maxLength: 3 })
const anyCondition = fc.oneof(
  fc.constantFrom(...stageConditions),
  tests.map((all) => ({ all })),
  tests.map((any) => ({ any })),
)
const anyDue = fc.record({
  from: fc.constantFrom(...(['start', 'opened', 'periodEnd'] as const)),
  days: fc.integer({ min: 0, max: 40 }),
  unit: fc.constantFrom(...(['calendar', 'working'] as const)),
})

const anyFlow: fc.Arbitrary<FlowBody> = fc.integer({ min: 1, max: 10 }).chain((size) =>
  fc
    .tuple(
      ...Array.from({ length: size }, (_, n) => {
        const earlier = Array.from({ length: n }, (_, each) => `s${each}`)
        return fc.record(
          {
            key: fc.constant(`s${n}`),
            kind: fc.constantFrom(...stageKinds),
            label: fc.constant({ zh: '阶段', en: 'stage' }),
            actor: anyActor,
            phase: fc.constant('prepare' as const),
            after: fc.subarray(earlier, { maxLength: Math.min(n, 3) }),
            dueDays: fc.integer({ min: 0, max: 60 }),
            due: anyDue,
            onOverdue: fc.oneof(
              fc.constantFrom(...overdueRules),
              anyRelation.map((passOn) => ({ passOn, days: 2 })),
            ),
            early: fc.boolean(),
            parallel: fc.boolean(),
            condition: anyCondition,
            sendBackTo: fc.subarray(earlier, { maxLength: Math.min(n, 2) }),
          },
          { requiredKeys: ['key', 'kind', 'label', 'actor', 'phase', 'after', 'onOverdue'] },
        )
      }),
    )
    .map((stages) => ({
      title: { zh: '流程', en: 'flow' },
      purpose: { zh: '流程', en: 'flow' },
      stages: stages as FlowBody['stages'],
    })),
)

const anyWorld: fc.Arbitrary<World> = fc.record(
  {
    owners: fc.dictionary(
      fc.constantFrom(...actorRelations.map((each) => `relation:${each}`), 'role:hrAdmin'),
      fc.option(fc.constantFrom('anna', 'bob', 'mia')),
    ),
    employeeId: fc.constant('mia'),
    person: fc.record({
      level: fc.constantFrom('基层', '主管', null),
      jobFamily: fc.constantFrom('生产', null),
      departmentIds: fc.constant([]),
    }),
    ratings: fc.dictionary(fc.constantFrom('overall', 'result'), fc.integer({ min: 1, max: 5 })),
    facts: fc.dictionary(fc.constantFrom(...flags), fc.boolean()),
  },
  { requiredKeys: ['employeeId'] },
)

const anyEvent = (flow: FlowBody): fc.Arbitrary<FlowEvent> => {
  const stage = fc.constantFrom(...flow.stages.map(({ key }) => key))
  const facts = fc.record(
    { largeGap: fc.boolean(), ratingExists: fc.boolean() },
    { requiredKeys: [] },
  )
  const by = fc.constant('p')
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ type: fc.constant('done' as const), stage, by, facts }),
    },
    fc.record({ type: fc.constant('skip' as const), stage, by }),
    fc.record({ type: fc.constant('overdue' as const), stage, today: fc.constant('2027-06-01') }),
    fc.record({ type: fc.constant('noShow' as const), stage, by }),
    fc.record({
      type: fc.constant('sendBack' as const),
      stage,
      to: stage,
      by,
      reason: fc.constant('再写一次'),
    }),
    fc.record({
      type: fc.constant('reopen' as const),
      stages: fc.uniqueArray(stage, { minLength: 1, maxLength: 2 }),
      by,
    }),
  )
}

type Happening = { event: FlowEvent; world: World }
const anyStory = fc
  .oneof({ weight: 3, arbitrary: anyFlow }, fc.constantFrom(...library.map(({ body }) => body)))
  .chain((flow) =>
    fc.tuple(
      fc.constant(flow),
      anyWorld,
      fc.array(fc.record({ event: anyEvent(flow), world: anyWorld }), { maxLength: 30 }),
    ),
  )

const started = (flow: FlowBody, world: World) =>
  begin(flow, {}, knownDates(flow, dueDates(flow, '2026-11-02')), start, world)

const play = (flow: FlowBody, world: World, happenings: Happening[]) => {
  const states = [started(flow, world)]
  const accepted: (Happening & { now: Date })[] = []
  for (const [n, { event, world }] of happenings.entries()) {
    const now = new Date(+start + (n + 1) * 60_000)
    const { state, refusal } = advance(flow, states.at(-1)!, event, world, now)
    if (refusal) assert.equal(state, states.at(-1), 'a refused event changes nothing')
    else accepted.push({ event, world, now })
    states.push(state)
  }
  return { states, last: states.at(-1)!, accepted }
}

const openIn = (flow: FlowBody, state: FlowState) =>
  flow.stages.filter(({ key }) => isOpen(state.stages[key]!))

test('whatever happens, a run is never stuck: it is over or somebody has the turn', () => {
  fc.assert(
    fc.property(anyStory, ([flow, world, events]) => {
      for (const state of play(flow, world, events).states) {
        const over = Object.values(state.stages).every(isSettled)
        assert.equal(currentOf(flow, state).length === 0, over)
        assert.equal(phaseOf(flow, state) === 'closed', over)
      }
    }),
    { numRuns: runs },
  )
})

test('whatever happens, an open stage has exactly one owner, never the person it is about by relation', () => {
  fc.assert(
    fc.property(anyStory, ([flow, world, events]) => {
      for (const state of play(flow, world, events).states)
        for (const { key } of openIn(flow, state)) {
          const { actor, ownerId, ownerReason } = state.stages[key]!
          assert.equal(actor === 'person', ownerId !== null)
          if (ownerReason === 'found') assert.notEqual(ownerId, 'mia')
          if (ownerReason === 'nobodyThere' || ownerReason === 'neverOneself')
            assert.equal(actor, 'hr')
        }
    }),
    { numRuns: runs },
  )
})

test('whatever happens, only one has the turn besides what runs in parallel', () => {
  fc.assert(
    fc.property(anyStory, ([flow, world, events]) => {
      for (const state of play(flow, world, events).states) {
        const turns = openIn(flow, state).filter(({ parallel }) => !parallel)
        assert.ok(new Set(turns.map(({ actor }) => JSON.stringify(actor))).size <= 1)
        for (const { after } of openIn(flow, state))
          assert.ok(after.every((key) => isSettled(state.stages[key]!)))
      }
    }),
    { numRuns: runs },
  )
})

test('every stage is reached when everybody does what it is their turn to do', () => {
  fc.assert(
    fc.property(anyStory, ([flow, world, events]) => {
      let state = play(flow, world, events).last
      const reached = new Set<string>()
      for (let turn = currentOf(flow, state)[0]; turn; turn = currentOf(flow, state)[0]) {
        reached.add(turn)
        const { state: next, refusal } = advance(
          flow,
          state,
          { type: 'done', stage: turn, by: 'p', facts: { largeGap: true, ratingExists: true } },
          world,
          start,
        )
        assert.equal(refusal, null)
        state = next
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
    { numRuns: runs },
  )
})

test('the same events in the same world at the same times give the same state', () => {
  fc.assert(
    fc.property(anyStory, ([flow, world, events]) => {
      const { last, accepted } = play(flow, world, events)
      const again = accepted.reduce(
        (state, { event, world, now }) => advance(flow, state, event, world, now).state,
        started(flow, world),
      )
      assert.deepEqual(again, last)
    }),
    { numRuns: runs },
  )
})

test('stages that wait for one another, or for what is not there, are reported, never met', () => {
  const tangled = anyFlow.chain((flow) => {
    const keys = [...flow.stages.map(({ key }) => key), 'gone']
    return fc
      .array(
        fc.record({ at: fc.nat({ max: flow.stages.length - 1 }), to: fc.constantFrom(...keys) }),
        { minLength: 1, maxLength: 3 },
      )
      .map((links) => ({
        ...flow,
        stages: flow.stages.map((stage, n) => ({
          ...stage,
          after: [
            ...new Set([...stage.after, ...links.filter(({ at }) => at === n).map(({ to }) => to)]),
          ],
        })),
      }))
  })
  fc.assert(
    fc.property(tangled, (flow) => {
      const reported = new Set(
        faultsIn(flow)
          .filter(({ reasonKey }) => ['loop', 'unknownStage', 'unreachable'].includes(reasonKey))
          .flatMap(({ params }) => String(params.stages ?? params.stage).split(' ')),
      )
      // What can be walked to by doing everything that is ready, again and again.
      const walked = new Set<string>()
      for (let before = -1; before !== walked.size;) {
        before = walked.size
        for (const { key, after } of flow.stages)
          if (after.every((each) => walked.has(each))) walked.add(key)
      }
      for (const { key } of flow.stages) assert.equal(walked.has(key), !reported.has(key), key)
    }),
    { numRuns: runs },
  )
})
