import { useQueries } from '@tanstack/react-query'
import { api } from '../../../../ui/api.ts'
import { plainCalendar, type WorkCalendar } from '../../calendar/rules.ts'
import type { Day } from '../../rules.ts'

/** When the organization works, in the year of a day and the one after; plain weekdays until it is known. */
export function useCalendar(from: Day): WorkCalendar {
  const year = Number(from.slice(0, 4))
  const years = useQueries({
    queries: [year, year + 1].map((it) =>
      api.org.calendar.year.queryOptions({ input: { year: it } }),
    ),
  })
  const known = years.flatMap(({ data }) => data ?? [])
  return {
    restDays: known[0]?.restDays ?? plainCalendar.restDays,
    days: Object.fromEntries(
      known.flatMap(({ days }) => days.map(({ day, kind }) => [day, kind] as const)),
    ),
  }
}
