import type { Evidence } from './rules.ts'
import type { Moved } from './moving/rules.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    personMerge: PersonMergeTable
    notDouble: NotDoubleTable
  }
}

/** Two accounts that one of HR takes for one person, what the second person said, and whether it was undone. */
export interface PersonMergeTable {
  orgId: string
  id: string
  keptId: string
  mergedId: string
  evidence: Evidence[]
  reason: string
  askedBy: string
  askedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  mergedAt: Date | null
  moved: Moved | null
  undoReason: string | null
  undoAskedBy: string | null
  undoAskedAt: Date | null
  undoneBy: string | null
  undoneAt: Date | null
}

/** Two who look alike and are two. */
export interface NotDoubleTable {
  orgId: string
  oneId: string
  otherId: string
  saidBy: string
  saidAt: Date
}
