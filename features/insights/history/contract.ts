import { oc } from '@orpc/contract'
import { z } from 'zod'
import { states } from '../../commitments/contract.ts'
import { appealKinds, appealOutcomes } from '../../conversations/appeals/contract.ts'
import { kinds, personShape } from '../../conversations/contract.ts'
import { purposes, voices } from '../../conversations/record/contract.ts'
import { textShape } from '../../templates/contract.ts'

const id = z.uuid()

/** What somebody said to one question, shortened to its main words. */
const saidShape = z.object({ label: z.string(), voice: z.enum(voices), lines: z.array(z.string()) })
export type Said = z.infer<typeof saidShape>

/** One sealed talk as it is laid beside others; everything in it stands in the sealed record. */
export const talkShape = z.object({
  id,
  title: z.string(),
  kind: z.enum(kinds),
  cycle: z.string().nullable(),
  sealedAt: z.date(),
  version: z.int(),
  /** Who led it. */
  manager: z.string().nullable(),
  mark: z.string(),
  /** Null: nothing was rated. Results are compared only where the scales are the same. */
  scale: z.array(z.object({ value: z.number(), label: textShape })).nullable(),
  result: z.object({ value: z.string(), label: z.string().nullable() }).nullable(),
  dimensions: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      self: z.number().nullable(),
      manager: z.number().nullable(),
      /** What counts in the place of the manager's; null: the manager's does. */
      calibrated: z.number().nullable(),
    }),
  ),
  strengths: z.array(saidShape),
  gaps: z.array(saidShape),
  /** What was agreed, and what became of it: null where that is not for whoever asks (row 12), or nobody promised it. */
  agreed: z.array(
    z.object({
      what: z.string(),
      dueOn: z.iso.date().nullable(),
      state: z.enum(states).nullable(),
    }),
  ),
  /** A case about it is open: 申诉中. */
  openCase: z.enum(appealKinds).nullable(),
  /** A further version is being written. */
  amending: z.boolean(),
})
export type PastTalk = z.infer<typeof talkShape>

const historyShape = z.object({
  person: personShape,
  own: z.boolean(),
  talks: z.array(talkShape),
  /** Sealed records somebody knows of and may not read now. */
  withheld: z.int(),
  /** There are older ones that are not shown. */
  more: z.boolean(),
  /** Null: may be opened as evidence for a decision. */
  decisionRefusal: z.string().nullable(),
})
export type History = z.infer<typeof historyShape>

const reason = z.string().trim().max(500)

/** A talk as evidence: its results, what was kept, what was wished for; and how far the result stands. */
const evidenceTalkShape = talkShape.extend({
  /** Null: not for this purpose. */
  wishes: z.array(saidShape).nullable(),
  /** Ratings that were put in the place of the manager's, and why. */
  calibrations: z.array(
    z.object({
      label: z.string(),
      was: z.string().nullable(),
      value: z.string(),
      reason: z.string(),
      by: z.string(),
      at: z.date(),
    }),
  ),
  cases: z.array(
    z.object({
      kind: z.enum(appealKinds),
      openedAt: z.date(),
      outcome: z.enum(appealOutcomes).nullable(),
      decidedAt: z.date().nullable(),
    }),
  ),
})
export type EvidenceTalk = z.infer<typeof evidenceTalkShape>

const evidenceShape = z.object({
  person: personShape,
  purpose: z.enum(purposes),
  reason: z.string(),
  openedAt: z.date(),
  openedBy: z.string(),
  talks: z.array(evidenceTalkShape),
  withheld: z.int(),
  more: z.boolean(),
})
export type Evidence = z.infer<typeof evidenceShape>

export const historyContract = {
  /** 历次比对: the sealed talks of one person beside one another, as far as whoever asks may read them. */
  compare: oc
    .input(z.object({ personId: id, reason: reason.min(1).optional() }))
    .output(historyShape),
  /** Whether there is such a page for whoever asks. */
  opens: oc.input(z.object({ personId: id })).output(z.boolean()),
  /**
   * 决策依据: the same as evidence for a decision; each opening is noted with its purpose, and told. Without
   * purpose and reason: whether they are asked for, `insights.writeWhy`, or whoever asks is refused anyway.
   */
  evidence: oc
    .input(
      z.object({
        personId: id,
        purpose: z.enum(purposes).optional(),
        reason: reason.min(10).optional(),
      }),
    )
    .output(evidenceShape),
}
