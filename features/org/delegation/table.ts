import type { Day } from '../rules.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    delegation: DelegationTable
  }
}

/** A manager's talks in somebody else's hands for a while. */
export interface DelegationTable {
  orgId: string
  id: string
  fromId: string
  toId: string
  /** Null: everybody the manager talks with. */
  employeeIds: string[] | null
  fromOn: Day
  /** The last day it is in force. */
  untilOn: Day
  reason: string
  askedAt: Date
  acceptedAt: Date | null
  declinedAt: Date | null
  withdrawnAt: Date | null
  withdrawnBy: string | null
}
