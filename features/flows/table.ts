import type { FlowBody, Phase, SkipReason, StageActor, StageKind } from './contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    flow: FlowTable
    flowVersion: FlowVersionTable
    stage: StageTable
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
}

export interface StageTable {
  orgId: string
  runId: string
  key: string
  flowVersionId: string
  kind: StageKind
  actor: StageActor
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
