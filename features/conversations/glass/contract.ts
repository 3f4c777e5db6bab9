import { oc } from '@orpc/contract'
import { z } from 'zod'

/** The longest look, in hours: an emergency is looked into once, not watched. */
export const longestGlassHours = 4
/** The longest time a legal hold keeps the person from being told, in days. */
export const longestHoldDays = 30

const id = z.uuid()
const somebody = z.object({ id, name: z.string(), employeeNo: z.string() })
export const glassStates = ['asked', 'open', 'over', 'declined', 'withdrawn'] as const

export const glassShape = z.object({
  id,
  conversationId: id,
  employee: somebody,
  askedBy: somebody,
  askedAt: z.date(),
  reason: z.string(),
  hours: z.int(),
  hold: z.object({ reason: z.string(), until: z.iso.date() }).nullable(),
  state: z.enum(glassStates),
  decidedBy: somebody.nullable(),
  endsAt: z.date().nullable(),
  refusals: z.object({
    decide: z.string().nullable(),
    withdraw: z.string().nullable(),
    end: z.string().nullable(),
  }),
})
export type Glass = z.infer<typeof glassShape>

export const glassContract = {
  /** What waits for a second person, and what was decided lately; HR and security administration only. */
  list: oc.output(z.array(glassShape)),
  /** Whether an emergency may be declared for a talk: why not, or null. */
  of: oc
    .input(z.object({ conversationId: id }))
    .output(z.object({ current: glassShape.nullable(), refusal: z.string().nullable() })),
  /** Asks a second person for a look at what the employee handed in. */
  ask: oc
    .input(
      z.object({
        conversationId: id,
        reason: z.string().trim().min(10).max(1000),
        hours: z.int().min(1).max(longestGlassHours),
        hold: z
          .object({ reason: z.string().trim().min(10).max(1000), until: z.iso.date() })
          .nullable()
          .default(null),
      }),
    )
    .output(glassShape),
  decide: oc.input(z.object({ id, approve: z.boolean() })).output(glassShape),
  /** Whoever asked takes the question back, while nobody has decided. */
  withdraw: oc.input(z.object({ id })).output(glassShape),
  /** Before its time is up. */
  end: oc.input(z.object({ id })).output(glassShape),
}
