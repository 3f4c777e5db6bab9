declare module '../../../platform/database.ts' {
  interface Tables {
    chainExport: ChainExportTable
  }
}

/** An export of many records' chains of events: one asks, another approves, it is taken within a day. */
export interface ChainExportTable {
  orgId: string
  id: string
  askedBy: string
  askedAt: Date
  reason: string
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
