import { oc } from '@orpc/contract'
import { z } from 'zod'
import { findingKinds } from './rules.ts'

const id = z.uuid()

/** Something that is not as it was sealed or signed. */
export const findingShape = z.object({
  id,
  kind: z.enum(findingKinds),
  /** The record it is about, for whoever may know of it; null for the log. */
  record: z.object({ id, title: z.string(), employee: z.string() }).nullable(),
  /** The key of what the verifier found, a part of the record, or `epoch/leaf`. */
  part: z.string(),
  foundAt: z.date(),
})
export type SelfCheckFinding = z.infer<typeof findingShape>

export const selfCheckContract = {
  /** What the last self-check looked at, and everything found and not right yet. */
  latest: oc.output(
    z.object({
      startedAt: z.date().nullable(),
      finishedAt: z.date().nullable(),
      records: z.int(),
      reindexed: z.int(),
      leaves: z.int(),
      isWhole: z.boolean(),
      /** The leaf of the log that states this result. */
      leafIndex: z.int().nullable(),
      findings: z.array(findingShape),
    }),
  ),
}
