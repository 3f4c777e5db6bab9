import type { JsonObject, JsonValue } from '../../../sealing/canonical/rules.ts'
import type { Verification } from '../../../sealing/verifier/rules.ts'

/** What of a sealed record also stands in tables, where somebody with the database could alter it. */
export const projected = ['fields', 'minutes', 'plan', 'score', 'signatures', 'seal'] as const
export type Projected = (typeof projected)[number]

/** A sealed document's share of what the tables say, or the tables' share of a document. */
export type Comparable = {
  /** `part.key` → the answer. */
  fields: Record<string, JsonValue>
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

/** The parts in which the tables no longer say what was sealed. */
export const differences = (sealed: Comparable, now: Comparable): Projected[] =>
  projected.filter((part) =>
    part === 'fields' || part === 'signatures'
      ? !Object.entries(sealed[part]).every(([key, value]) => agrees(value, now[part][key])) ||
        (part === 'signatures' &&
          Object.keys(sealed[part]).length !== Object.keys(now[part]).length)
      : !agrees(sealed[part], now[part]),
  )

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
  minutes: 'tableMinutes',
  plan: 'tablePlan',
  score: 'tableScore',
  signatures: 'tableSignatures',
  seal: 'tableSeal',
} satisfies Record<Projected, string>
