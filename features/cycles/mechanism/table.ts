import type { CompanyStage } from '../kinds/contract.ts'
import type { reviewDecisions, YearFacts } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    mechanismReview: MechanismReviewTable
  }
}

/** A look at the mechanism and what was decided; never changed afterwards. */
export interface MechanismReviewTable {
  orgId: string
  id: string
  /** In which it was due. */
  year: number
  decision: (typeof reviewDecisions)[number]
  preset: CompanyStage | null
  note: string
  facts: YearFacts
  byId: string
  at: Date
}
