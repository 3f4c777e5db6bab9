import type { JsonObject } from '../../canonical/rules.ts'
import { leavable, tellsOfAll } from '../../parts/rules.ts'
import type { SealedSignature } from '../../rules.ts'
import type { Finding } from '../findings/rules.ts'

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

/**
 * How an acknowledgement is told, as keys below `sealing`: the outcome, or what a witness did instead; whose
 * words stand with it, and how far it is the person's own act. The sealed words are Chinese in every language.
 */
export function toldOf({ role, level, outcome, recorded_by_pid }: SealedSignature): {
  act: string
  words: string | null
  proof: string
} {
  const isWitness = role === 'witness'
  const isOwn = recorded_by_pid === null && outcome !== 'notAnswered'
  return {
    act: isWitness ? 'fact.witnessed' : `outcome.${outcome}`,
    words: isWitness ? 'fact.account' : null,
    proof: isOwn ? `level.${level}` : 'fact.notOwn',
  }
}

// The parts that have a name of their own below `sealing.left`.
const NAMED: readonly string[] = [...leavable, 'participants', 'signatures', 'segments', 'marks']

/** A part, as a key below `sealing` and what fills it; `plan/2` is the third promise. */
export function nameOfPart(path: string): { key: string; params: Record<string, string | number> } {
  const [group = '', at] = path.split('/')
  if (tellsOfAll(path)) return { key: 'left.bound', params: { n: Number(at) + 1 } }
  if (path === '?') return { key: 'left.unreadable', params: {} }
  if (!NAMED.includes(group)) return { key: 'left.other', params: { path } }
  return at === undefined
    ? { key: `left.${group}`, params: {} }
    : { key: `left.${group}At`, params: { n: Number(at) + 1 } }
}

/** The content with `gap` wherever a part is not in the file, so that what stands after it keeps its number. */
export function withGaps(record: JsonObject, withheld: readonly string[], gap: string): JsonObject {
  const content = { ...record }
  for (const key of new Set(withheld.map((path) => path.split('/')[0]!))) {
    const places = withheld.filter((path) => path.startsWith(`${key}/`)).map(placeOf)
    const list = record[key]
    const rest = Array.isArray(list) ? [...list] : []
    const all = Array.from({ length: rest.length + places.length }, (_, at) =>
      places.includes(at) ? gap : (rest.shift() ?? null),
    )
    content[key] =
      places.length === 0 ? gap : Object.fromEntries(all.map((each, at) => [`${at + 1}`, each]))
  }
  return content
}

const placeOf = (path: string) => Number(path.split('/')[1])

/** A moment as clocks in `zone` show it, to the second, with the zone's own name; any other text stays. */
export function momentIn(language: string, zone: string, moment: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(moment) || Number.isNaN(Date.parse(moment))) return moment
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    year: 'numeric',
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'long',
  }).format(new Date(moment))
}

type Params = Record<string, string | number>

/** What was found, as a sentence: moments by the reader's clock, parts by their names. */
export function sentenceOf(
  { key, params }: Pick<Finding, 'key' | 'params'>,
  language: string,
  zone: string,
  t: (key: string, params: Params) => string,
): string {
  const told = (name: string, value: string) => {
    if (name === 'path') {
      const part = nameOfPart(value)
      return t(`sealing.${part.key}`, part.params)
    }
    if (name === 'fields')
      return value
        .split(' ')
        .map((field) => t(`sealing.field.${field}`, {}))
        .join(' · ')
    return momentIn(language, zone, value)
  }
  return t(
    `sealing.finding.${key}`,
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === 'string' ? told(name, value) : value,
      ]),
    ),
  )
}
