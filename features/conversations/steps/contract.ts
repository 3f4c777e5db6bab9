import { oc } from '@orpc/contract'
import { z } from 'zod'
import { stageKinds } from '../../flows/contract.ts'
import { curveShape, reasonShape } from '../../cycles/spread/contract.ts'
import { templateBodyShape, textShape } from '../../templates/contract.ts'
import { personShape } from '../people/contract.ts'
import { talkSegmentShape } from '../segments/contract.ts'

/** Kinds of stages that belong to somebody besides the two, reached by a door of their own. */
export const stepKinds = ['form', 'approval', 'calibration', 'hrParticipation'] as const

const id = z.uuid()
const stageKey = z.string().min(1).max(40)
const answers = z.record(z.string(), z.object({ value: z.unknown(), version: z.int() }))

/** A stage of somebody’s talk that waits for me, or that I have done. */
export const stepShape = z.object({
  conversationId: id,
  title: z.string(),
  employee: personShape,
  manager: personShape.nullable(),
  stageKey,
  kind: z.enum(stageKinds),
  label: textShape,
  dueOn: z.iso.date().nullable(),
  openedAt: z.date(),
  doneAt: z.date().nullable(),
})
export type Step = z.infer<typeof stepShape>

export const stepViewShape = stepShape.extend({
  /** Only the questions of this stage, as a part of its own. */
  template: templateBodyShape,
  answers,
  /** The post it is the summary of (E03); null for the stages of a flow. */
  segment: talkSegmentShape.nullable(),
  submittedAt: z.date().nullable(),
  /** Approvals: how the manager rated, where whoever asks may read it. */
  ratings: z.array(z.object({ dimension: textShape, rating: textShape.nullable() })).nullable(),
  /**
   * Calibrations: what is expected of the nearest group large enough for it, beside what is there. Null
   * where nothing is expected or whoever asks may not count ratings.
   */
  group: z.object({ department: z.string().nullable(), curve: curveShape }).nullable(),
  /** Stages this one can go back to. */
  returns: z.array(z.object({ key: z.string(), label: textShape })),
  /** It came back to this stage: by whom, and why. */
  sentBack: z.object({ by: personShape, at: z.date(), reason: z.string() }).nullable(),
  /** Why it cannot be done now; null when it can. */
  refusal: z.string().nullable(),
})
export type StepView = z.infer<typeof stepViewShape>

/** What others wrote besides the two; each as their own, nothing averaged. */
export const contributionShape = z.object({
  stageKey,
  label: textShape,
  author: personShape,
  submittedAt: z.date(),
  template: templateBodyShape,
  answers: z.record(z.string(), z.unknown()),
})

export const stepsContract = {
  one: oc.input(z.object({ id, stageKey })).output(stepViewShape),
  /** What others besides the two wrote, and why stages came back. */
  written: oc.input(z.object({ id })).output(
    z.object({
      contributions: z.array(contributionShape),
      sentBack: z.array(
        z.object({ to: textShape, by: personShape, at: z.date(), reason: z.string() }),
      ),
    }),
  ),
  /** CONFLICT with `theirs` and `yours` when another window was faster. */
  save: oc
    .input(
      z.object({
        id,
        stageKey,
        fieldKey: z.string(),
        value: z.unknown(),
        version: z.int().min(0),
        clientId: z.uuid(),
      }),
    )
    .output(z.object({ version: z.int(), savedAt: z.date() })),
  /** Hands a part in, approves, or says that HR has taken part. */
  /** A calibration outside what is expected asks for a reason, and goes on without. */
  settle: oc.input(z.object({ id, stageKey, reason: reasonShape })).output(z.void()),
  sendBack: oc
    .input(z.object({ id, stageKey, to: stageKey, reason: z.string().trim().min(1).max(1000) }))
    .output(z.void()),
}
