import { oc } from '@orpc/contract'
import { z } from 'zod'
import { personShape } from '../../conversations/contract.ts'
import { openedAs, openings, purposes } from '../../conversations/record/contract.ts'

const id = z.uuid()
const somebody = z.object({ id, name: z.string(), employeeNo: z.string() })

export const accessKinds = [...openings, 'glass'] as const

/** One line of «谁看过我的记录». Whoever may know only that it happened gets the day alone. */
export const accessShape = z.object({
  id,
  kind: z.enum(accessKinds),
  conversation: z.object({ id, title: z.string() }),
  at: z.date(),
  who: somebody.nullable(),
  relation: z.enum(openedAs).nullable(),
  reason: z.string().nullable(),
  /** What an auditor was given the office for, and until when, as it stood when they looked. */
  engagement: z.object({ reason: z.string().nullable(), until: z.date().nullable() }).nullable(),
  /** Opened as evidence for a decision. */
  purpose: z.enum(purposes).nullable(),
  /** Who agreed to it: to an emergency, or that the record leaves among many. */
  approvedBy: somebody.nullable(),
  /** An emergency: until when it lasted, and why it was told later. */
  until: z.date().nullable(),
  /** Who ended it before its time. */
  endedBy: somebody.nullable(),
  hold: z.object({ reason: z.string(), until: z.iso.date() }).nullable(),
})
export type Access = z.infer<typeof accessShape>

/**
 * What somebody may do with a record: everything that is said, that with a reason only, the ratings at a
 * stage they do, what they write in it themselves, that it exists, nothing.
 */
export const reaches = ['read', 'reason', 'ratings', 'own', 'status', 'nothing'] as const
export type Reach = (typeof reaches)[number]

export const readerShape = z.object({
  person: personShape,
  relation: z.enum(openedAs),
  now: z.enum(reaches),
  /** Once the record is sealed. */
  sealed: z.enum(reaches),
})
export type Reader = z.infer<typeof readerShape>

export const accessContract = {
  /** Everybody who opened one's own records by right of an office, the newest first. */
  mine: oc
    .input(z.object({ after: id.optional(), limit: z.int().min(1).max(100).default(30) }))
    .output(z.object({ items: z.array(accessShape), next: id.nullable() })),
  /** Who may see one record, and who has. */
  of: oc.input(z.object({ conversationId: id })).output(
    z.object({
      conversation: z.object({ id, title: z.string(), isSealed: z.boolean() }),
      readers: z.array(readerShape),
      items: z.array(accessShape),
    }),
  ),
}
