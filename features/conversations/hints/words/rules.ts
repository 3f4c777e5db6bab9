/** Letters and digits in their order and nothing else: width, case, marks and blanks do not matter. */
export const normalised = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim()

/** Characters of Chinese and words of other scripts, in order. */
export const tokensIn = (text: string): string[] =>
  normalised(text).match(/\p{Script=Han}|[^\p{Script=Han}\s]+/gu) ?? []

/** A text as it would stand there about anybody. */
export const withoutNames = (text: string, names: readonly string[]): string =>
  names.filter((name) => name.trim()).reduce((rest, name) => rest.replaceAll(name, ' '), text)
