/**
 * Where an input holds text that no database and no page can hold: NUL, or half of a surrogate pair.
 * Answers to the fields of a template (`value`) are checked by the template, which names the field.
 * @returns the path, such as `line.what`; null when all is well.
 */
export function brokenTextIn(input: unknown, path = ''): string | null {
  if (typeof input === 'string') return input.isWellFormed() && !input.includes('\0') ? null : path
  if (typeof input !== 'object' || input === null) return null
  for (const [key, child] of Object.entries(input)) {
    if (key === 'value') continue
    const at = path ? `${path}.${key}` : key
    const found = brokenTextIn(key) === null ? brokenTextIn(child, at) : path || 'input'
    if (found !== null) return found
  }
  return null
}
