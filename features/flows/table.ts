import type { FlowBody, OwnerReason, Phase, SkipReason, StageActor, StageKind } from './contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    flow: FlowTable
    flowVersion: FlowVersionTable
    flowDraft: FlowDraftTable
    stage: StageTable
    sentBack: SentBackTable
  }
}

export interface FlowTable {
  orgId: string
  id: string
  key: string
  /** Comes with the program; a newer program publishes a newer version. */
  builtIn: boolean
  position: number
  createdAt: Date
  /** Since then no longer offered for new talks. */
  retiredAt: Date | null
  retiredBy: string | null
}

export interface FlowVersionTable {
  orgId: string
  id: string
  flowId: string
  number: number
  body: FlowBody
  /** SHA-256 of the canonical body. */
  hash: string
  publishedAt: Date
  publishedBy: string | null
  /** What changed, in the words of whoever published. */
  note: string | null
}

/** A version still being written; read and written through `draftsOf`. */
export interface FlowDraftTable {
  orgId: string
  id: string
  flowId: string | null
  key: string
  body: FlowBody
  basedOn: string | null
  revision: number
  createdAt: Date
  createdBy: string
  updatedAt: Date
  updatedBy: string
  discardedAt: Date | null
  discardedBy: string | null
  publishedAt: Date | null
  publishedVersionId: string | null
}

export interface StageTable {
  orgId: string
  runId: string
  key: string
  flowVersionId: string
  kind: StageKind
  /** Whose it is; before it opens, whose it will be as far as the flow says. */
  actor: StageActor
  /** The person, where the actor is one and the stage has opened. */
  ownerId: string | null
  ownerReason: OwnerReason | null
  phase: Phase
  position: number
  /** Null: asked for in any case, or not known yet. */
  needed: boolean | null
  dueOn: string | null
  openedAt: Date | null
  doneAt: Date | null
  doneBy: string | null
  skippedAt: Date | null
  skippedBy: string | null
  skipReason: SkipReason | null
}

/** A stage that went back to an earlier one; the reason is for whoever does it again. */
export interface SentBackTable {
  orgId: string
  id: string
  runId: string
  stageKey: string
  toKey: string
  reason: string
  byId: string
  at: Date
}
