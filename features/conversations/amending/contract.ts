import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What an amendment may open again; nothing else of a record can be written. */
export const amendedParts = ['manager', 'talk', 'agreement', 'plan'] as const
export type AmendedPart = (typeof amendedParts)[number]
export const partsInput = z
  .array(z.enum(amendedParts))
  .min(1)
  .max(amendedParts.length)
  .refine((parts) => new Set(parts).size === parts.length)

const id = z.uuid()
const somebody = z.object({ id, name: z.string(), employeeNo: z.string() })
const reason = z.string().trim().min(10).max(2000)

export const amendmentStates = ['asked', 'declined', 'open', 'sealed', 'withdrawn'] as const

export const amendmentShape = z.object({
  id,
  conversationId: id,
  title: z.string(),
  employee: somebody,
  reason: z.string(),
  /** A case asked for it, not HR by itself. */
  fromCase: z.boolean(),
  parts: z.array(z.enum(amendedParts)),
  state: z.enum(amendmentStates),
  askedBy: somebody,
  askedAt: z.date(),
  decidedBy: somebody.nullable(),
  decidedAt: z.date().nullable(),
  version: z.int().nullable(),
  sealedAt: z.date().nullable(),
  /** Taken back before both had signed anew. */
  withdrawn: z.object({ by: somebody, at: z.date(), reason: z.string() }).nullable(),
  refusals: z.object({ decide: z.string().nullable(), withdraw: z.string().nullable() }),
})
export type Amendment = z.infer<typeof amendmentShape>

/** One place of a record where two versions differ; null: not in that version. */
export const changeShape = z.object({
  group: z.string(),
  label: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type Change = z.infer<typeof changeShape>

export const amendingContract = {
  /** Every amendment that waits for a second person or is under way; HR administration only. */
  list: oc.output(z.array(amendmentShape)),
  /** Those of one record, the newest first, and why whoever asks may not ask for one. */
  of: oc
    .input(z.object({ conversationId: id }))
    .output(z.object({ items: z.array(amendmentShape), refusal: z.string().nullable() })),
  ask: oc.input(z.object({ conversationId: id, reason, parts: partsInput })).output(amendmentShape),
  /** The second person. Approved, the named parts are open again and both sign a new version. */
  decide: oc.input(z.object({ id, approve: z.boolean() })).output(amendmentShape),
  /** Asked for, or approved and not signed by both: the record is again exactly what was sealed. */
  withdraw: oc.input(z.object({ id, reason })).output(amendmentShape),
  /** What had been written for a version that was never sealed. */
  discarded: oc.input(z.object({ id })).output(z.array(changeShape)),
  /** What a version changed against the sealed one before it; without `version`, what is being written now. */
  changes: oc
    .input(z.object({ conversationId: id, version: z.int().min(2).optional() }))
    .output(z.object({ from: z.int(), to: z.int(), changes: z.array(changeShape) })),
}
