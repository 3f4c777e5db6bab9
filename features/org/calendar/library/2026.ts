import { addDays } from '../../../../platform/clock.ts'
import type { CalendarDay } from '../contract.ts'

const rest = (name: string, from: string, days: number): CalendarDay[] =>
  Array.from({ length: days }, (_, n) => ({ day: addDays(from, n), kind: 'rest', name }))
const work = (name: string, ...days: string[]): CalendarDay[] =>
  days.map((day) => ({ day, kind: 'work', name: `${name}调休` }))

/**
 * Mainland China 2026, as the General Office of the State Council announced on 4 November 2025
 * (国务院办公厅关于2026年部分节假日安排的通知).
 */
export const china2026: CalendarDay[] = [
  ...rest('元旦', '2026-01-01', 3),
  ...work('元旦', '2026-01-04'),
  ...rest('春节', '2026-02-15', 9),
  ...work('春节', '2026-02-14', '2026-02-28'),
  ...rest('清明节', '2026-04-04', 3),
  ...rest('劳动节', '2026-05-01', 5),
  ...work('劳动节', '2026-05-09'),
  ...rest('端午节', '2026-06-19', 3),
  ...rest('中秋节', '2026-09-25', 3),
  ...rest('国庆节', '2026-10-01', 7),
  ...work('国庆节', '2026-09-20', '2026-10-10'),
]

/** Lists by year. */
export const offeredDays: Record<number, CalendarDay[]> = { 2026: china2026 }
