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
  'form',
  'calibration',
  'approval',
  'hrParticipation',
  'notice',
] as const
export type StageKind = (typeof stageKinds)[number]

/** Who a stage of a run belongs to; `person` is somebody by name, `stage.ownerId`. */
export const stageActors = ['employee', 'manager', 'both', 'system', 'hr', 'person'] as const
export type StageActor = (typeof stageActors)[number]

/** Found in the organization when the stage opens, and kept while it is open. */
export const actorRelations = [
  'managerAtLaunch',
  'managerNow',
  'secondManager',
  'dottedManager',
  'hrbp',
] as const

/** Offices a stage can go to: of several holders the one nearest to the employee's department. */
export const actorRoles = ['hrAdmin', 'hrbp', 'executive'] as const

/** Who acts, as a flow says it. */
export const actorShape = z.union([
  z.enum(['employee', 'manager', 'both', 'system', 'hr']),
  z.strictObject({ relation: z.enum(actorRelations) }),
  z.strictObject({ person: z.uuid() }),
  z.strictObject({ role: z.enum(actorRoles) }),
])
export type FlowActor = z.infer<typeof actorShape>

export const phases = ['prepare', 'talk', 'agree', 'follow'] as const
export type Phase = (typeof phases)[number]

/** The two conditions a flow can name in one word. */
export const stageConditions = ['ratingExists', 'largeGap'] as const

/** What is known to hold about a run. The last five are set by HR or by a rule of theirs. */
export const flags = [
  ...stageConditions,
  'disputed',
  'keyTalent',
  'seriousIssue',
  'complexBusiness',
  'sensitiveRelation',
] as const
export type Flag = (typeof flags)[number]
export type Facts = Partial<Record<Flag, boolean>>

export const comparisons = ['lt', 'lte', 'eq', 'gte', 'gt'] as const

/** One thing a condition asks. Ratings are compared by rank, the lowest point of a scale being 1. */
export const testShape = z.union([
  z.strictObject({ levels: z.array(z.string().max(40)) }),
  z.strictObject({ jobFamilies: z.array(z.string().max(40)) }),
  z.strictObject({ departmentIds: z.array(z.uuid()) }),
  z.strictObject({
    rating: z.string().max(40),
    is: z.enum(comparisons),
    rank: z.int().min(1).max(20),
  }),
  z.strictObject({ flag: z.enum(flags), is: z.boolean().optional() }),
])
export type Test = z.infer<typeof testShape>

export const conditionShape = z.union([
  z.enum(stageConditions),
  z.strictObject({ all: z.array(testShape).max(12) }),
  z.strictObject({ any: z.array(testShape).max(12) }),
])
export type StageCondition = z.infer<typeof conditionShape>

export const dayUnits = ['calendar', 'working'] as const
export const dueFroms = ['start', 'opened', 'periodEnd'] as const
export const dueShape = z.object({
  from: z.enum(dueFroms),
  days: z.int().min(-366).max(1000),
  unit: z.enum(dayUnits),
})
export type DueRule = z.infer<typeof dueShape>

/** Days before (below zero) or after the deadline on which somebody hears of an open stage. */
export const reminderShape = z.object({
  days: z.int().min(-60).max(60),
  unit: z.enum(dayUnits),
  to: z.union([
    z.enum(['owner', 'both', 'hr']),
    z.strictObject({ relation: z.enum(actorRelations) }),
  ]),
})
export type StageReminder = z.infer<typeof reminderShape>

/**
 * `remind`: it waits, however late. `skipWithMark`: after the deadline the next one may go on and
 * the record says so. `sealNotAnswered`: after the deadline it is closed as 已送达未答. `passOn`: it
 * goes to somebody else, who has so many working days.
 */
export const overdueRules = ['remind', 'skipWithMark', 'sealNotAnswered'] as const
export const passOnShape = z.strictObject({ passOn: actorShape, days: z.int().min(0).max(60) })

const key = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/)

export const flowStageShape = z.object({
  key,
  kind: z.enum(stageKinds),
  label: textShape,
  /** Of a notice: who is told. */
  actor: actorShape,
  phase: z.enum(phases),
  /** Keys of the stages that come before; all of them done or skipped. */
  after: z.array(key),
  /** Calendar days from the start of the cycle; `due` says it otherwise. */
  dueDays: z.int().min(0).optional(),
  due: dueShape.optional(),
  reminders: z.array(reminderShape).max(8).optional(),
  condition: conditionShape.optional(),
  onOverdue: z.union([z.enum(overdueRules), passOnShape]),
  /** May be done before its turn, such as booking the time. */
  early: z.boolean().optional(),
  /** Opens beside whatever else is open, as soon as what it comes after is settled. */
  parallel: z.boolean().optional(),
  /** Earlier stages to which whoever has this one may return it, with a reason. */
  sendBackTo: z.array(key).optional(),
})
export type FlowStage = z.infer<typeof flowStageShape>

export const flowBodyShape = z.object({
  title: textShape,
  purpose: textShape,
  stages: z.array(flowStageShape).min(1).max(60),
})
export type FlowBody = z.infer<typeof flowBodyShape>

/** Why somebody in particular has a stage: it was theirs; nobody was there; nobody judges themselves; time ran out. */
export const ownerReasons = ['found', 'nobodyThere', 'neverOneself', 'passedOn'] as const
export type OwnerReason = (typeof ownerReasons)[number]

/** Why a stage was passed over: the two deadlines, a condition that did not hold, or a person's. */
export const skipReasons = ['overdue', 'notAnswered', 'notNeeded', 'byHand'] as const
export type SkipReason = (typeof skipReasons)[number]

/** One stage of one run, as stored and as shown in the flow line. */
export const stageShape = z.object({
  key: z.string(),
  kind: z.enum(stageKinds),
  label: textShape,
  actor: z.enum(stageActors),
  /** The person, where `actor` is one. */
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  ownerReason: z.enum(ownerReasons).nullable(),
  /** How the flow asks for them, where `actor` is a person: by relation, office or name. */
  asked: actorShape.nullable(),
  /** Keys of the stages that come before. */
  after: z.array(z.string()),
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
  /** Since then no longer offered for new talks. */
  retiredAt: z.date().nullable(),
})
export type FlowSummary = z.infer<typeof flowSummaryShape>

export const flowShape = flowSummaryShape.extend({
  hash: z.string(),
  /** Newest first. */
  versions: z.array(
    z.object({
      versionId: z.uuid(),
      version: z.int(),
      publishedAt: z.date(),
      note: z.string().nullable(),
    }),
  ),
})

export const flowsContract = {
  /** The newest version of every flow that is offered; of the others too when asked. */
  list: oc
    .input(z.object({ retired: z.boolean().optional() }).optional())
    .output(z.array(flowSummaryShape)),
  /** The current version, or the one asked for. */
  get: oc.input(z.object({ id: z.uuid(), versionId: z.uuid().optional() })).output(flowShape),
}
