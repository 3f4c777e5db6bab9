import { oc } from '@orpc/contract'
import { z } from 'zod'
import { delegationStates } from './rules.ts'

const id = z.uuid()
const day = z.iso.date()
const somebody = z.object({ id, name: z.string(), employeeNo: z.string() })

export const delegationShape = z.object({
  id,
  from: somebody,
  to: somebody,
  /** Null: everybody the manager talks with. */
  employees: z.array(somebody).nullable(),
  fromOn: day,
  /** The last day it is in force. */
  untilOn: day,
  reason: z.string(),
  askedAt: z.date(),
  state: z.enum(delegationStates),
  refusals: z.object({ answer: z.string().nullable(), withdraw: z.string().nullable() }),
})
export type Delegation = z.infer<typeof delegationShape>

export const delegationContract = {
  /** What one has handed over and what one was asked to take, the newest first. */
  list: oc.output(
    z.object({
      given: z.array(delegationShape),
      received: z.array(delegationShape),
      /** Who reports to whoever asks: the talks there are to hand over. */
      reports: z.array(somebody),
    }),
  ),
  /** Asks somebody to lead one's talks for a while; nothing changes before they accept. */
  ask: oc
    .input(
      z.object({
        toId: id,
        employeeIds: z.array(id).min(1).max(200).nullable(),
        fromOn: day,
        untilOn: day,
        reason: z.string().trim().min(1).max(500),
        /** Made by the browser: asked twice with the same one, it is one. */
        clientId: id.optional(),
      }),
    )
    .output(delegationShape),
  answer: oc.input(z.object({ id, accept: z.boolean() })).output(delegationShape),
  /** Ends it at once, by either of the two. */
  withdraw: oc.input(z.object({ id })).output(delegationShape),
}
