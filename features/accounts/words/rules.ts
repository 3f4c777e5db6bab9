import { z } from 'zod'

/** What organizations call differently, in the order in which they are asked. */
export const terms = ['department', 'team', 'manager', 'employee'] as const
export type Term = (typeof terms)[number]

const word = z.string().trim().min(1).max(20)
export const termShape = z.object({ zh: word, en: word, enMany: word })
export type TermWords = z.infer<typeof termShape>

/** The organization's own words; what is not named is called as usual. */
export const wordsShape = z.partialRecord(z.enum(terms), termShape)
export type Words = z.infer<typeof wordsShape>

/** What the product calls things by itself. */
export const usualWords: Record<Term, TermWords> = {
  department: { zh: '部门', en: 'department', enMany: 'departments' },
  team: { zh: '团队', en: 'team', enMany: 'teams' },
  manager: { zh: '主管', en: 'manager', enMany: 'managers' },
  employee: { zh: '员工', en: 'employee', enMany: 'employees' },
}

/** The words kept in an organization's settings. */
export function wordsOf(settings: Record<string, unknown>): Words {
  const own = wordsShape.safeParse(settings.words ?? {})
  return own.success ? own.data : {}
}

/** Only the words that are not the usual ones. */
export const unusual = (words: Words): Words =>
  Object.fromEntries(
    terms.flatMap((term) => {
      const own = words[term]
      const usual = usualWords[term]
      const isUsual =
        !own || (own.zh === usual.zh && own.en === usual.en && own.enMany === usual.enMany)
      return isUsual ? [] : [[term, own]]
    }),
  )

// What stands in braces, tags and nested keys is not language; an article in front is, and follows the word.
const notLanguage = String.raw`\{\{[^}]*\}\}|\$t\([^)]*\)|<[^>]*>`
const chinese = new RegExp(
  `${notLanguage}|${terms.map((term) => usualWords[term].zh).join('|')}`,
  'g',
)
const english = new RegExp(
  `${notLanguage}|\\b(?:(an?) )?(${terms
    .flatMap((term) => [usualWords[term].enMany, usualWords[term].en])
    .join('|')})\\b`,
  'gi',
)

const byChinese = new Map(terms.map((term) => [usualWords[term].zh, term]))
const byEnglish = new Map(
  terms.flatMap((term) =>
    (['en', 'enMany'] as const).map((form) => [usualWords[term][form], { term, form }] as const),
  ),
)

const capitalized = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** One sentence of the product in an organization's words. What is filled in later stays as it is. */
export function inWords(sentence: string, language: 'zh-CN' | 'en', words: Words): string {
  if (language === 'zh-CN')
    return sentence.replace(chinese, (found) => {
      const term = byChinese.get(found)
      return (term && words[term]?.zh) ?? found
    })
  return sentence.replace(english, (found, article?: string, said?: string) => {
    const known = said && byEnglish.get(said.toLowerCase())
    const own = known && words[known.term]?.[known.form]
    if (!own) return found
    const cased = said[0] === said[0]!.toUpperCase() ? capitalized(own) : own
    if (!article) return cased
    const before = /^[aeiou]/i.test(own) ? 'an' : 'a'
    return `${article[0] === 'A' ? capitalized(before) : before} ${cased}`
  })
}

/**
 * A whole catalogue in an organization's words. Branches named in `except` keep the usual ones.
 * @param except paths from the root, such as `org.import`.
 */
export function catalogueInWords(
  catalogue: unknown,
  language: 'zh-CN' | 'en',
  words: Words,
  except: readonly string[],
  path = '',
): unknown {
  if (typeof catalogue === 'string') return inWords(catalogue, language, words)
  if (typeof catalogue !== 'object' || catalogue === null || except.includes(path)) return catalogue
  if (Array.isArray(catalogue))
    return catalogue.map((each) => catalogueInWords(each, language, words, except, path))
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      catalogueInWords(value, language, words, except, path ? `${path}.${key}` : key),
    ]),
  )
}
