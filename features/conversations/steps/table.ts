declare module '../../../platform/database.ts' {
  interface Tables {
    contribution: ContributionTable
    ratingCalibration: RatingCalibrationTable
  }
}

/** What somebody besides the two writes at a stage that is theirs (E04). */
export interface ContributionTable {
  orgId: string
  conversationId: string
  stageKey: string
  authorId: string
  answers: ContributedAnswers
  createdAt: Date
  updatedAt: Date
  submittedAt: Date | null
}

/** A rating that was calibrated: what stood before, what counts now, by whom and why (E21). */
export interface RatingCalibrationTable {
  orgId: string
  id: string
  conversationId: string
  stageKey: string
  dimension: string
  /** Whose rating it began from; null in rows of earlier programs. */
  managerId: string | null
  /** What that manager had given; null: not rated. */
  given: number | null
  /** Null: it was not rated. */
  was: number | null
  value: number
  reason: string
  byId: string
  at: Date
  /** The employee had read the result by then. */
  wasRead: boolean
}

export type ContributedAnswers = Record<string, { value: unknown; version: number }>
