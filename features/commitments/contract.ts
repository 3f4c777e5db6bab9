import { oc } from '@orpc/contract'
import { z } from 'zod'
import { layers, ownerKinds, personShape } from '../conversations/contract.ts'

export const states = ['open', 'late', 'done', 'notDone'] as const
export type State = (typeof states)[number]

const id = z.uuid()

export const checkInShape = z.object({ id, note: z.string(), by: personShape, at: z.date() })

export const commitmentShape = z.object({
  id,
  /** Where it was agreed. Whoever only keeps it may not open that talk. */
  conversation: z.object({ id, title: z.string(), mayOpen: z.boolean() }),
  employee: personShape,
  manager: personShape.nullable(),
  layer: z.enum(layers),
  what: z.string(),
  how: z.string(),
  measure: z.string(),
  support: z.string(),
  supportKind: z.string().nullable(),
  ownerKind: z.enum(ownerKinds),
  /** Who keeps it; for the company, the person who stands for it. */
  owner: personShape.nullable(),
  dueOn: z.iso.date(),
  agreedAt: z.date(),
  state: z.enum(states),
  settledAt: z.date().nullable(),
  settledBy: personShape.nullable(),
  reason: z.string().nullable(),
  checkIns: z.array(checkInShape),
  refusals: z.object({
    settle: z.string().nullable(),
    reopen: z.string().nullable(),
    checkIn: z.string().nullable(),
  }),
})
export type Commitment = z.infer<typeof commitmentShape>

/** `mine`: I keep it. `toMe`: somebody promised it to me. `team`: between my reports and me. */
export const views = ['mine', 'toMe', 'team', 'all'] as const
export type View = (typeof views)[number]

const text = z.string().trim().min(1).max(2000)

export const commitmentsContract = {
  list: oc
    .input(
      z.object({
        view: z.enum(views).default('mine'),
        state: z.enum(['open', 'settled', 'all']).default('open'),
        /** `<day>_<id>` of the last one of the page before. */
        after: z
          .string()
          .regex(/^\d{4}-\d\d-\d\d_[0-9a-f-]{36}$/)
          .optional(),
        limit: z.int().min(1).max(100).default(50),
      }),
    )
    .output(z.object({ items: z.array(commitmentShape), next: z.string().nullable() })),
  /** What was agreed in one conversation. */
  of: oc.input(z.object({ conversationId: id })).output(z.array(commitmentShape)),
  /** What this conversation opens with: the promises of the pair's one before. */
  last: oc.input(z.object({ conversationId: id })).output(
    z.object({
      conversation: z.object({ id, title: z.string(), sealedAt: z.date().nullable() }).nullable(),
      items: z.array(commitmentShape),
    }),
  ),
  /** Kept, or not kept and why. */
  settle: oc
    .input(z.object({ id, outcome: z.enum(['done', 'notDone']), reason: text.optional() }))
    .output(commitmentShape),
  /** Takes `settle` back: the commitment is open again. */
  /** Sent again with the same key it changes nothing and answers with the promise as it stands. */
  reopen: oc.input(z.object({ id, clientId: z.uuid().optional() })).output(commitmentShape),
  /** 打卡: a short word on how it goes. */
  checkIn: oc.input(z.object({ id, note: text })).output(commitmentShape),
}
