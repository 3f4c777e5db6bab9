import type { HoldKind, RequestKind } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    privacyRequest: PrivacyRequestTable
    dataHold: DataHoldTable
    erasure: ErasureTable
  }
}

/** What a person asked about their own data, and what was answered. */
export interface PrivacyRequestTable {
  orgId: string
  id: string
  personId: string
  kind: RequestKind
  /** Null: everything kept about the person. */
  conversationId: string | null
  wish: string
  askedAt: Date
  dueOn: string
  granted: boolean | null
  answer: string | null
  answeredBy: string | null
  answeredAt: Date | null
}

/** A record that may not be erased, or only be stored. */
export interface DataHoldTable {
  orgId: string
  id: string
  conversationId: string
  kind: HoldKind
  reason: string
  setBy: string
  setAt: Date
  liftedBy: string | null
  liftedAt: Date | null
  liftReason: string | null
}

/** The end of a record: asked for, approved by somebody else, carried out. */
export interface ErasureTable {
  orgId: string
  id: string
  conversationId: string
  requestId: string | null
  basis: string
  askedBy: string
  askedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  approvedAt: Date | null
  erasedAt: Date | null
  /** What the leaf in the log commits to, with its salt. */
  salt: Buffer | null
  statement: string | null
  epoch: number | null
  leafIndex: number | null
  /** The day on which the last backup with the record is gone. */
  backupsUntil: string | null
}
