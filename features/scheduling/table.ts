import type { MeetingOutcome } from './contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    meeting: MeetingTable
  }
}

export interface MeetingTable {
  orgId: string
  id: string
  conversationId: string
  startsAt: Date
  endsAt: Date
  place: string
  roomId: string | null
  channel: 'inPerson' | 'phone' | 'video'
  agenda: string[]
  /** Grows with every change, so that calendar programs replace the entry. */
  sequence: number
  createdBy: string
  createdAt: Date
  updatedAt: Date
  clientId: string | null
  replaces: string | null
  outcome: MeetingOutcome | null
  outcomeReason: string | null
  absent: 'employee' | 'manager' | null
  outcomeBy: string | null
  outcomeAt: Date | null
}
