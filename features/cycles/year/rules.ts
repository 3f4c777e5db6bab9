import { addDays } from '../../../platform/clock.ts'
import type { CycleKind } from '../contract.ts'
import { daysBetween } from '../rules.ts'
import type { Channel, Fit, Matrix, Planned, Scenario } from './contract.ts'

/** While something important runs, nobody waits longer than a month for a conversation (R271). */
export const usualGapDays = 31

const row = (
  goalSetting: Fit,
  coaching: Fit,
  midReview: Fit,
  resultFeedback: Fit,
  development: Fit,
) => ({ goalSetting, coaching, midReview, resultFeedback, development })

/** Which channel serves which scenario, as the source puts it (R281–R285); HR may think otherwise. */
export const usualMatrix: Matrix = {
  oneToOne: row('best', 'good', 'best', 'best', 'best'),
  teamMeeting: row('fair', 'best', 'good', 'fair', 'fair'),
  instant: row('poor', 'best', 'good', 'good', 'fair'),
  report: row('fair', 'good', 'good', 'fair', 'fair'),
  board: row('good', 'good', 'best', 'best', 'good'),
}

/** The channels that serve a scenario best, to be advised when another is chosen. */
export const bestFor = (matrix: Matrix, scenario: Scenario): Channel[] =>
  (Object.keys(matrix) as Channel[]).filter((channel) => matrix[channel][scenario] === 'best')

/** The kind of cycle that carries a scenario. */
export const cycleKindOf: Record<Scenario, CycleKind> = {
  goalSetting: 'goalSetting',
  coaching: 'checkIn',
  midReview: 'midReview',
  resultFeedback: 'result',
  development: 'development',
}

type Stretch = { startsOn: string; endsOn: string }

/** The days between `from` and `to` (both included) on which nothing is planned for longer than `gapDays`. */
export function gapsIn(
  talks: readonly Stretch[],
  from: string,
  to: string,
  gapDays: number,
): { from: string; to: string; days: number }[] {
  const within = talks
    .filter(({ startsOn, endsOn }) => endsOn >= from && startsOn <= to)
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
  const gaps: { from: string; to: string; days: number }[] = []
  let free = from
  const close = (until: string) => {
    const days = daysBetween(free, until) + 1
    if (days > gapDays) gaps.push({ from: free, to: until, days })
  }
  for (const { startsOn, endsOn } of within) {
    if (startsOn > free) close(addDays(startsOn, -1))
    if (endsOn >= free) free = addDays(endsOn, 1)
  }
  if (free <= to) close(to)
  return gaps
}

type Usual = Pick<Planned, 'scenario' | 'channel' | 'startsOn' | 'endsOn'>

/** The days of a month a talk of this kind usually takes. */
const usualDays: Record<Scenario, [from: number, to: number]> = {
  goalSetting: [5, 25],
  coaching: [10, 20],
  midReview: [5, 25],
  resultFeedback: [5, 28],
  development: [10, 25],
}

/** A year by what each month is for, January first. */
export const usualYear = (year: number, months: readonly Scenario[]): Usual[] =>
  months.map((scenario, at) => {
    const day = (of: number) =>
      `${year}-${String(at + 1).padStart(2, '0')}-${String(of).padStart(2, '0')}`
    const [from, to] = usualDays[scenario]
    return { scenario, channel: 'oneToOne', startsOn: day(from), endsOn: day(to) }
  })
