// Making one takes longer than all it does for a request.
const calendars = new Map<string, Intl.DateTimeFormat>()

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  const known = calendars.get(timeZone)
  if (known) return known
  const format = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, ...format })
  calendars.set(timeZone, calendar)
  return calendar
}

/** The day a moment falls on in a time zone, as 'YYYY-MM-DD'. */
export const dayIn = (timezone: string, at: Date): string => calendarOf(timezone).format(at)

/** The day `days` later (or earlier), as 'YYYY-MM-DD'. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
