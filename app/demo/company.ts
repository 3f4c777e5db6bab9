import { addDays, monthOf } from './dates.ts'

/** The invented manufacturer of the demo: it makes process pumps for chemical, paper and water plants. */
export const company = {
  name: '砚溪泵业',
  nameEn: 'Yanxi Pumps',
  timezone: 'Asia/Shanghai',
  locale: 'zh-CN',
  story: {
    zh: '一家做化工流程泵、浆泵和长轴泵的工厂，一百三十来人。铸件从外面来，加工、装配、试压、上水池都在自己手里。',
    en: 'A factory of some 130 people making chemical process pumps, slurry pumps and vertical turbine pumps. Castings come from outside; machining, assembly, pressure tests and the test pool are its own.',
  },
} as const

/** A demo cycle: its name and the days that frame it, all counted from today. Days are YYYY-MM-DD. */
export interface DemoCycle {
  key: 'lastYear' | 'midYear' | 'thisYear'
  name: string
  periodFrom: string
  periodTo: string
  launchedOn: string
  /** Deadlines of the stages, in the order people meet them. */
  due: { self: string; manager: string; talk: string; sign: string }
}

/**
 * The three cycles around a day: one year ago (finished), half a year ago (finished), and the one
 * that runs now. The running one was launched 24 days ago and ends in 20, whatever today is.
 */
export function demoCycles(today: string): Record<DemoCycle['key'], DemoCycle> {
  const thisEnd = endOfMonthBefore(today, 0)
  const midEnd = endOfMonthBefore(today, 6)
  const lastEnd = endOfMonthBefore(today, 12)
  const lastLaunch = addDays(today, -24 - 365)
  const midLaunch = addDays(today, -24 - 182)
  const thisLaunch = addDays(today, -24)
  return {
    lastYear: {
      key: 'lastYear',
      name: `${yearOf(lastEnd)} 年度结果面谈`,
      periodFrom: addDays(endOfMonthBefore(today, 24), 1),
      periodTo: lastEnd,
      launchedOn: lastLaunch,
      due: deadlines(lastLaunch, [10, 18, 32, 44]),
    },
    midYear: {
      key: 'midYear',
      name: `${yearOf(thisEnd)} 年中回顾`,
      periodFrom: addDays(lastEnd, 1),
      periodTo: midEnd,
      launchedOn: midLaunch,
      due: deadlines(midLaunch, [7, 12, 24, 32]),
    },
    thisYear: {
      key: 'thisYear',
      name: `${yearOf(thisEnd)} 年度结果面谈`,
      periodFrom: addDays(lastEnd, 1),
      periodTo: thisEnd,
      launchedOn: thisLaunch,
      due: deadlines(thisLaunch, [18, 25, 35, 44]),
    },
  }
}

/** The year most of the twelve months that end on this day lie in. */
function yearOf(end: string): number {
  const { year, month } = monthOf(end)
  return month >= 6 ? year : year - 1
}

function endOfMonthBefore(today: string, monthsBack: number): string {
  const { year, month } = monthOf(today)
  return new Date(Date.UTC(year, month - 1 - monthsBack, 0)).toISOString().slice(0, 10)
}

const deadlines = (
  launch: string,
  [self, manager, talk, sign]: [number, number, number, number],
) => ({
  self: addDays(launch, self),
  manager: addDays(launch, manager),
  talk: addDays(launch, talk),
  sign: addDays(launch, sign),
})
