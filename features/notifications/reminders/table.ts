import type { Day } from '../../org/rules.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    reminderRun: ReminderRunTable
    reminderProgress: ReminderProgressTable
  }
}

export interface ReminderRunTable {
  orgId: string
  day: Day
  finishedAt: Date
  people: number
}

/** A day whose reminders are being made: up to whom, and what came of it so far. */
export interface ReminderProgressTable {
  orgId: string
  day: Day
  afterId: string
  people: number
  things: number
}
