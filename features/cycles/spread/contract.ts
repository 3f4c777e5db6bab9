import { oc } from '@orpc/contract'
import { z } from 'zod'
import { textShape } from '../../templates/contract.ts'
import { countedDepartment } from '../lists/contract.ts'

const id = z.uuid()
const scale = z.string().max(400)

/**
 * What HR expects of one scale: a percentage per label, and how many percentage points it may be off.
 * The percentages make up 100; until they do the cycle cannot be launched.
 */
export const expectedShape = z.object({
  scale,
  tolerance: z.int().min(0).max(50),
  shares: z
    .array(z.object({ value: z.int(), percent: z.number().min(0).max(100) }))
    .min(2)
    .max(20),
})
export type Expected = z.infer<typeof expectedShape>

/** A scale as it is told from others: by its values and labels. */
export const knownScaleShape = z.object({
  scale,
  /** Ascending: the place in this list is the rank. */
  points: z.array(z.object({ value: z.int(), label: textShape })),
})
export type KnownScale = z.infer<typeof knownScaleShape>

/** People by label, in the order of the scale's points, and those without a rating. */
export const shareShape = z.object({ counts: z.array(z.int()), notRated: z.int() })
export type Share = z.infer<typeof shareShape>

const counted = {
  /** Whom the manager has rated. */
  rated: z.int(),
  manager: shareShape,
  /** Their own ratings; null where so few have given one that it would point at somebody. */
  self: shareShape.nullable(),
}

/** What is expected beside what is there, label by label. */
export const curveShape = z.object({
  tolerance: z.int(),
  rated: z.int(),
  /** So few are rated that percentages would be about persons: nothing is called outside. */
  tooFew: z.boolean(),
  rows: z.array(
    z.object({
      value: z.int(),
      label: textShape,
      people: z.int(),
      /** Of those rated; one decimal. */
      percent: z.number(),
      expectedPercent: z.number(),
      outside: z.boolean(),
    }),
  ),
})
export type Curve = z.infer<typeof curveShape>

export const scaleSpreadShape = knownScaleShape.extend({
  /** Null: fewer than `smallest` are rated, or the department was put together with others. */
  whole: z.object(counted).nullable(),
  groups: z.array(z.object({ ...countedDepartment, ...counted })),
  curve: curveShape.nullable(),
})
export type ScaleSpread = z.infer<typeof scaleSpreadShape>

export const spreadShape = z.object({
  asOf: z.date(),
  /** The group that is shown; null: everybody whom one may count. */
  department: z.object({ id, name: z.string() }).nullable(),
  scales: z.array(scaleSpreadShape),
  /** The cycle of the same kind before this one: the same scales may be compared, others only by label and rank. */
  earlier: z
    .object({
      name: z.string(),
      scales: z.array(knownScaleShape.extend({ rated: z.int(), counts: z.array(z.int()) })),
    })
    .nullable(),
  /** Calibrations that were finished, the newest first. */
  finished: z.array(
    z.object({
      id,
      scale,
      department: z.string().nullable(),
      /** One talk was calibrated, not the group. */
      ofOneTalk: z.boolean(),
      rated: z.int(),
      outside: z.array(z.object({ value: z.int(), people: z.int(), expectedPercent: z.number() })),
      reason: z.string().nullable(),
      by: z.string(),
      at: z.date(),
    }),
  ),
  /** Fewer rated people than this are not shown; fewer than `smallestCurve` are held against no expectation. */
  smallest: z.int(),
  smallestCurve: z.int(),
  /** Why whoever asks cannot say that a group is calibrated: a message key, or null. */
  refusal: z.string().nullable(),
})
export type Spread = z.infer<typeof spreadShape>

export const reasonShape = z.string().trim().min(1).max(1000).optional()

export const spreadContract = {
  /** How the ratings of a cycle are spread; NOT_FOUND to whoever may not count ratings. */
  spread: oc.input(z.object({ id, departmentId: id.optional() })).output(spreadShape),
  /** Says that a group is calibrated. Outside the expectation it asks for a reason, and goes on without. */
  finishCalibration: oc
    .input(z.object({ id, scale, departmentId: id.optional(), reason: reasonShape }))
    .output(z.void()),
}
