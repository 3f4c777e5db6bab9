/**
 * Characters that are not seen but change what is read, or stand where nothing seems to: those that turn the
 * direction of writing (U+202E and its kin), those of no width, control characters. Not among them: line breaks,
 * the joiners inside emoji and some scripts, and the signs that choose between forms of one character, which rare
 * names need.
 */
const unseen =
  /(?![\t\n\r\u0600-\u0605\u06dd\u070f\u08e2]|\u200c|\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu

/** The same words with every unseen character in sight as its code point: nobody signs another order than the one read. */
export const inSight = (text: string): string =>
  text.replace(
    unseen,
    (char) => `[U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
  )

/** A whole record with the unseen characters of all its texts in sight, and which there were. */
export function allInSight<T>(record: T): { record: T; shown: string[] } {
  const shown = new Set<string>()
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') {
      for (const [char] of value.matchAll(unseen)) shown.add(inSight(char))
      return inSight(value)
    }
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]))
  }
  return { record: walk(record) as T, shown: [...shown] }
}
