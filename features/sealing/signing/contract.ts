import { oc } from '@orpc/contract'
import { z } from 'zod'

export const signingContract = {
  /** What the reader has said to the agreement on electronic signatures as it stands now. */
  agreement: oc.output(
    z.object({
      version: z.string(),
      /** Null: not asked yet, or only about an older version. */
      agreed: z.boolean().nullable(),
      at: z.date().nullable(),
      /** An older version was agreed to: this one is new. */
      isChanged: z.boolean(),
    }),
  ),
  answerAgreement: oc
    .input(z.object({ version: z.string(), locale: z.enum(['zh-CN', 'en']), agreed: z.boolean() }))
    .output(z.void()),
  /** How the reader may sign here and now. */
  ways: oc.output(
    z.object({
      /** A passkey of this site that is entered in the log: S2. */
      passkey: z.boolean(),
      /** One that waits for its entry, or must be entered again. */
      almost: z.enum(['waiting', 'again']).nullable(),
    }),
  ),
}
