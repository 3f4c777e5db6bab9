import { addDays } from '../../../platform/clock.ts'
import { plainCalendar, workdayAfter, type WorkCalendar } from '../../org/calendar/rules.ts'
import type { DueRule, FlowBody, FlowStage } from '../contract.ts'

const later = (
  day: string,
  days: number,
  unit: DueRule['unit'],
  calendar: WorkCalendar = plainCalendar,
): string => (unit === 'working' ? workdayAfter(calendar, day, days) : addDays(day, days))

/** A stage's rule, however the flow says it. */
export const dueRuleOf = ({ due, dueDays }: Pick<FlowStage, 'due' | 'dueDays'>): DueRule =>
  due ?? { from: 'start', days: dueDays ?? 0, unit: 'calendar' }

/** What deadlines depend on besides the first day. */
export interface Season {
  /** The last day of the period the talk is about; without one, the first day counts. */
  periodTo?: string
  calendar?: WorkCalendar
}

/**
 * The planned deadline of every stage: the flow's rules from the first day, or the day HR has set. A
 * stage that counts from its opening is planned as opening on the last deadline before it.
 */
export function dueDates(
  flow: FlowBody,
  startOn: string,
  overrides: Record<string, string> = {},
  { periodTo, calendar }: Season = {},
): Record<string, string> {
  const planned: Record<string, string> = {}
  for (const stage of flow.stages) {
    const { from, days, unit } = dueRuleOf(stage)
    const opens = stage.after.map((key) => planned[key] ?? startOn).sort()
    const base =
      from === 'start' ? startOn : from === 'periodEnd' ? (periodTo ?? startOn) : opens.at(-1)
    planned[stage.key] = overrides[stage.key] ?? later(base ?? startOn, days, unit, calendar)
  }
  return planned
}

/** The deadlines known when a run begins: those that count from an opening come with it. */
export const knownDates = (
  flow: FlowBody,
  planned: Record<string, string>,
  overrides: Record<string, string> = {},
): Record<string, string> =>
  Object.fromEntries(
    flow.stages
      .filter((stage) => dueRuleOf(stage).from !== 'opened' || overrides[stage.key])
      .map(({ key }) => [key, planned[key]!]),
  )

/** The deadline a stage gets by opening; null when it had one before. */
export const dueOnOpening = (
  stage: Pick<FlowStage, 'due' | 'dueDays'>,
  today: string,
  calendar?: WorkCalendar,
): string | null => {
  const { from, days, unit } = dueRuleOf(stage)
  return from === 'opened' ? later(today, Math.max(days, 0), unit, calendar) : null
}

/** So many working days from a day: what somebody gets to whom a stage was passed or sent back. */
export const inWorkdays = (day: string, n: number, calendar?: WorkCalendar): string =>
  later(day, n, 'working', calendar)
