import { oc } from '@orpc/contract'
import { z } from 'zod'

const contact = z.object({
  person: z.object({ id: z.uuid(), name: z.string() }),
  role: z.string(),
  addedAt: z.date(),
})

export const checkpointsContract = {
  /** The checkpoints of the last days, whom they are handed to, and whether others still have to vouch for the newest. */
  list: oc.output(
    z.object({
      days: z.array(z.object({ day: z.iso.date(), epoch: z.int(), size: z.int() })),
      contacts: z.array(contact),
      /** Since when the oldest checkpoint waits; null: nothing waits, or nobody is asked. */
      waiting: z.object({ timestamp: z.date().nullable(), cosignature: z.date().nullable() }),
      /** Why nothing can be sealed at present; null: it can. */
      paused: z
        .object({
          reason: z.string(),
          params: z.record(z.string(), z.union([z.string(), z.number()])),
        })
        .nullable(),
      /** A witness that did not agree; what it said is kept. */
      disputes: z.int(),
      /** The written keys of all logs. */
      keys: z.array(z.string()),
      refusals: z.object({ manage: z.string().nullable() }),
    }),
  ),
  /** Names somebody who is handed each day's checkpoint from now on; the same person again changes their role. */
  addContact: oc
    .input(z.object({ personId: z.uuid(), role: z.string().trim().min(1).max(60) }))
    .output(z.void()),
  removeContact: oc.input(z.object({ personId: z.uuid() })).output(z.void()),
}
