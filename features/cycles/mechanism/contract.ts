import { oc } from '@orpc/contract'
import { z } from 'zod'
import { textShape } from '../../templates/contract.ts'
import { companyStages } from '../kinds/contract.ts'

const id = z.uuid()
const day = z.iso.date()

/** What becomes of a mechanism after a look at its year. */
export const reviewDecisions = ['keep', 'change', 'switchPreset'] as const

/** A year of the mechanism in figures. */
export const yearFactsShape = z.object({
  from: day,
  until: day,
  /** Cycles launched in it, with who took part in them. */
  cycles: z.int(),
  people: z.int(),
  sealed: z.int(),
  /** Talks that differ from the standard in anything. */
  deviating: z.int(),
  /** Templates and flows of these talks, the most used first. */
  versions: z.array(
    z.object({
      noun: z.enum(['template', 'flow']),
      title: textShape,
      version: z.int(),
      people: z.int(),
    }),
  ),
  /** Versions HR published, and how often talks under way were moved to a newer one. */
  published: z.int(),
  adoptions: z.int(),
  /** The survey that ended last. */
  survey: z.object({ id, closedOn: day, invited: z.int(), answered: z.int() }).nullable(),
  /** Texts handed in, and those of them with a hint still standing. */
  hints: z.object({ texts: z.int(), hinted: z.int() }),
  appeals: z.object({ opened: z.int(), decided: z.int() }),
})
export type YearFacts = z.infer<typeof yearFactsShape>

/** Month and day, 'MM-DD'. */
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

const words = z.string().trim().min(1).max(2000)

export const mechanismContract = {
  /** When the mechanism is looked at next, what its year was like, and what was decided before. */
  get: oc.output(
    z.object({
      on: monthDay,
      next: z.object({ year: z.int(), dueOn: day, isOpen: z.boolean() }),
      /** The year a decision of today is about: the one that waits, or the year of today. */
      deciding: z.int(),
      stage: z.enum(companyStages).nullable(),
      /** For HR administration, who decides; null for everybody else. */
      facts: yearFactsShape.nullable(),
      /** The newest first. */
      decisions: z.array(
        z.object({
          id,
          year: z.int(),
          decision: z.enum(reviewDecisions),
          preset: z.enum(companyStages).nullable(),
          note: z.string(),
          /** As they were that day; for HR administration. */
          facts: yearFactsShape.nullable(),
          by: z.string(),
          at: z.date(),
        }),
      ),
      refusals: z.object({ decide: z.string().nullable() }),
    }),
  ),
  /** On which day of the year it is looked at; a day of rest moves to the working day after. */
  setDay: oc.input(z.object({ on: monthDay })).output(z.void()),
  /** Writes down what was decided; asked twice with the same id it is one decision. */
  decide: oc
    .input(
      z
        .object({
          id,
          decision: z.enum(reviewDecisions),
          preset: z.enum(companyStages).nullable(),
          note: words,
        })
        .refine(({ decision, preset }) => (decision === 'switchPreset') === (preset !== null)),
    )
    .output(z.void()),
}
