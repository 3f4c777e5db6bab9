import { oc } from '@orpc/contract'
import { z } from 'zod'
import { adoptionScopes } from '../../templates/contract.ts'

const id = z.uuid()

/** Talks on one version of a template: how far they have come. */
export const usedVersionShape = z.object({
  versionId: id,
  version: z.int(),
  /** Cycles that run with it, by name. */
  cycles: z.array(z.object({ id, name: z.string(), isRunning: z.boolean() })),
  /** Nobody has written anything yet. */
  notStarted: z.int(),
  /** Somebody has written; neither has read the other. */
  begun: z.int(),
  /** Both parts are open, and it is not sealed: a new version no longer reaches it. */
  opened: z.int(),
  /** Sealed, or closed without a seal. */
  over: z.int(),
})
export type UsedVersion = z.infer<typeof usedVersionShape>

export const adoptionShape = z.object({
  id,
  version: z.int(),
  scope: z.enum(adoptionScopes),
  reason: z.string(),
  by: z.string(),
  at: z.date(),
  /** Talks it reached, and those in which something handed in came back; null while it is under way. */
  talks: z.int().nullable(),
  givenBack: z.int().nullable(),
})
export type Adoption = z.infer<typeof adoptionShape>

export const adoptingContract = {
  /** Where a template is in use, newest version first, and which talks were brought to a newer one. */
  templateUse: oc
    .input(z.object({ templateId: id }))
    .output(z.object({ versions: z.array(usedVersionShape), adoptions: z.array(adoptionShape) })),
}
