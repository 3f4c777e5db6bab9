import type { ChannelKind, ChannelSettings } from './rules.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    channel: ChannelTable
  }
}

export interface ChannelTable {
  orgId: string
  kind: ChannelKind
  settings: ChannelSettings
  /** Encrypted; what it holds is said by `ChannelSecret`. */
  secret: Buffer | null
  enabledAt: Date | null
  changedAt: Date
  changedBy: string
  failures: number
  retryAt: Date | null
  lastSentAt: Date | null
  lastAnswer: string | null
}
