import { leavable } from '../../parts/rules.ts'
import type { SealedSignature } from '../../rules.ts'

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
 * How an acknowledgement is told, as keys below `sealing`: what a witness did instead of the outcome,
 * whose words stand with it, and how far it is the person's own act.
 */
export function toldOf({ role, level, outcome, recorded_by_pid }: SealedSignature): {
  act: string | null
  words: string | null
  proof: string
} {
  const isWitness = role === 'witness'
  const isOwn = recorded_by_pid === null && outcome !== 'notAnswered'
  return {
    act: isWitness ? 'fact.witnessed' : null,
    words: isWitness ? 'fact.account' : null,
    proof: isOwn ? `level.${level}` : 'fact.notOwn',
  }
}

/** A part somebody left out, as a key below `sealing` and what fills it; `plan/2` is the third promise. */
export function nameOfLeft(path: string): { key: string; params: Record<string, string | number> } {
  const [group = '', at] = path.split('/')
  if (!leavable.some((each) => each === group)) return { key: 'left.other', params: { path } }
  return at === undefined
    ? { key: `left.${group}`, params: {} }
    : { key: `left.${group}At`, params: { n: Number(at) + 1 } }
}

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

/** The same for whatever fills the blanks of a sentence. */
export const blanksIn = (
  language: string,
  zone: string,
  params: Record<string, string | number>,
): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? momentIn(language, zone, value) : value,
    ]),
  )
