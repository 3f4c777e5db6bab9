declare module '../../../platform/database.ts' {
  interface Tables {
    breakGlass: BreakGlassTable
  }
}

/** A look into one open talk in an emergency, from the question to its end (E23). */
export interface BreakGlassTable {
  orgId: string
  id: string
  conversationId: string
  askedBy: string
  askedAt: Date
  reason: string
  hours: number
  /** Why the person is told later, and on which day; both or neither. */
  holdReason: string | null
  holdUntil: string | null
  /** By whoever asked. */
  withdrawnAt: Date | null
  decidedBy: string | null
  decidedAt: Date | null
  approvedAt: Date | null
  endsAt: Date | null
  endedAt: Date | null
  endedBy: string | null
  /** Since when the person it is about may read of it. */
  toldFrom: Date | null
}
