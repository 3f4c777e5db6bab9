import type { Choices, Mapping } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    orgImport: OrgImportTable
    orgImportChunk: OrgImportChunkTable
    orgImportEffect: OrgImportEffectTable
  }
}

export interface OrgImportTable {
  orgId: string
  id: string
  fileName: string
  sha256: string
  encoding: string
  titles: string[]
  header: string[]
  headerLine: number
  rowCount: number
  readMs: number
  mapping: Mapping
  choices: Choices
  coverage: 'whole' | 'part'
  absent: 'keep' | 'leave'
  revision: number
  createdBy: string
  createdAt: Date
  approvalAskedAt: Date | null
  approvedBy: string | null
  approvedAt: Date | null
  approvedRevision: number | null
  confirmedBy: string | null
  confirmedAt: Date | null
  confirmedCounts: Record<string, number> | null
  progress: number
  failedAt: Date | null
  failure: string | null
  appliedAt: Date | null
  appliedEventId: string | null
  appliedCounts: Record<string, number> | null
  undoneAt: Date | null
  undoneBy: string | null
  discardedAt: Date | null
}

export interface OrgImportChunkTable {
  orgId: string
  importId: string
  n: number
  rows: [line: number, cells: string[]][]
}

export interface OrgImportEffectTable {
  orgId: string
  importId: string
  n: number
  effect: Effect
}

/** What an import did, in terms of rows; `before…` are whole rows as the database wrote them. */
export interface Effect {
  createdPeople: string[]
  createdDepartments: string[]
  createdAssignments: string[]
  beforePeople: Record<string, unknown>[]
  beforeAssignments: Record<string, unknown>[]
  closedAccounts: string[]
  reopenedAccounts: string[]
}
