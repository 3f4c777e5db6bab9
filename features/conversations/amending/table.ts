import type { AmendedPart, Change } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    amendment: AmendmentTable
    amendmentCopy: AmendmentCopyTable
  }
}

/** A new version of a record: asked for, approved by a second person, sealed (E08). */
export interface AmendmentTable {
  orgId: string
  id: string
  conversationId: string
  /** The case that asked for it. */
  appealId: string | null
  reason: string
  parts: AmendedPart[]
  askedBy: string
  askedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  approvedAt: Date | null
  /** The version that is being written, from the approval on. */
  version: number | null
  sealedAt: Date | null
  /** Taken back before both had signed anew; the record is what it was. */
  withdrawnAt: Date | null
  withdrawnBy: string | null
  withdrawReason: string | null
}

export type Rows = Record<string, unknown>[]

/** The rows of a record, table by table, as they stood at one moment. */
export type Copied = Record<
  | 'conversation'
  | 'part'
  | 'answer'
  | 'plan_line'
  | 'minutes_update'
  | 'attachment'
  | 'presented_page'
  | 'stage',
  Rows
>

/** A record as it stood before it was opened again, until it is sealed or the amendment withdrawn. */
export interface AmendmentCopyTable {
  orgId: string
  amendmentId: string
  conversationId: string
  standing: Copied | null
  /** What had been written by then, place by place. */
  discarded: Change[] | null
}
