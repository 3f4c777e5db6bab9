import type { FlowBody, FlowStage } from '../contract.ts'

/** What a change is about; `after` is where a stage stands. */
export const changeKinds = [
  'title',
  'purpose',
  'added',
  'removed',
  'label',
  'kind',
  'actor',
  'phase',
  'after',
  'parallel',
  'due',
  'reminders',
  'condition',
  'late',
  'returns',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** One thing that differs between two versions of a flow. */
export interface FlowChange {
  kind: ChangeKind
  /** The stage as it was and as it is; both null where it is about the flow itself. */
  from: FlowStage | null
  to: FlowStage | null
}

const aspects: { kind: ChangeKind; of: (stage: FlowStage) => unknown }[] = [
  { kind: 'label', of: ({ label }) => label },
  { kind: 'kind', of: ({ kind }) => kind },
  { kind: 'actor', of: ({ actor }) => actor },
  { kind: 'phase', of: ({ phase }) => phase },
  { kind: 'after', of: ({ after }) => [...after].sort() },
  { kind: 'parallel', of: ({ parallel }) => parallel ?? false },
  { kind: 'due', of: ({ due, dueDays }) => due ?? dueDays },
  { kind: 'reminders', of: ({ reminders }) => reminders ?? [] },
  { kind: 'condition', of: ({ condition }) => condition ?? null },
  { kind: 'late', of: ({ onOverdue }) => onOverdue },
  { kind: 'returns', of: ({ sendBackTo }) => [...(sendBackTo ?? [])].sort() },
]

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b)

/** What changed from one flow to another, in the order of the newer one; stages are told apart by key. */
export function changesBetween(before: FlowBody, after: FlowBody): FlowChange[] {
  const about = (['title', 'purpose'] as const)
    .filter((part) => differs(before[part], after[part]))
    .map((kind): FlowChange => ({ kind, from: null, to: null }))
  const was = new Map(before.stages.map((stage) => [stage.key, stage]))
  const is = new Set(after.stages.map(({ key }) => key))
  const stages = after.stages.flatMap((to): FlowChange[] => {
    const from = was.get(to.key)
    if (!from) return [{ kind: 'added', from: null, to }]
    return aspects
      .filter(({ of }) => differs(of(from), of(to)))
      .map(({ kind }) => ({ kind, from, to }))
  })
  const gone = before.stages
    .filter(({ key }) => !is.has(key))
    .map((from): FlowChange => ({ kind: 'removed', from, to: null }))
  return [...about, ...stages, ...gone]
}
