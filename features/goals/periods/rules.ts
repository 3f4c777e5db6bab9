import { addDays } from '../../../platform/clock.ts'

interface Period {
  periodFrom: string
  periodTo: string
}

const firstOf = (year: number, month: number) =>
  `${year + Math.floor((month - 1) / 12)}-${String(((month - 1) % 12) + 1).padStart(2, '0')}-01`

/** So many months from the first of one on. */
const months = (year: number, month: number, count: number): Period => ({
  periodFrom: firstOf(year, month),
  periodTo: addDays(firstOf(year, month + count), -1),
})

/** The quarter that comes next: goals are loaded before it begins. */
export function nextQuarter(today: string): Period {
  const year = Number(today.slice(0, 4))
  const quarter = Math.ceil(Number(today.slice(5, 7)) / 3)
  return months(year, quarter * 3 + 1, 3)
}

/** Quarters, halves and the year of this year and the next. */
export function usualPeriods(today: string): Period[] {
  const thisYear = Number(today.slice(0, 4))
  return [thisYear, thisYear + 1].flatMap((year) => [
    ...[1, 4, 7, 10].map((month) => months(year, month, 3)),
    ...[1, 7].map((month) => months(year, month, 6)),
    months(year, 1, 12),
  ])
}
