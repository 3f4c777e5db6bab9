import type { ChannelKind } from '../channels/rules.ts'
import type { DeliveryKind, DeliveryState } from './rules.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    delivery: DeliveryTable
  }
}

export interface DeliveryTable {
  orgId: string
  id: string
  /** Null: to a group, without naming anybody. */
  personId: string | null
  channel: ChannelKind
  kind: DeliveryKind
  topic: string | null
  subjectId: string | null
  dedupe: string
  messageId: string | null
  state: DeliveryState
  attempts: number
  notBefore: Date
  heldBy: string | null
  heldUntil: Date | null
  lastError: string | null
  lastAnswer: string | null
  createdAt: Date
  settledAt: Date | null
}
