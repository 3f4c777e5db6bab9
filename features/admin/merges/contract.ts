import { oc } from '@orpc/contract'
import { z } from 'zod'
import { conflictKinds, evidences, holdings, mergeStates } from './rules.ts'

const id = z.uuid()
const day = z.iso.date().nullable()
const refusal = z.string().nullable()
const reason = z.string().trim().min(5).max(500)
const somebody = z.object({ id, name: z.string(), employeeNo: z.string() })
const evidence = z.array(z.enum(evidences))

const sideShape = somebody.extend({
  department: z.string(),
  position: z.string(),
  hiredOn: day,
  leftOn: day,
  email: z.string().nullable(),
  phone: z.string().nullable(),
  hasAccount: z.boolean(),
  holds: z.record(z.enum(holdings), z.int()),
})
export type Side = z.infer<typeof sideShape>

export const conflictShape = z.object({ kind: z.enum(conflictKinds), count: z.int() })
export type Conflict = z.infer<typeof conflictShape>

const comparisonShape = z.object({
  one: sideShape,
  other: sideShape,
  evidence,
  /** Which of the two goes on: as wished, or as far as the product can tell. */
  keptId: id,
  conflicts: z.array(conflictShape),
  /** Why it cannot be asked for by whoever looks. */
  refusal,
})
export type Comparison = z.infer<typeof comparisonShape>

const mergeShape = z.object({
  id,
  kept: somebody,
  merged: somebody,
  evidence,
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.date(),
  decidedBy: z.string().nullable(),
  decidedAt: z.date().nullable(),
  state: z.enum(mergeStates),
  /** What would keep it from being carried out now; while it waits only. */
  conflicts: z.array(conflictShape),
  undo: z
    .object({
      reason: z.string(),
      askedBy: z.string(),
      askedAt: z.date(),
      undoneBy: z.string().nullable(),
      undoneAt: z.date().nullable(),
    })
    .nullable(),
  refusals: z.object({ decide: refusal, askUndo: refusal, decideUndo: refusal }),
})
export type Merge = z.infer<typeof mergeShape>

const two = z.object({ oneId: id, otherId: id })

export const mergesContract = {
  /** What waits for a second person, and everything that was merged, declined or undone. */
  list: oc.output(
    z.object({
      merges: z.array(mergeShape),
      /** Why whoever looks may not ask for one. */
      refusal,
    }),
  ),
  /** People who might be there twice, with what speaks for it. */
  suggestions: oc.output(
    z.object({
      pairs: z.array(
        z.object({
          one: somebody.extend({ department: z.string(), hiredOn: day, leftOn: day }),
          other: somebody.extend({ department: z.string(), hiredOn: day, leftOn: day }),
          evidence,
        }),
      ),
      /** There are more than are told. */
      more: z.boolean(),
    }),
  ),
  /** What each of two holds, in numbers; what speaks for one person, and what keeps them apart. */
  compare: oc.input(two.extend({ keptId: id.optional() })).output(comparisonShape),
  /** These are two people: not suggested again, or (`undo`) suggested after all. */
  dismiss: oc.input(two.extend({ undo: z.boolean().default(false) })).output(z.void()),
  ask: oc.input(z.object({ keptId: id, mergedId: id, reason })).output(mergeShape),
  /** The second person. Accepted, it is carried out at once. */
  decide: oc.input(z.object({ id, accept: z.boolean() })).output(mergeShape),
  askUndo: oc.input(z.object({ id, reason })).output(mergeShape),
  decideUndo: oc.input(z.object({ id, accept: z.boolean() })).output(mergeShape),
}
