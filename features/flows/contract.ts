import { oc } from '@orpc/contract'
import { z } from 'zod'
import { textShape } from '../templates/contract.ts'

export const stageKinds = [
  'selfAssessment',
  'managerAssessment',
  'goalAlignment',
  'strategyBrief',
  'reveal',
  'differenceNote',
  'meeting',
  'talk',
  'agreement',
  'signature',
  'archive',
  'follow',
] as const
export type StageKind = (typeof stageKinds)[number]

export const stageActors = ['employee', 'manager', 'both', 'system', 'hr'] as const
export type StageActor = (typeof stageActors)[number]

export const phases = ['prepare', 'talk', 'agree', 'follow'] as const
export type Phase = (typeof phases)[number]

/** What a run knows about itself; a stage with a condition is passed over while it is not true. */
export const stageConditions = ['ratingExists', 'largeGap'] as const
export type StageCondition = (typeof stageConditions)[number]
export type Facts = Partial<Record<StageCondition, boolean>>

/**
 * `remind`: it waits, however late. `skipWithMark`: after the deadline the next one may go on and
 * the record says so. `sealNotAnswered`: after the deadline it is closed as 已送达未答.
 */
export const overdueRules = ['remind', 'skipWithMark', 'sealNotAnswered'] as const

const key = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/)

export const flowStageShape = z.object({
  key,
  kind: z.enum(stageKinds),
  label: textShape,
  actor: z.enum(stageActors),
  phase: z.enum(phases),
  /** Keys of the stages that come before; all of them done or skipped. */
  after: z.array(key),
  /** Calendar days from the start of the cycle. */
  dueDays: z.int().min(0),
  condition: z.enum(stageConditions).optional(),
  onOverdue: z.enum(overdueRules),
  /** May be done before its turn, such as booking the time. */
  early: z.boolean().optional(),
})
export type FlowStage = z.infer<typeof flowStageShape>

export const flowBodyShape = z.object({
  title: textShape,
  purpose: textShape,
  stages: z.array(flowStageShape).min(1),
})
export type FlowBody = z.infer<typeof flowBodyShape>

/** Why a stage was passed over: the two deadlines, a condition that did not hold, or a person's. */
export const skipReasons = ['overdue', 'notAnswered', 'notNeeded', 'byHand'] as const
export type SkipReason = (typeof skipReasons)[number]

/** One stage of one run, as stored and as shown in the flow line. */
export const stageShape = z.object({
  key: z.string(),
  kind: z.enum(stageKinds),
  label: textShape,
  actor: z.enum(stageActors),
  phase: z.enum(phases),
  position: z.int(),
  dueOn: z.iso.date().nullable(),
  openedAt: z.date().nullable(),
  doneAt: z.date().nullable(),
  /** Person id; null for the system. */
  doneBy: z.uuid().nullable(),
  skippedAt: z.date().nullable(),
  skipReason: z.enum(skipReasons).nullable(),
})
export type Stage = z.infer<typeof stageShape>

export const runShape = z.object({
  flowVersionId: z.uuid(),
  title: textShape,
  stages: z.array(stageShape),
  /** The stages that are open now, in order: whose turn it is. Empty when the run is over. */
  current: z.array(z.string()),
})
export type Run = z.infer<typeof runShape>

export const flowSummaryShape = z.object({
  id: z.uuid(),
  key: z.string(),
  versionId: z.uuid(),
  version: z.int(),
  builtIn: z.boolean(),
  title: textShape,
  purpose: textShape,
  stages: z.array(flowStageShape),
  publishedAt: z.date(),
})
export type FlowSummary = z.infer<typeof flowSummaryShape>

export const flowShape = flowSummaryShape.extend({ hash: z.string() })

export const flowsContract = {
  list: oc.output(z.array(flowSummaryShape)),
  /** The current version, or the one asked for. */
  get: oc.input(z.object({ id: z.uuid(), versionId: z.uuid().optional() })).output(flowShape),
}
