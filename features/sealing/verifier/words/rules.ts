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
