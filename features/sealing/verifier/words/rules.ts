/** One language's catalogue, or a part of it. */
export type Words = { [key: string]: string | Words }

/** The text at a dotted key with its `{{blanks}}` filled; the key itself when there is none. */
export function say(
  words: Words,
  key: string,
  params: Record<string, string | number> = {},
): string {
  let at: string | Words | undefined = words
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined
  return typeof at === 'string'
    ? at.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))
    : key
}
