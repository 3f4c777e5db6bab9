declare module '../../../platform/database.ts' {
  interface Tables {
    hintPutAway: HintPutAwayTable
    hintCount: HintCountTable
  }
}

/** A text its author leaves as it is, by a mark; read by that author only. */
interface HintPutAwayTable {
  orgId: string
  conversationId: string
  personId: string
  mark: string
  at: Date
}

/** Texts handed in, and those of them with a hint still standing. Of nobody in particular. */
interface HintCountTable {
  orgId: string
  cycleId: string
  departmentId: string
  texts: number
  hinted: number
}

export {}
