const english = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** 'YYYY-MM-DD' when there is such a day in this or the last century. */
function real(year: number, month: number, day: number): string | null {
  if (year < 1900 || year > 2099) return null
  const made = new Date(Date.UTC(year, month - 1, day))
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day
    ? made.toISOString().slice(0, 10)
    : null
}

/**
 * A day as people type it: 2026-11-20, 2026/11/20, 2026年11月20日, 20261120, 20 Nov 2026, Nov 20, 2026;
 * without a year, 11-20 and 11月20日 are of the year of `today` ('YYYY-MM-DD').
 * @returns 'YYYY-MM-DD', or null when it is none, or not yet
 */
export function readDay(typed: string, today: string): string | null {
  const text = typed.normalize('NFKC').trim().toLowerCase()
  const name = /[a-z]{3,}/.exec(text)?.[0]
  const month = name ? english.findIndex((each) => name.startsWith(each)) + 1 : 0
  const numbers = (text.match(/\d+/g) ?? []).map(Number)
  if (month > 0 && numbers.length === 2) {
    const [first, second] = numbers as [number, number]
    return first > 31 ? real(first, month, second) : real(second, month, first)
  }
  const solid = /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  if (solid) return real(Number(solid[1]), Number(solid[2]), Number(solid[3]))
  const parts = /^(?:(\d{4})[-/.年]\s*)?(\d{1,2})[-/.月]\s*(\d{1,2})日?(?:[\st]|$)/.exec(text)
  if (!parts) return null
  return real(Number(parts[1] ?? today.slice(0, 4)), Number(parts[2]), Number(parts[3]))
}

/** A time of day as people type it: 14:30, 9：05, 1430, 14点30. @returns 'HH:mm' or null */
export function readTime(typed: string): string | null {
  const text = typed.normalize('NFKC').trim()
  const parts = /^(\d{1,2})\s*[:.点时]\s*(\d{2})?分?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text)
  if (!parts) return null
  const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? 0)]
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
