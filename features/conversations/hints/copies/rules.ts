import type { CopyKind } from '../contract.ts'
import { tokensIn, withoutNames } from '../words/rules.ts'

/** Texts to compare with. */
export interface Source {
  kind: CopyKind
  text: string
  /** Names in it that the other text would have in its own place. */
  names?: readonly string[]
}

/** Shorter passages say the same in many mouths. In Chinese characters or English words. */
export const shortestCopy = 20
/** How much of what two passages say together both say; see Broder's resemblance. */
export const alike = 0.6
const shingle = 3

/** The passages of a text long enough to be copies, each as the set of its neighbouring threes. */
function passagesOf(text: string, names: readonly string[]): Set<string>[] {
  return withoutNames(text, names)
    .split('\n')
    .flatMap((line) => {
      const tokens = tokensIn(line)
      if (tokens.length < shortestCopy) return []
      return [
        new Set(
          tokens.slice(0, 1 - shingle).map((_, at) => tokens.slice(at, at + shingle).join(' ')),
        ),
      ]
    })
}

/** The share of what two sets hold together that both hold: 0 nothing, 1 the same. */
export const resemblance = (both: number, one: number, other: number): number =>
  both === 0 ? 0 : both / (one + other - both)

/**
 * Sources laid out by what they say, so that a text meets only those it shares something with.
 * @param own the names that stand in the texts to be asked about.
 */
export function indexOf(sources: readonly Source[], own: readonly string[]) {
  const passages = sources.flatMap(({ kind, text, names = [] }) =>
    passagesOf(text, names).map((shingles) => ({ kind, size: shingles.size, shingles })),
  )
  const holding = new Map<string, number[]>()
  for (const [at, { shingles }] of passages.entries())
    for (const each of shingles) {
      const there = holding.get(each)
      if (there) there.push(at)
      else holding.set(each, [at])
    }
  return {
    /** Where a passage of this text stands already, the likest; null when nowhere. */
    likest(text: string): CopyKind | null {
      let best: { kind: CopyKind; share: number } | null = null
      for (const shingles of passagesOf(text, own)) {
        const shared = new Map<number, number>()
        for (const each of shingles)
          for (const at of holding.get(each) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
        for (const [at, both] of shared) {
          const { kind, size } = passages[at]!
          const share = resemblance(both, shingles.size, size)
          if (share >= alike && share > (best?.share ?? 0)) best = { kind, share }
        }
      }
      return best?.kind ?? null
    },
  }
}
