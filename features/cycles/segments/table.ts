declare module '../../../platform/database.ts' {
  interface Tables {
    segment: SegmentTable
  }
}

/** One stretch of a period under one manager, in one department, along one template; frozen at launch (E03). */
export interface SegmentTable {
  orgId: string
  conversationId: string
  /** 1 is the oldest. */
  position: number
  fromOn: string
  /** The last day. */
  untilOn: string
  /** Department names from the root, joined by '/'. */
  department: string
  job: string
  managerId: string | null
  managerName: string | null
  templateVersionId: string
  /** The former manager who is asked for a summary; null: nobody is. */
  writerId: string | null
}
