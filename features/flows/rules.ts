import type { Facts, FlowBody, FlowStage, Phase, SkipReason, StageActor } from './contract.ts'
import { holds, type Circumstances } from './conditions/rules.ts'
import type { WorkCalendar } from '../org/calendar/rules.ts'
import { dueOnOpening, inWorkdays } from './due/rules.ts'
import { actorKey, actorKind, ownerOf, type Finding, type Owner } from './owners/rules.ts'

export { dueDates, knownDates } from './due/rules.ts'

/** What an event meets: who stands where, what is known, which day it is. The same gives the same. */
export interface World extends Circumstances, Finding {
  facts?: Facts
  /** 'YYYY-MM-DD' in the organization's zone; the day of `now` in UTC when not said. */
  today?: string
  calendar?: WorkCalendar
}

export type StageState = Owner & {
  openedAt: Date | null
  doneAt: Date | null
  /** Person id; null with `doneAt`: the system. */
  doneBy: string | null
  skippedAt: Date | null
  skippedBy: string | null
  skipReason: SkipReason | null
  /** 'YYYY-MM-DD', the last day on which it is in time. */
  dueOn: string | null
}

export type FlowState = { stages: Record<string, StageState>; facts: Facts }

export type FlowEvent =
  | { type: 'done'; stage: string; by: string | null; facts?: Facts }
  /** A person passes a stage over; the record keeps the mark. */
  | { type: 'skip'; stage: string; by: string }
  /** The deadline has passed: what happens is in the flow. `today` in the participant's zone. */
  | { type: 'overdue'; stage: string; today: string }
  | { type: 'reopen'; stages: string[]; by: string; dueOn?: string }
  /** The talk did not take place; the appointment is open again. */
  | { type: 'noShow'; stage: string; by: string }
  /** Whoever has a stage returns an earlier one; what lies between keeps what was done. */
  | { type: 'sendBack'; stage: string; to: string; by: string; reason: string; dueOn?: string }

export type Advanced = {
  state: FlowState
  /** Keys of the stages that this event opened: somebody's turn has come. */
  opened: string[]
  /** Keys of the stages that this event closed, done or skipped. */
  done: string[]
  /** Why nothing happened: a message key, or null. `params.stage` is a stage's key. */
  refusal: string | null
  params: Record<string, string>
}

const stageOf = (flow: FlowBody, key: string): FlowStage => {
  const stage = flow.stages.find((each) => each.key === key)
  if (!stage) throw new Error(`flow has no stage ${key}`)
  return stage
}

const of = (state: FlowState, key: string): StageState => {
  const stage = state.stages[key]
  if (!stage) throw new Error(`run has no stage ${key}`)
  return stage
}

/** Done, or not needed. */
export const isSettled = (stage: StageState): boolean =>
  stage.doneAt !== null || stage.skippedAt !== null

export const isOpen = (stage: StageState): boolean => stage.openedAt !== null && !isSettled(stage)

export const isOverdue = (stage: StageState, today: string): boolean =>
  isOpen(stage) && stage.dueOn !== null && stage.dueOn < today

/** Keys of the stages whose turn it is, in the order of the flow; empty when the run is over. */
export const currentOf = (flow: FlowBody, state: FlowState): string[] =>
  flow.stages.filter(({ key }) => isOpen(of(state, key))).map(({ key }) => key)

/** Who has to act now; null when the run is over. */
export const turnOf = (flow: FlowBody, state: FlowState): StageActor | null => {
  const first = currentOf(flow, state)[0]
  return first ? of(state, first).actor : null
}

/** The phase in which the run stands; `closed` when every stage is settled. */
export const phaseOf = (flow: FlowBody, state: FlowState): Phase | 'closed' => {
  const first = currentOf(flow, state)[0]
  return first ? stageOf(flow, first).phase : 'closed'
}

/** A run that begins now, with its first stages open. Facts not named do not hold. */
export const begin = (
  flow: FlowBody,
  facts: Facts,
  due: Record<string, string>,
  now: Date,
  world: World = {},
): FlowState => {
  const stages = Object.fromEntries(
    flow.stages.map((stage) => [stage.key, untouched(stage, due[stage.key] ?? null)]),
  )
  return settle(flow, { stages, facts: { ...facts, ...world.facts } }, world, now)
}

