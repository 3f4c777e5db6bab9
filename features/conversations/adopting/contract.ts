import { oc } from '@orpc/contract'
import { z } from 'zod'
import { adoptionDecisions, adoptionScopes } from '../../templates/contract.ts'

const id = z.uuid()

/** How far a number of talks have come. */
const standsShape = z.object({
  /** Nobody has written anything yet. */
  notStarted: z.int(),
  /** Somebody has written; neither has read the other. */
  begun: z.int(),
  /** Both parts are open, and it is not sealed: a new version no longer reaches it. */
  opened: z.int(),
  /** Sealed, or closed without a seal. */
  over: z.int(),
})

/** Talks on one version of a template. */
export const usedVersionShape = standsShape.extend({
  versionId: id,
  version: z.int(),
  /** Cycles that run with it, by name. */
  cycles: z.array(z.object({ id, name: z.string(), isRunning: z.boolean() })),
})
export type UsedVersion = z.infer<typeof usedVersionShape>

/** The talks of one cycle; null: those that belong to none. */
export const touchedCycleShape = standsShape.extend({
  id: id.nullable(),
  name: z.string().nullable(),
})
export type TouchedCycle = z.infer<typeof touchedCycleShape>

export const adoptionShape = z.object({
  id,
  version: z.int(),
  scope: z.enum(adoptionScopes),
  reason: z.string(),
  by: z.string(),
  at: z.date(),
  decision: z.enum(adoptionDecisions),
  decidedBy: z.string().nullable(),
  refusals: z.object({ approve: z.string().nullable(), decline: z.string().nullable() }),
  /** Talks it reached, and those in which something handed in came back; null while it is under way. */
  talks: z.int().nullable(),
  givenBack: z.int().nullable(),
})
export type Adoption = z.infer<typeof adoptionShape>

export const adoptingContract = {
  /**
   * Where a template is in use, newest version first; the cycles with talks that are not over, the
   * newest first; and which talks were brought to a newer version.
   */
  templateUse: oc.input(z.object({ templateId: id })).output(
    z.object({
      versions: z.array(usedVersionShape),
      cycles: z.array(touchedCycleShape),
      adoptions: z.array(adoptionShape),
    }),
  ),
  /** A second person says whether the talks under way get the version; whoever asked may decline. */
  decideAdoption: oc.input(z.object({ id, approve: z.boolean() })).output(z.void()),
  /** The cycles with talks that go by any version of a flow and are not over, the newest first. */
  flowUse: oc
    .input(z.object({ flowId: id }))
    .output(z.object({ cycles: z.array(touchedCycleShape) })),
}
