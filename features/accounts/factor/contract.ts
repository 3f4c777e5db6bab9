import { oc } from '@orpc/contract'
import { z } from 'zod'

const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })
export const code = z.string().min(6, 'accounts.refusal.codeShort').max(60)

/** Codes from a phone as one's own second factor. */
export const factorContract = {
  state: oc.output(
    z.object({
      since: z.date().nullable(),
      recoveryCodesLeft: z.number(),
      /** Roles that are not in force before a second factor is shown. */
      asleep: z.array(z.string()),
    }),
  ),
  /** Begins anew each time; nothing is asked at sign-in before `confirm`. */
  begin: oc.output(z.object({ key: z.string(), link: z.string() })),
  /** The first code proves that the phone has the key. The recovery codes are told this once. */
  confirm: oc.input(z.object({ code })).output(recoveryCodes),
  /** Ten new ones; the old are worth nothing any more. */
  renewCodes: oc.output(recoveryCodes),
  turnOff: oc.output(z.void()),
}