const untouched = ({ actor }: FlowStage, dueOn: string | null): StageState => ({
  actor: actorKind(actor),
  ownerId: null,
  ownerReason: null,
  openedAt: null,
  doneAt: null,
  doneBy: null,
  skippedAt: null,
  skippedBy: null,
  skipReason: null,
  dueOn,
})

const isSealed = (flow: FlowBody, { stages }: FlowState): boolean =>
  flow.stages.some(({ key, kind }) => kind === 'archive' && stages[key]?.doneAt)

// Closes what its conditions make unnecessary, takes back what is no longer its turn, and opens what
// is. Stages name only earlier ones in `after`, so one pass in order sees everything it needs.
const settle = (flow: FlowBody, before: FlowState, world: World, now: Date): FlowState => {
  const stages = { ...before.stages }
  const at = (key: string) => of({ ...before, stages }, key)
  // What the sealed record did without is not asked for afterwards.
  const asksAnew = !isSealed(flow, before)
  const ready = new Set<string>()
  for (const stage of flow.stages) {
    const own = at(stage.key)
    if (!stage.after.every((key) => ready.has(key) && isSettled(at(key)))) {
      if (isOpen(own)) stages[stage.key] = untouched(stage, own.dueOn)
      continue
    }
    ready.add(stage.key)
    const unneeded = !holds(stage.condition, before.facts, world)
    if (unneeded && !isSettled(own)) {
      const passed = untouched(stage, own.dueOn)
      stages[stage.key] = { ...passed, skippedAt: now, skipReason: 'notNeeded' }
    } else if (!unneeded && own.skipReason === 'notNeeded' && asksAnew) {
      stages[stage.key] = untouched(stage, own.dueOn)
    }
  }
  const waiting = flow.stages.filter(({ key }) => ready.has(key) && !isSettled(at(key)))
  // One owner at a time: the turn stays with whoever has it, else it goes to the first in order.
  const inTurn = waiting.filter(({ parallel }) => !parallel)
  const turn = (inTurn.find(({ key }) => at(key).openedAt) ?? inTurn[0])?.actor
  const toOpen = waiting.filter(
    ({ key, actor, parallel }) =>
      at(key).openedAt === null && (parallel || (turn && actorKey(actor) === actorKey(turn))),
  )
  for (const stage of toOpen) {
    const own = at(stage.key)
    const today = world.today ?? now.toISOString().slice(0, 10)
    const dueOn = own.dueOn ?? dueOnOpening(stage, today, world.calendar)
    const opened = { ...own, openedAt: now, dueOn, ...ownerOf(stage.actor, world) }
    // To be told is nobody's task: it is done by happening.
    stages[stage.key] = stage.kind === 'notice' ? { ...opened, doneAt: now } : opened
  }
  const told = toOpen.some(({ kind }) => kind === 'notice')
  return told ? settle(flow, { ...before, stages }, world, now) : { ...before, stages }
}

const refused = (
  state: FlowState,
  refusal: string,
  params: Record<string, string> = {},
): Advanced => ({
  state,
  opened: [],
  done: [],
  refusal,
  params,
})

// The first stage that still has to be settled before this one's turn comes.
const waitsFor = (flow: FlowBody, state: FlowState, key: string): string => {
  const behind = (each: string): string[] =>
    stageOf(flow, each).after.flatMap((earlier) => [earlier, ...behind(earlier)])
  const earlier = new Set(behind(key))
  const found = flow.stages.find((each) => earlier.has(each.key) && !isSettled(of(state, each.key)))
  return (found ?? flow.stages.find((each) => isOpen(of(state, each.key))))?.key ?? key
}

const notItsTurn = (flow: FlowBody, state: FlowState, key: string): Advanced | null => {
  const own = of(state, key)
  if (isSettled(own)) return refused(state, 'flows.alreadySettled', { stage: key })
  if (isOpen(own)) return null
  return refused(state, 'flows.waits', { stage: waitsFor(flow, state, key) })
}

// Silence is never consent, and a record is not closed by leaving something out.
const neverSkipped = new Set(['reveal', 'signature', 'archive'])

