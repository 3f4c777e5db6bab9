import type { FlowActor, FlowBody, FlowStage, StageKind } from '../contract.ts'
import { behind, inOrder } from '../order/rules.ts'

/** What a new stage of a kind begins with: who usually has it, and what happens when it is late. */
const usual: Record<StageKind, Pick<FlowStage, 'actor' | 'onOverdue'>> = {
  selfAssessment: { actor: 'employee', onOverdue: 'skipWithMark' },
  managerAssessment: { actor: 'manager', onOverdue: 'remind' },
  goalAlignment: { actor: 'both', onOverdue: 'skipWithMark' },
  strategyBrief: { actor: 'manager', onOverdue: 'skipWithMark' },
  reveal: { actor: 'system', onOverdue: 'remind' },
  differenceNote: { actor: 'manager', onOverdue: 'remind' },
  meeting: { actor: 'manager', onOverdue: 'remind' },
  talk: { actor: 'both', onOverdue: 'remind' },
  agreement: { actor: 'both', onOverdue: 'remind' },
  signature: { actor: 'both', onOverdue: 'sealNotAnswered' },
  archive: { actor: 'system', onOverdue: 'remind' },
  follow: { actor: 'both', onOverdue: 'remind' },
  form: { actor: { relation: 'secondManager' }, onOverdue: 'skipWithMark' },
  calibration: { actor: 'hr', onOverdue: 'remind' },
  approval: {
    actor: { relation: 'secondManager' },
    onOverdue: { passOn: { relation: 'hrbp' }, days: 2 },
  },
  hrParticipation: { actor: { relation: 'hrbp' }, onOverdue: 'remind' },
  notice: { actor: 'hr', onOverdue: 'remind' },
}

/** Whose turn a stage of a kind is, unless somebody says otherwise. */
export const usualActor = (kind: StageKind): FlowActor => usual[kind].actor

/** A key for one more stage of a kind: `form`, `form2`, … */
export const freeKey = (flow: FlowBody, kind: StageKind): string => {
  const taken = new Set(flow.stages.map(({ key }) => key))
  for (let n = 1; ; n++) {
    const key = n === 1 ? kind : `${kind}${n}`
    if (!taken.has(key)) return key
  }
}

const index = (flow: FlowBody, key: string) => flow.stages.findIndex((stage) => stage.key === key)

const withStages = (flow: FlowBody, stages: FlowStage[]): FlowBody => ({
  ...flow,
  stages: inOrder(stages),
})

const each = (flow: FlowBody, change: (stage: FlowStage) => FlowStage): FlowStage[] =>
  flow.stages.map(change)

/** The same links without those that another one already says. */
const tidy = (stages: FlowStage[]): FlowStage[] =>
  stages.map((stage) => {
    const kept = stage.after.filter(
      (key) => !stage.after.some((other) => other !== key && behind(stages, other).has(key)),
    )
    return kept.length === stage.after.length ? stage : { ...stage, after: kept }
  })

/** A stage with some of its properties changed; `undefined` takes one away. */
export const changed = (
  flow: FlowBody,
  key: string,
  part: { [Name in keyof FlowStage]?: FlowStage[Name] | undefined },
): FlowBody =>
  withStages(
    flow,
    each(flow, (stage) => {
      if (stage.key !== key) return stage
      const next = { ...stage, ...part } as Record<string, unknown>
      for (const name of Object.keys(next)) if (next[name] === undefined) delete next[name]
      return next as FlowStage
    }),
  )

/** Puts a stage right behind another: what came after that one now comes after the new one. */
function placed(flow: FlowBody, stage: FlowStage, behindKey: string | null): FlowBody {
  const after = behindKey ? [behindKey] : []
  const moved = { ...stage, after }
  const others = each(flow, (other) => {
    const follows = behindKey ? other.after.includes(behindKey) : other.after.length === 0
    if (!follows) return other
    return { ...other, after: [...other.after.filter((key) => key !== behindKey), stage.key] }
  })
  const at = behindKey ? index(flow, behindKey) + 1 : 0
  return withStages(flow, tidy([...others.slice(0, at), moved, ...others.slice(at)]))
}

/** One more stage of a kind right behind another; at the very beginning when `behindKey` is null. */
export function added(flow: FlowBody, behindKey: string | null, kind: StageKind): FlowBody {
  const neighbour = flow.stages[behindKey ? index(flow, behindKey) : 0]
  const key = freeKey(flow, kind)
  return placed(
    flow,
    {
      key,
      kind,
      label: { zh: '', en: '' },
      phase: neighbour?.phase ?? 'prepare',
      after: [],
      due: neighbour?.due ?? { from: 'start', days: neighbour?.dueDays ?? 5, unit: 'calendar' },
      ...usual[kind],
    },
    behindKey,
  )
}

/** Without a stage: what came after it comes after what it came after. */
export function removed(flow: FlowBody, key: string): FlowBody {
  const gone = flow.stages[index(flow, key)]
  if (!gone) return flow
  const rest = flow.stages
    .filter((stage) => stage.key !== key)
    .map((stage): FlowStage => {
      const { sendBackTo, ...others } = stage
      const returns = sendBackTo?.filter((each) => each !== key)
      const after = stage.after.includes(key)
        ? [...new Set(stage.after.flatMap((each) => (each === key ? gone.after : [each])))]
        : stage.after
      return { ...others, after, ...(returns?.length && { sendBackTo: returns }) }
    })
  return withStages(flow, tidy(rest))
}

/** A stage one place earlier or later in the line. */
export function moved(flow: FlowBody, key: string, by: -1 | 1): FlowBody {
  const at = index(flow, key)
  const stage = flow.stages[at]
  const neighbour = flow.stages[at + by]
  if (!stage || !neighbour) return flow
  const without = removed(flow, key)
  const target =
    by === 1 ? neighbour.key : (without.stages[index(without, neighbour.key) - 1]?.key ?? null)
  const back = placed(without, { ...stage, phase: neighbour.phase }, target)
  // What it was sent back to, or sent it back, may stand behind it now.
  const returns = stage.sendBackTo?.filter((each) => behind(back.stages, key).has(each))
  return changed(back, key, { sendBackTo: returns?.length ? returns : undefined })
}

/** A stage beside the one before it, or in line behind it again. */
export function beside(flow: FlowBody, key: string, isBeside: boolean): FlowBody {
  const at = index(flow, key)
  const before = flow.stages[at - 1]
  if (!before) return flow
  if (!isBeside) {
    const line = changed(flow, key, { parallel: undefined, after: [before.key] })
    return withStages(line, tidy(line.stages))
  }
  const stages = each(flow, (stage) => {
    if (stage.key === key) return { ...stage, parallel: true, after: before.after }
    return stage.after.includes(key)
      ? { ...stage, after: [...new Set([...stage.after, before.key])] }
      : stage
  })
  return withStages(flow, tidy(stages))
}
