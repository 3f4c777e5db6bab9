import type { Day } from '../../org/rules.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    reminderRun: ReminderRunTable
  }
}

export interface ReminderRunTable {
  orgId: string
  day: Day
  finishedAt: Date
  people: number
}