const change = (
  flow: FlowBody,
  state: FlowState,
  event: FlowEvent,
  world: World,
  now: Date,
): FlowState | Advanced => {
  const put = (key: string, next: Partial<StageState>, facts: Facts = {}): FlowState => ({
    facts: { ...state.facts, ...facts },
    stages: { ...state.stages, [key]: { ...of(state, key), ...next } },
  })
  switch (event.type) {
    case 'done': {
      const stage = stageOf(flow, event.stage)
      const early = stage.early && !isSettled(of(state, stage.key))
      const refusal = early ? null : notItsTurn(flow, state, stage.key)
      if (refusal) return refusal
      const own = of(state, stage.key)
      const owner = own.openedAt ? {} : ownerOf(stage.actor, world)
      const openedAt = own.openedAt ?? now
      return put(stage.key, { ...owner, openedAt, doneAt: now, doneBy: event.by }, event.facts)
    }
    case 'skip': {
      const refusal = notItsTurn(flow, state, event.stage)
      if (refusal) return refusal
      if (neverSkipped.has(stageOf(flow, event.stage).kind)) {
        return refused(state, 'flows.neverSkipped', { stage: event.stage })
      }
      return put(event.stage, { skippedAt: now, skippedBy: event.by, skipReason: 'byHand' })
    }
    case 'overdue': {
      const refusal = notItsTurn(flow, state, event.stage)
      if (refusal) return refusal
      if (!isOverdue(of(state, event.stage), event.today)) {
        return refused(state, 'flows.stillInTime', { stage: event.stage })
      }
      const rule = stageOf(flow, event.stage).onOverdue
      if (rule === 'remind') return refused(state, 'flows.onlyReminded', { stage: event.stage })
      if (typeof rule === 'object') {
        if (of(state, event.stage).ownerReason === 'passedOn')
          return refused(state, 'flows.passedOnAlready', { stage: event.stage })
        const dueOn = inWorkdays(event.today, rule.days, world.calendar)
        return put(event.stage, { ...ownerOf(rule.passOn, world), ownerReason: 'passedOn', dueOn })
      }
      const skipReason = rule === 'sealNotAnswered' ? 'notAnswered' : 'overdue'
      return put(event.stage, { skippedAt: now, skipReason })
    }
    case 'noShow': {
      const earlier = flow.stages.slice(
        0,
        flow.stages.findIndex(({ key }) => key === event.stage),
      )
      const refusal = notItsTurn(flow, state, event.stage)
      if (refusal) return refusal
      const meeting = earlier.findLast(({ kind }) => kind === 'meeting')
      return meeting ? reopened(flow, state, [meeting.key]) : state
    }
    case 'sendBack': {
      const refusal = notItsTurn(flow, state, event.stage)
      if (refusal) return refusal
      if (!stageOf(flow, event.stage).sendBackTo?.includes(event.to))
        return refused(state, 'flows.notSentBackTo', { stage: event.to })
      if (of(state, event.to).doneAt === null)
        return refused(state, 'flows.notSettled', { stage: event.to })
      return reopened(flow, state, [event.to], event.dueOn)
    }
    case 'reopen': {
      const unsettled = event.stages.find((key) => {
        const own = of(state, key)
        return !isSettled(own) || own.skipReason === 'notNeeded'
      })
      if (unsettled) return refused(state, 'flows.notSettled', { stage: unsettled })
      return reopened(flow, state, event.stages, event.dueOn)
    }
  }
}

// Only what is named: later stages keep what was done in them and wait until it is their turn again.
const reopened = (flow: FlowBody, state: FlowState, keys: string[], dueOn?: string): FlowState => ({
  ...state,
  stages: {
    ...state.stages,
    ...Object.fromEntries(
      keys.map((key) => [key, untouched(stageOf(flow, key), dueOn ?? of(state, key).dueOn)]),
    ),
  },
})

/**
 * What follows when something happens in a run. Pure: the same events in the same world at the same
 * times give the same state. A refused event changes nothing.
 */
export const advance = (
  flow: FlowBody,
  state: FlowState,
  event: FlowEvent,
  world: World,
  now: Date,
): Advanced => {
  const known = { ...state, facts: { ...state.facts, ...world.facts } }
  const changed = change(flow, known, event, world, now)
  if ('refusal' in changed) return { ...changed, state }
  const next = settle(flow, changed, world, now)
  const keys = flow.stages.map(({ key }) => key)
  return {
    state: next,
    opened: keys.filter((key) => isOpen(of(next, key)) && !isOpen(of(state, key))),
    done: keys.filter((key) => isSettled(of(next, key)) && !isSettled(of(state, key))),
    refusal: null,
    params: {},
  }
}
