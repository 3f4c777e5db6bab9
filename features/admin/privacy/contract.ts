import { oc } from '@orpc/contract'
import { z } from 'zod'

export const requestKinds = ['access', 'correction', 'objection', 'erasure'] as const
export type RequestKind = (typeof requestKinds)[number]
export const holdKinds = ['legalHold', 'restriction'] as const
export type HoldKind = (typeof holdKinds)[number]
export const erasureStates = ['asked', 'declined', 'approved', 'erased'] as const

/** What is kept about a person, by kind; why and how long stands in the words of `admin.privacy.kind`. */
export const dataKinds = [
  'profile',
  'posts',
  'records',
  'drafts',
  'commitments',
  'signatures',
  'access',
  'notices',
  'sessions',
  'hrNotes',
] as const
export type DataKind = (typeof dataKinds)[number]

/** Years a sealed record is kept before its erasure is proposed, and days until the last backup is gone. */
export const usualRetention = { recordYears: 5, backupDays: 30 }

const id = z.uuid()
const somebody = z.object({ id, name: z.string(), employeeNo: z.string() })
const talk = z.object({ id, title: z.string() })
const text = z.string().trim().min(10).max(2000)

export const requestShape = z.object({
  id,
  kind: z.enum(requestKinds),
  person: somebody,
  conversation: talk.nullable(),
  wish: z.string(),
  askedAt: z.date(),
  dueOn: z.iso.date(),
  granted: z.boolean().nullable(),
  answer: z.string().nullable(),
  answeredAt: z.date().nullable(),
  refusal: z.string().nullable(),
})
export type PrivacyRequest = z.infer<typeof requestShape>

export const holdShape = z.object({
  id,
  kind: z.enum(holdKinds),
  conversation: talk,
  employee: somebody,
  reason: z.string(),
  setBy: somebody,
  setAt: z.date(),
  refusal: z.string().nullable(),
})
export type DataHold = z.infer<typeof holdShape>

export const erasureShape = z.object({
  id,
  conversation: talk,
  employee: somebody,
  basis: z.string(),
  askedBy: somebody,
  askedAt: z.date(),
  state: z.enum(erasureStates),
  erasedAt: z.date().nullable(),
  backupsUntil: z.iso.date().nullable(),
  /** Why it may not be approved now, such as a legal hold. */
  refusal: z.string().nullable(),
})
export type Erasure = z.infer<typeof erasureShape>

const retention = z.object({
  recordYears: z.int().min(1).max(50),
  backupDays: z.int().min(1).max(365),
})

export const privacyContract = {
  /** 我的数据: what is kept, one's records and what became of one's requests. */
  mine: oc.output(
    z.object({
      /** Without a count where even that there is something would say too much: it is asked for. */
      kinds: z.array(z.object({ kind: z.enum(dataKinds), count: z.int().nullable() })),
      retention,
      records: z.array(
        talk.extend({
          sealedAt: z.date(),
          /** The day on which its erasure is proposed. */
          keptUntil: z.iso.date(),
          holds: z.array(z.enum(holdKinds)),
          erasedAt: z.date().nullable(),
          backupsUntil: z.iso.date().nullable(),
        }),
      ),
      requests: z.array(requestShape),
      /** Accounts of one's own that were joined to this one, and whether that was undone. */
      merges: z.array(
        z.object({
          employeeNo: z.string(),
          mergedAt: z.date(),
          undoneAt: z.date().nullable(),
        }),
      ),
    }),
  ),
  ask: oc
    .input(
      z.object({
        kind: z.enum(requestKinds),
        conversationId: id.nullable().default(null),
        wish: text,
        clientId: id.optional(),
      }),
    )
    .output(requestShape),
  /** What waits: requests for HR, erasures for security administration, records past their years. */
  list: oc.output(
    z.object({
      requests: z.array(requestShape),
      erasures: z.array(erasureShape),
      holds: z.array(holdShape),
      proposals: z.array(talk.extend({ employee: somebody, sealedAt: z.date() })),
      retention: retention.extend({ refusal: z.string().nullable() }),
    }),
  ),
  answer: oc.input(z.object({ id, granted: z.boolean(), answer: text })).output(z.void()),
  hold: oc
    .input(z.object({ conversationId: id, kind: z.enum(holdKinds), reason: text }))
    .output(z.void()),
  lift: oc.input(z.object({ id, reason: text })).output(z.void()),
  /** HR administration asks; `requestId` when the person asked for it. */
  askErasure: oc
    .input(z.object({ conversationId: id, basis: text, requestId: id.optional() }))
    .output(erasureShape),
  /** Security administration, the second person. Approved, it is carried out at once and for good. */
  decideErasure: oc.input(z.object({ id, approve: z.boolean() })).output(erasureShape),
  setRetention: oc.input(retention).output(z.void()),
}
