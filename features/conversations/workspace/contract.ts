import { oc } from '@orpc/contract'
import { z } from 'zod'
import { runShape } from '../../flows/contract.ts'
import { templateBodyShape } from '../../templates/contract.ts'
import { amendedParts } from '../amending/contract.ts'
import { appealKinds } from '../appeals/contract.ts'
import { refusalsShape } from '../actions/contract.ts'
import { closedPartShape, partShape } from '../answers/contract.ts'
import { attachmentShape } from '../attachments/contract.ts'
import { summaryShape } from '../list/contract.ts'
import { personShape } from '../people/contract.ts'
import { planLineShape } from '../plan/contract.ts'
import { bothManagersShape, talkSegmentShape } from '../segments/contract.ts'
import { signingShape } from '../signing/contract.ts'
import { channels, presenceShape } from '../talk/contract.ts'

/** One conversation, as far as whoever asks may see it. */
export const workspaceShape = summaryShape.extend({
  run: runShape,
  template: z.object({
    id: z.uuid(),
    versionId: z.uuid(),
    version: z.int(),
    hash: z.string(),
    body: templateBodyShape,
    /** It was another version when the talk was opened: who brought this one, why, and whose parts came back (E19). */
    changed: z
      .object({
        reason: z.string(),
        by: z.string(),
        note: z.string().nullable(),
        cameBack: z.array(z.enum(['self', 'manager'])),
      })
      .nullable(),
  }),
  /** The posts of the period, oldest first; empty where it is one piece (E03). */
  segments: z.array(talkSegmentShape),
  snapshot: z.record(z.string(), z.string().nullable()),
  parts: z.array(partShape),
  closedParts: z.array(closedPartShape),
  revealedAt: z.date().nullable(),
  /** Null until both parts are open. */
  gaps: z
    .array(
      z.object({
        dimension: z.string(),
        self: z.number().nullable(),
        manager: z.number().nullable(),
        gap: z.number().nullable(),
        large: z.boolean(),
        selfHighRatingLow: z.boolean(),
        needsNote: z.boolean(),
      }),
    )
    .nullable(),
  /** 3+3+3, how many of each have text; null when the template does not ask for it or it is hidden. */
  threeByThree: z
    .object({ strengths: z.int(), gaps: z.int(), supports: z.int(), required: z.boolean() })
    .nullable(),
  talk: z.object({
    startedAt: z.date().nullable(),
    endedAt: z.date().nullable(),
    channel: z.enum(channels).nullable(),
    /** The step now under way, and whole seconds spent in each so far. */
    step: z.string().nullable(),
    stepSince: z.date().nullable(),
    seconds: z.record(z.string(), z.int()),
    /** No rating may be shown or spoken of yet. */
    ratingHidden: z.boolean(),
  }),
  minutes: z.string(),
  /** 补录: entered later from paper, by whom and when. */
  paper: z.object({ by: personShape, at: z.date(), heldOn: z.iso.date() }).nullable(),
  plan: z.array(planLineShape),
  previousId: z.uuid().nullable(),
  /** Who leads the talk for the manager of record now, and until which day. */
  ledFor: z.object({ delegate: personShape, untilOn: z.iso.date() }).nullable(),
  signing: signingShape,
  attachments: z.array(attachmentShape),
  presence: presenceShape,
  /** A new version is being written after a seal or a dispute: what is open again, and why (E08). */
  amending: z
    .object({
      version: z.int(),
      parts: z.array(z.enum(amendedParts)),
      reason: z.string().nullable(),
    })
    .nullable(),
  /** A dispute or an appeal is open. */
  openCase: z.enum(appealKinds).nullable(),
  /** What came of it is only stored for now, and whoever asks is not the one it is about. */
  isShut: z.boolean(),
  /** Only the manager wrote. Known once the talk is over. */
  oneSided: z.boolean(),
  /** E01: the line has changed under an unfinished conversation and HR has not yet decided who finishes. */
  managerChange: z
    .object({
      currentManager: personShape,
      managerDraftExists: z.boolean(),
      /** Null for whoever does not decide. */
      both: bothManagersShape.nullable(),
    })
    .nullable(),
  refusals: refusalsShape,
})
export type Workspace = z.infer<typeof workspaceShape>

export const workspaceContract = {
  get: oc.input(z.object({ id: z.uuid() })).output(workspaceShape),
}
