import type { ExportContents } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    chainExport: ChainExportTable
    exportRecord: ExportRecordTable
  }
}

/** An export of many records, or of their chains of events: one asks, another approves, it is taken within a day. */
export interface ChainExportTable {
  orgId: string
  id: string
  askedBy: string
  askedAt: Date
  reason: string
  contents: ExportContents
  /** Null: of every cycle, and of none. */
  cycleId: string | null
  /** Null: of everybody. */
  employeeId: string | null
  /** Null: the whole organization. */
  departmentId: string | null
  fromOn: string
  untilOn: string
  decidedBy: string | null
  decidedAt: Date | null
  approvedAt: Date | null
  expiresAt: Date | null
  takenAt: Date | null
}

/** A sealed record an export of records holds, and how far it has come. */
export interface ExportRecordTable {
  orgId: string
  exportId: string
  conversationId: string
  /** From 1, in the order of sealing. */
  position: number
  writtenAt: Date | null
  /** The key of the refusal. */
  leftOut: string | null
}
