import type { AmendedPart } from '../amending/contract.ts'
import type { AppealKind, AppealOutcome, StepKind } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    appeal: AppealTable
    appealStep: AppealStepTable
  }
}

/** A case about a record: a dispute before the signature, an appeal after the seal (E07). */
export interface AppealTable {
  orgId: string
  id: string
  conversationId: string
  recordVersion: number
  kind: AppealKind
  reason: string
  wish: string
  aboutManager: boolean
  openedBy: string
  openedAt: Date
  /** The last day on which an answer is in time. */
  dueOn: string
  handlerId: string | null
  outcome: AppealOutcome | null
  answer: string | null
  parts: AmendedPart[] | null
  decidedBy: string | null
  decidedAt: Date | null
}

/** Who was to decide a case, and who stepped back (E22). */
export interface AppealStepTable {
  orgId: string
  id: string
  appealId: string
  kind: StepKind
  personId: string
  byId: string
  reason: string | null
  at: Date
}
