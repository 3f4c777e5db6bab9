import type { Day } from '../rules.ts'
import type { DayKind } from './rules.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    calendarDay: CalendarDayTable
  }
}

export interface CalendarDayTable {
  orgId: string
  day: Day
  kind: DayKind
  name: string
  setBy: string
  setAt: Date
}
