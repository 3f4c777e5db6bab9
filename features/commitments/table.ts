import type { layers, ownerKinds } from '../conversations/contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    commitment: CommitmentTable
    checkIn: CheckInTable
  }
}

export interface CommitmentTable {
  orgId: string
  id: string
  conversationId: string
  planLineId: string
  employeeId: string
  managerId: string | null
  layer: (typeof layers)[number]
  what: string
  how: string
  measure: string
  support: string
  supportKind: string | null
  ownerKind: (typeof ownerKinds)[number]
  ownerId: string | null
  dueOn: string
  agreedAt: Date
  doneAt: Date | null
  notDoneAt: Date | null
  settledBy: string | null
  reason: string | null
}

export interface CheckInTable {
  orgId: string
  id: string
  commitmentId: string
  note: string
  writtenBy: string
  writtenAt: Date
}
