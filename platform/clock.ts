// Making one takes longer than all it does for a request.
function kept(locale: string, options: Intl.DateTimeFormatOptions) {
  const known = new Map<string, Intl.DateTimeFormat>()
  return (timeZone: string): Intl.DateTimeFormat => {
    const format = known.get(timeZone) ?? new Intl.DateTimeFormat(locale, { timeZone, ...options })
    known.set(timeZone, format)
    return format
  }
}
const calendarOf = kept('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' })
const clockOf = kept('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** The day a moment falls on in a time zone, as 'YYYY-MM-DD'. */
export const dayIn = (timezone: string, at: Date): string => calendarOf(timezone).format(at)

/** The time of day there, as 'HH:MM'. */
export const timeIn = (timezone: string, at: Date): string => clockOf(timezone).format(at)

/** The day `days` later (or earlier), as 'YYYY-MM-DD'. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
