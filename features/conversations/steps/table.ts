declare module '../../../platform/database.ts' {
  interface Tables {
    contribution: ContributionTable
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

export type ContributedAnswers = Record<string, { value: unknown; version: number }>
