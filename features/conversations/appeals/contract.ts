import { oc } from '@orpc/contract'
import { z } from 'zod'
import { amendedParts, partsInput } from '../amending/contract.ts'
import { recordPageShape } from '../record/contract.ts'

/** Before the signature it is a dispute (争议), after the seal an appeal (申诉). */
export const appealKinds = ['dispute', 'appeal'] as const
export type AppealKind = (typeof appealKinds)[number]
/** 维持 · 修订 · 撤回 */
export const appealOutcomes = ['upheld', 'revised', 'withdrawn'] as const
export type AppealOutcome = (typeof appealOutcomes)[number]
export const stepKinds = ['named', 'replaced', 'recused'] as const
export type StepKind = (typeof stepKinds)[number]

/** Working days, where an organization has set nothing else. */
export const usualDays = 10

const id = z.uuid()
const somebody = z.object({ id, name: z.string(), employeeNo: z.string() })
const text = z.string().trim().min(10).max(5000)
const days = z.int().min(1).max(60)
const daysShape = z.object({ window: days, answer: days })
export type AppealDays = z.infer<typeof daysShape>

export const caseShape = z.object({
  id,
  conversationId: id,
  title: z.string(),
  kind: z.enum(appealKinds),
  version: z.int(),
  employee: somebody,
  reason: z.string(),
  wish: z.string(),
  aboutManager: z.boolean(),
  openedAt: z.date(),
  /** The last day on which an answer is in time. */
  dueOn: z.iso.date(),
  handler: somebody.nullable(),
  outcome: z.enum(appealOutcomes).nullable(),
  answer: z.string().nullable(),
  parts: z.array(z.enum(amendedParts)).nullable(),
  decidedAt: z.date().nullable(),
  /** Who was named, who stepped back, and why. */
  steps: z.array(
    z.object({
      kind: z.enum(stepKinds),
      person: somebody,
      by: somebody,
      reason: z.string().nullable(),
      at: z.date(),
    }),
  ),
  own: z.boolean(),
  refusals: z.object({
    name: z.string().nullable(),
    recuse: z.string().nullable(),
    decide: z.string().nullable(),
    withdraw: z.string().nullable(),
  }),
})
export type Case = z.infer<typeof caseShape>

export const appealsContract = {
  /** Cases of one conversation as far as one may know of them, and whether one may open one. */
  of: oc.input(z.object({ conversationId: id })).output(
    z.object({
      items: z.array(caseShape),
      refusals: z.object({ dispute: z.string().nullable(), appeal: z.string().nullable() }),
      /** The last day for an appeal; null before the seal. */
      until: z.iso.date().nullable(),
      /** Working days for an appeal after the seal, and for the answer to a case. */
      days: daysShape,
    }),
  ),
  /** Open cases that one handles or, in HR administration, assigns. */
  list: oc.output(z.array(caseShape)),
  open: oc
    .input(
      z.object({
        conversationId: id,
        kind: z.enum(appealKinds),
        reason: text,
        wish: z.string().trim().min(1).max(2000),
        aboutManager: z.boolean().default(false),
        clientId: z.uuid().optional(),
      }),
    )
    .output(caseShape),
  /** People who could decide it: none of the line, nobody who signed. */
  candidates: oc
    .input(z.object({ id, text: z.string().max(100).default('') }))
    .output(z.array(somebody)),
  /** HR names who decides, or somebody else instead; the reason of a change is kept. */
  name: oc
    .input(z.object({ id, handlerId: id, reason: z.string().trim().max(500).optional() }))
    .output(caseShape),
  /** Whoever was named steps back. */
  recuse: oc.input(z.object({ id, reason: z.string().trim().min(1).max(500) })).output(z.void()),
  /** 维持 or 修订; the answer is for the employee. `revised` names what is opened again. */
  decide: oc
    .input(
      z.discriminatedUnion('outcome', [
        z.object({ id, outcome: z.literal('upheld'), answer: text }),
        z.object({ id, outcome: z.literal('revised'), answer: text, parts: partsInput }),
      ]),
    )
    .output(caseShape),
  withdraw: oc.input(z.object({ id })).output(caseShape),
  /** The record it is about, for whoever decides; the employee sees that it was opened. */
  record: oc.input(z.object({ id })).output(recordPageShape),
  days: oc.output(daysShape.extend({ refusal: z.string().nullable() })),
  setDays: oc.input(daysShape).output(z.void()),
}
