import type { ExportContents } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    chainExport: ChainExportTable
    exportRecord: ExportRecordTable
    exportTaking: ExportTakingTable
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
  /** Whoever asked took it back before anybody decided. */
  withdrawnAt: Date | null
  decidedBy: string | null
  decidedAt: Date | null
  approvedAt: Date | null
  expiresAt: Date | null
}

/** One time an export was taken. */
export interface ExportTakingTable {
  orgId: string
  id: string
  exportId: string
  /** Of an export of records which archive, from 1; of chains of events 1. */
  archive: number
  begunAt: Date
  /** When its last piece was written. */
  movedAt: Date
  /** When its last byte left. */
  handedOverAt: Date | null
  /** When it broke off before. */
  brokenOffAt: Date | null
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
