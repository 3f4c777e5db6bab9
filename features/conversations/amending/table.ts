import type { AmendedPart } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    amendment: AmendmentTable
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
}
