/** Plain days as YYYY-MM-DD; arithmetic in UTC so that no zone shifts them. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** The day itself, or the Monday after when it falls on a weekend. */
export function workday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, weekday === 6 ? 2 : weekday === 0 ? 1 : 0)
}

/** Year and month (1–12) of a plain day. */
export function monthOf(day: string): { year: number; month: number } {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) }
}

/**
 * Fills the dates of a demo text, so that what people tell each other happened lately.
 * `{d-40}` → 9月12日, `{m-3}` → 8月, `{y}` / `{y-1}` → 2026 / 2025, counted from `day`.
 */
function told(text: string, day: string): string {
  return text.replace(/\{([dmy])([+-]\d+)?\}/g, (_, unit: string, by?: string) => {
    const shift = Number(by ?? 0)
    const { year, month } = monthOf(day)
    if (unit === 'y') return String(year + shift)
    if (unit === 'm') return `${((((month - 1 + shift) % 12) + 12) % 12) + 1}月`
    const on = addDays(day, shift)
    return `${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`
  })
}

/** The same for every text inside a piece. */
export function toldAll<T>(piece: T, day: string): T {
  if (typeof piece === 'string') return told(piece, day) as T
  if (Array.isArray(piece)) return piece.map((each) => toldAll(each, day)) as T
  if (piece === null || typeof piece !== 'object') return piece
  return Object.fromEntries(
    Object.entries(piece).map(([key, each]) => [key, toldAll(each, day)]),
  ) as T
}
