import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What browsers answer with, in JSON; bytes are base64url. Anything else in it is dropped. */
const bytes = z.string().max(12_000)
export const assertionShape = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.optional(),
  }),
})
export type AssertionAnswer = z.infer<typeof assertionShape>

const attestationShape = z.object({
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: z.string().max(100_000),
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
})

/** What a browser is asked with; passed on as it is. */
export const optionsShape = z.record(z.string(), z.unknown())

const passkeyShape = z.object({
  id: z.uuid(),
  name: z.string(),
  deviceKind: z.enum(['thisDevice', 'phone', 'securityKey']),
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
  vouchedBy: z.enum(['password', 'passkey']),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
  suspendedAt: z.date().nullable(),
  /** Whether it belongs to the address under which this page is open. */
  isOfThisSite: z.boolean(),
  /**
   * Whether it may sign records: `waiting` until a signed checkpoint covers its entry in the log,
   * `again` when it was entered under another name or in a log that has ended.
   */
  signing: z.enum(['ready', 'waiting', 'again']),
})
export type Passkey = z.infer<typeof passkeyShape>

const name = z.string().trim().min(1, 'accounts.refusal.passkeyName').max(60)

export const passkeysContract = {
  list: oc.output(
    z.object({
      passkeys: z.array(passkeyShape),
      /** The address at which passkeys work; null where browsers refuse them. */
      origin: z.string().nullable(),
    }),
  ),
  /** Asked shortly after the password, or another passkey, has been used again. */
  addOptions: oc.output(optionsShape),
  add: oc.input(z.object({ name, answer: attestationShape })).output(z.object({ id: z.uuid() })),
  /** Enters it in the log once more, after a new name or a new log. */
  enterAgain: oc.input(z.object({ id: z.uuid() })).output(z.void()),
  remove: oc.input(z.object({ id: z.uuid() })).output(z.void()),
  stepUpOptions: oc.output(optionsShape),
  stepUp: oc.input(z.object({ answer: assertionShape })).output(z.object({ until: z.date() })),
}

export const passkeysPublicContract = {
  signInOptions: oc.output(optionsShape),
  signIn: oc
    .input(z.object({ answer: assertionShape }))
    .output(z.object({ organization: z.string() })),
}
