import { oc } from '@orpc/contract'
import { z } from 'zod'
import { textShape } from '../../templates/contract.ts'
import { cycleKinds, cycleStates } from '../kinds/contract.ts'
import { countedDepartment } from '../lists/contract.ts'

const id = z.uuid()
const key = z.string().max(60)

/** In what a talk may differ from the standard, the design first and then the way it went. */
export const deviations = [
  'variant',
  'otherTemplate',
  'otherFlow',
  'olderVersion',
  'skipped',
  'passedOn',
  'sentBack',
  'unbooked',
  'onPaper',
  'hr',
] as const
export type Deviation = (typeof deviations)[number]

/** Keys of the template and the two flows (everybody’s, and management’s) a kind of talk is held by. */
export const designShape = z.object({ template: key, base: key, management: key })
export type Design = z.infer<typeof designShape>

const publishedShape = z.object({
  key,
  title: textShape,
  /** The newest one: new cycles begin with it. */
  version: z.int(),
  publishedAt: z.date(),
})

export const standardShape = z.object({
  kind: z.enum(cycleKinds),
  /** Null: the shelf does not hold it (any more). */
  template: publishedShape.nullable(),
  /** Everybody’s, then management’s where it is another. */
  flows: z.array(publishedShape),
  design: designShape,
  /** HR has named it; otherwise it follows from the company’s stage and business. */
  isOwn: z.boolean(),
})
export type Standard = z.infer<typeof standardShape>

/** `people` talks of the `of` in which it could have happened. */
const countShape = z.object({ kind: z.enum(deviations), people: z.int(), of: z.int() })

export const deviatingShape = z.object({
  asOf: z.date(),
  standard: standardShape,
  people: z.int(),
  /** Talks that differ in anything at all. */
  deviating: z.int(),
  /** What the reader may know of; HR’s taking part is for HR. */
  counts: z.array(countShape),
  /** Which design people really have, the most used first; null in a title: several small ones together. */
  designs: z.array(
    z.object({
      template: z.object({ title: textShape, version: z.int() }).nullable(),
      flow: z.object({ title: textShape, version: z.int() }).nullable(),
      differs: z.array(z.enum(deviations)),
      people: z.int(),
    }),
  ),
  /** Stages that are due on another day than the flow itself says. */
  moved: z.array(z.object({ label: textShape, usual: z.iso.date(), set: z.iso.date() })),
  departments: z.array(
    z.object({
      ...countedDepartment,
      people: z.int(),
      deviating: z.int(),
      counts: z.array(countShape),
    }),
  ),
  path: z.array(z.object({ id, name: z.string() })),
  mayName: z.boolean(),
})
export type Deviating = z.infer<typeof deviatingShape>

export const deviatingTalkShape = z.object({
  id,
  conversationId: id,
  person: z.object({ id, name: z.string(), employeeNo: z.string(), department: z.string() }),
  manager: z.string().nullable(),
  differs: z.array(z.enum(deviations)),
})

export const standardContract = {
  /** The standard of every kind of talk, and how the cycles that run now keep it. */
  overview: oc.output(
    z.object({
      asOf: z.date(),
      standards: z.array(standardShape),
      cycles: z.array(
        z.object({
          id,
          name: z.string(),
          kind: z.enum(cycleKinds),
          state: z.enum(cycleStates),
          /** Null: so few people that it would be about persons. */
          talks: z.object({ people: z.int(), deviating: z.int(), movedDays: z.int() }).nullable(),
        }),
      ),
      refusals: z.object({ choose: z.string().nullable() }),
    }),
  ),
  /** How the talks of one cycle differ from the standard of their kind, by department. */
  of: oc.input(z.object({ id, departmentId: id.optional() })).output(deviatingShape),
  /** The talks that differ, by name; NOT_FOUND to whoever may only count. */
  talks: oc
    .input(
      z.object({
        id,
        departmentId: id.optional(),
        deviation: z.enum(deviations).optional(),
        after: id.optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(
      z.object({
        items: z.array(deviatingTalkShape),
        total: z.int(),
        next: z.string().nullable(),
        asOf: z.date(),
      }),
    ),
  /** Names the standard of a kind: new cycles begin with it, running ones are held against it. */
  choose: oc.input(z.object({ kind: z.enum(cycleKinds), ...designShape.shape })).output(z.void()),
}
