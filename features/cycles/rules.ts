import { addDays } from '../../platform/clock.ts'
import { weekdayOf, workdayAfter, type WorkCalendar } from '../org/calendar/rules.ts'
import { usualTransfers } from './transfers/rules.ts'
import type { CycleKind, cycleStates, MappingRule, Pilot, Population } from './contract.ts'

export type CycleState = (typeof cycleStates)[number]

type Facts = {
  launchAskedAt: Date | null
  launchedAt: Date | null
  pilot: Pilot | null
  rolloutAskedAt: Date | null
  closedAt: Date | null
}

/** Where a cycle is in its life. */
export const stateOf = (cycle: Facts): CycleState =>
  cycle.closedAt
    ? 'closed'
    : cycle.launchedAt
      ? isPilot(cycle)
        ? 'piloting'
        : 'running'
      : cycle.launchAskedAt
        ? 'launching'
        : 'draft'

/** Whether a launch takes in the pilot's teams only. */
export const isPilot = ({ pilot, rolloutAskedAt }: Pick<Facts, 'pilot' | 'rolloutAskedAt'>) =>
  pilot !== null && rolloutAskedAt === null

/** Whole days from one day to another; negative when `to` lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** Everybody, rated unless they joined in the last quarter of the period. */
export const everybody = (periodFrom: string, periodTo: string): Population => ({
  who: 'rules',
  departmentIds: [],
  levels: [],
  jobFamilies: [],
  personIds: [],
  excludedIds: [],
  joinedAfter: addDays(periodFrom, Math.round(daysBetween(periodFrom, periodTo) * 0.75)),
  joinedTooLate: 'unrated',
  substitutes: {},
  withoutManager: 'decide',
  transfers: usualTransfers,
})

/** The calendar year that is mostly behind us on `today`: what a result cycle usually looks back on. */
export function usualPeriod(today: string): { periodFrom: string; periodTo: string } {
  const year = Number(today.slice(0, 4)) - (today.slice(5, 7) < '07' ? 1 : 0)
  return { periodFrom: `${year}-01-01`, periodTo: `${year}-12-31` }
}

/** The first working day from the next Monday on: a process that starts on a day of rest has lost days. */
export function usualStart(today: string, calendar: WorkCalendar): string {
  const sunday = addDays(today, 7 - (weekdayOf(today) || 7))
  return workdayAfter(calendar, sunday, 1)
}

/** Keys of the built-in template and flows a kind of cycle starts with. */
export const usualDesign = {
  result: { template: 'annualResult', base: 'base', management: 'management' },
  goalSetting: { template: 'goalSetting', base: 'plain', management: 'plain' },
  midReview: { template: 'midReview', base: 'plain', management: 'plain' },
  development: { template: 'development', base: 'plain', management: 'plain' },
  checkIn: { template: 'monthly', base: 'monthly', management: 'monthly' },
  preDecision: { template: 'preDecision', base: 'plain', management: 'plain' },
  followUp: { template: 'followUp', base: 'plain', management: 'plain' },
  return: { template: 'returnTalk', base: 'plain', management: 'plain' },
} satisfies Record<CycleKind, { template: string; base: string; management: string }>

/** Management from the second level up gets its own flow; everybody else the other one. */
export const usualMapping = (
  levels: readonly string[],
  template: string,
  flows: { base: string; management: string },
): MappingRule[] => [
  ...(levels.length > 1 && flows.management !== flows.base
    ? [
        {
          levels: levels.slice(1),
          jobFamilies: [],
          templateVersionId: template,
          flowVersionId: flows.management,
        },
      ]
    : []),
  { levels: [], jobFamilies: [], templateVersionId: template, flowVersionId: flows.base },
]
