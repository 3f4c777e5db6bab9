import type { Facts, FlowBody, FlowStage, Phase, SkipReason, StageActor } from './contract.ts'

export type StageState = {
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
  return first ? stageOf(flow, first).actor : null
}

/** The phase in which the run stands; `closed` when every stage is settled. */
export const phaseOf = (flow: FlowBody, state: FlowState): Phase | 'closed' => {
  const first = currentOf(flow, state)[0]
  return first ? stageOf(flow, first).phase : 'closed'
}

const day = 86_400_000

/** The deadline of every stage: the flow's offsets from the first day, or the day HR has set. */
export const dueDates = (
  flow: FlowBody,
  startOn: string,
  overrides: Record<string, string> = {},
): Record<string, string> =>
  Object.fromEntries(
    flow.stages.map(({ key, dueDays }) => [
      key,
      overrides[key] ??
        new Date(Date.parse(`${startOn}T00:00:00Z`) + dueDays * day).toISOString().slice(0, 10),
    ]),
  )

/** A run that begins now, with its first stage open. Facts not named do not hold. */
export const begin = (
  flow: FlowBody,
  facts: Facts,
  due: Record<string, string>,
  now: Date,
): FlowState => {
  const stages = Object.fromEntries(
    flow.stages.map(({ key }) => [key, { ...untouched, dueOn: due[key] ?? null }]),
  )
  return settle(flow, { stages, facts }, now)
}

const untouched: StageState = {
  openedAt: null,
  doneAt: null,
  doneBy: null,
  skippedAt: null,
  skippedBy: null,
  skipReason: null,
  dueOn: null,
}

// Closes what its conditions make unnecessary, takes back what is no longer its turn, and opens what
// is. Stages name only earlier ones in `after`, so one pass in order sees everything it needs.
const settle = (flow: FlowBody, before: FlowState, now: Date): FlowState => {
  const stages = { ...before.stages }
  const ready = new Set<string>()
  const passed = (key: string) => ready.has(key) && isSettled(of({ ...before, stages }, key))
  for (const stage of flow.stages) {
    if (!stage.after.every(passed)) {
      const own = of(before, stage.key)
      if (isOpen(own)) stages[stage.key] = { ...own, openedAt: null }
      continue
    }
    ready.add(stage.key)
    const own = of(before, stage.key)
    const unneeded = stage.condition !== undefined && !before.facts[stage.condition]
    if (unneeded && !isSettled(own)) {
      stages[stage.key] = { ...own, openedAt: null, skippedAt: now, skipReason: 'notNeeded' }
    } else if (!unneeded && own.skipReason === 'notNeeded') {
      stages[stage.key] = { ...untouched, dueOn: own.dueOn }
    }
  }
  const waiting = flow.stages.filter(
    ({ key }) => ready.has(key) && !isSettled(of({ ...before, stages }, key)),
  )
  // One owner at a time: the turn stays with whoever has it, else it goes to the first in order.
  const turn = (waiting.find(({ key }) => stages[key]?.openedAt) ?? waiting[0])?.actor
  for (const { key, actor } of waiting) {
    const own = stages[key]
    if (own && actor === turn && own.openedAt === null) stages[key] = { ...own, openedAt: now }
  }
  return { ...before, stages }
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
      const openedAt = of(state, stage.key).openedAt ?? now
      return put(stage.key, { openedAt, doneAt: now, doneBy: event.by }, event.facts)
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
      return meeting ? reopened(state, [meeting.key]) : state
    }
    case 'reopen': {
      const unsettled = event.stages.find((key) => {
        const own = of(state, key)
        return !isSettled(own) || own.skipReason === 'notNeeded'
      })
      if (unsettled) return refused(state, 'flows.notSettled', { stage: unsettled })
      return reopened(state, event.stages, event.dueOn)
    }
  }
}

// Only what is named: later stages keep what was done in them and wait until it is their turn again.
const reopened = (state: FlowState, keys: string[], dueOn?: string): FlowState => ({
  ...state,
  stages: {
    ...state.stages,
    ...Object.fromEntries(
      keys.map((key) => [key, { ...untouched, dueOn: dueOn ?? of(state, key).dueOn }]),
    ),
  },
})

/**
 * What follows when something happens in a run. Pure: the same events at the same times give the
 * same state. A refused event changes nothing.
 */
export const advance = (
  flow: FlowBody,
  state: FlowState,
  event: FlowEvent,
  now: Date,
): Advanced => {
  const changed = change(flow, state, event, now)
  if ('refusal' in changed) return changed
  const next = settle(flow, changed, now)
  const keys = flow.stages.map(({ key }) => key)
  return {
    state: next,
    opened: keys.filter((key) => isOpen(of(next, key)) && !isOpen(of(state, key))),
    done: keys.filter((key) => isSettled(of(next, key)) && !isSettled(of(state, key))),
    refusal: null,
    params: {},
  }
}

/** What is wrong with a flow's own build; a sentence for developers and editors, or null. */
export const faultIn = (flow: FlowBody): string | null => {
  const seen = new Set<string>()
  for (const stage of flow.stages) {
    if (seen.has(stage.key)) return `stage ${stage.key} stands there twice`
    const unknown = stage.after.find((key) => !seen.has(key))
    if (unknown) return `stage ${stage.key} comes after ${unknown}, which is not before it`
    seen.add(stage.key)
  }
  return null
}
