import type { JsonObject, JsonValue } from '../../../sealing/canonical/rules.ts'
import type { Verification } from '../../../sealing/verifier/findings/rules.ts'

/** What of a sealed record also stands in tables, where somebody with the database could alter it. */
export const projected = [
  'fields',
  'contributions',
  'minutes',
  'plan',
  'score',
  'signatures',
  'seal',
] as const
export type Projected = (typeof projected)[number]

/** A sealed document's share of what the tables say, or the tables' share of a document. */
export type Comparable = {
  /** `part.key` → the answer. */
  fields: Record<string, JsonValue>
  /** Author → what they wrote; null in records of earlier programs, which did not hold it. */
  contributions: Record<string, Record<string, JsonValue>> | null
  minutes: JsonValue
  plan: JsonValue
  score: JsonValue
  /** Role → the acknowledgement. */
  signatures: Record<string, JsonValue>
  seal: JsonValue
}

/**
 * Whether the tables still say what was sealed. A newer program may describe the same answer with more
 * words, so names that only one side has are passed over; nothing sealed may be missing.
 */
export function agrees(sealed: JsonValue | undefined, now: JsonValue | undefined): boolean {
  if (Array.isArray(sealed))
    return (
      Array.isArray(now) &&
      sealed.length === now.length &&
      sealed.every((each, at) => agrees(each, now[at]))
    )
  if (sealed !== null && typeof sealed === 'object')
    return (
      now !== null &&
      typeof now === 'object' &&
      !Array.isArray(now) &&
      Object.entries(sealed).every(
        ([key, value]) => !Object.hasOwn(now, key) || agrees(value, (now as JsonObject)[key]),
      )
    )
  return (sealed ?? null) === (now ?? null)
}

type Named = Record<string, JsonValue>
const allStand = (sealed: Named, now: Named) =>
  Object.entries(sealed).every(([key, value]) => agrees(value, now[key]))
const asMany = (sealed: object, now: object) =>
  Object.keys(sealed).length === Object.keys(now).length

const same: Record<Projected, (sealed: Comparable, now: Comparable) => boolean> = {
  fields: (sealed, now) => allStand(sealed.fields, now.fields),
  contributions: (sealed, now) => {
    const [then, theirs] = [sealed.contributions, now.contributions ?? {}]
    if (then === null) return true
    return (
      asMany(then, theirs) &&
      Object.entries(then).every(([author, said]) => allStand(said, theirs[author] ?? {}))
    )
  },
  minutes: (sealed, now) => agrees(sealed.minutes, now.minutes),
  plan: (sealed, now) => agrees(sealed.plan, now.plan),
  score: (sealed, now) => agrees(sealed.score, now.score),
  signatures: (sealed, now) =>
    asMany(sealed.signatures, now.signatures) && allStand(sealed.signatures, now.signatures),
  seal: (sealed, now) => agrees(sealed.seal, now.seal),
}

/** The parts in which the tables no longer say what was sealed. */
export const differences = (sealed: Comparable, now: Comparable): Projected[] =>
  projected.filter((part) => !same[part](sealed, now))

/** A verdict that also says where the tables differ: whoever reads them elsewhere reads something else. */
export const withDifferences = (
  verification: Verification,
  differing: readonly Projected[],
): Verification =>
  differing.length === 0
    ? verification
    : {
        ...verification,
        verdict: 'tampered',
        findings: [
          ...verification.findings,
          ...differing.map((part) => ({
            part: 'record' as const,
            ok: false,
            key: tableFinding[part],
            params: {},
          })),
        ],
      }

const tableFinding = {
  fields: 'tableFields',
  contributions: 'tableContributions',
  minutes: 'tableMinutes',
  plan: 'tablePlan',
  score: 'tableScore',
  signatures: 'tableSignatures',
  seal: 'tableSeal',
} satisfies Record<Projected, string>
