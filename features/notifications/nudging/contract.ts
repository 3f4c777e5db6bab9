import { oc } from '@orpc/contract'
import { z } from 'zod'
import { personShape } from '../../conversations/contract.ts'
import { textShape } from '../../templates/contract.ts'

const asked = {
  cycleId: z.uuid(),
  departmentId: z.uuid().optional(),
  /** Only what waits in this stage. */
  stage: z.string().max(40).optional(),
  /** Only what is past its day. */
  onlyLate: z.boolean().default(false),
  /** Only these talks. */
  conversationIds: z.array(z.uuid()).max(200).optional(),
}

export const receiverShape = z.object({
  person: personShape,
  /** What this person would be reminded of: the same things as in their own list. */
  items: z
    .array(
      z.object({
        conversationId: z.uuid(),
        employee: z.string(),
        stage: textShape,
        dueOn: z.iso.date().nullable(),
      }),
    )
    .min(1),
  /** Why this person would get nothing: told today already, or cannot sign in. */
  refusal: z.string().nullable(),
})
export type Receiver = z.infer<typeof receiverShape>

/** How many people one press reaches; more are reached by department or stage. */
export const nudgeLimit = 200

export const nudgingContract = {
  /** Exactly who would get what. Reads only. */
  preview: oc
    .input(z.object(asked))
    .output(z.object({ receivers: z.array(receiverShape), isCut: z.boolean() })),
  /** Tells these people, once a day each; who has nothing open by now is left out. */
  send: oc
    .input(z.object({ ...asked, personIds: z.array(z.uuid()).min(1).max(nudgeLimit) }))
    .output(z.object({ told: z.int(), leftOut: z.int() })),
}
