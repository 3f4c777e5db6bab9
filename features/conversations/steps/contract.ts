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

/** A rating that was calibrated, with everything about it. */
export const calibratedShape = z.object({
  key: z.string(),
  dimension: textShape,
  /** Null: it was not rated. */
  was: textShape.nullable(),
  value: textShape,
  reason: z.string(),
  by: personShape,
  at: z.date(),
  /** The employee had read the result by then. */
  wasRead: z.boolean(),
  /** The manager of the talk still rates as they did when it was calibrated; otherwise it counts no more. */
  stands: z.boolean(),
})
export type CalibratedView = z.infer<typeof calibratedShape>

export const stepViewShape = stepShape.extend({
  /** Only the questions of this stage, as a part of its own. */
  template: templateBodyShape,
  answers,
  /** The post it is the summary of (E03); null for the stages of a flow. */
  segment: talkSegmentShape.nullable(),
  submittedAt: z.date().nullable(),
  /** Approvals and calibrations: the ratings that count now, where whoever asks may read them. */
  ratings: z
    .array(
      z.object({
        key: z.string(),
        dimension: textShape,
        rating: textShape.nullable(),
        value: z.int().nullable(),
      }),
    )
    .nullable(),
  /** The ratings are shown once they have said why they look. */
  asksWhy: z.boolean(),
  /** Calibrations: what was put in the place of a rating so far, oldest first. */
  calibrations: z.array(calibratedShape),
  /** Why no rating can be calibrated now; null when one can. */
  calibrateRefusal: z.string().nullable(),
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
  /** `reason`: why whoever is asked for one looks at the ratings; the employee reads it. */
  one: oc
    .input(z.object({ id, stageKey, reason: z.string().trim().min(1).max(500).optional() }))
    .output(stepViewShape),
  /** What others besides the two wrote, and why stages came back. */
  written: oc.input(z.object({ id })).output(
    z.object({
      contributions: z.array(contributionShape),
      /** Ratings that were calibrated, oldest first. */
      calibrations: z.array(calibratedShape),
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
  /** Puts another rating in the place of the manager's, which stays beside it; a reason is always given. */
  calibrate: oc
    .input(
      z.object({
        id,
        stageKey,
        dimension: z.string().min(1).max(81),
        value: z.int(),
        reason: z.string().trim().min(5).max(1000),
      }),
    )
    .output(z.void()),
  /** Hands a part in, approves, or says that HR has taken part. */
  /** A calibration outside what is expected asks for a reason, and goes on without. */
  settle: oc.input(z.object({ id, stageKey, reason: reasonShape })).output(z.void()),
  sendBack: oc
    .input(z.object({ id, stageKey, to: stageKey, reason: z.string().trim().min(1).max(1000) }))
    .output(z.void()),
}
