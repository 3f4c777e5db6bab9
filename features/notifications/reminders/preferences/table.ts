import type { ChannelKind } from '../../channels/rules.ts'
import type { Rhythm } from './rules.ts'

declare module '../../../../platform/database.ts' {
  interface Tables {
    reminderPreference: ReminderPreferenceTable
  }
}

export interface ReminderPreferenceTable {
  orgId: string
  personId: string
  channels: ChannelKind[]
  rhythm: Rhythm
  quietFrom: string | null
  quietUntil: string | null
  timezone: string | null
  awayFrom: string | null
  awayUntil: string | null
  changedAt: Date
}
