import type { Text } from '../../templates/contract.ts'
import { smallTogether } from '../monitor/rules.ts'
import type { CycleKind } from '../kinds/contract.ts'
import { designFor, namedDesign } from '../presets/rules.ts'
import type { Design, Deviation, Standard } from './contract.ts'

/** A version as it is told from others. */
export interface Shelved {
  versionId: string
  key: string
  /** Key of the template it shares its questions with. */
  variantOf: string | null
  version: number
  /** A newer one has been published since. */
  isOlder: boolean
}

type Published = Shelved & { title: Text; publishedAt: Date; isRetired: boolean }

/** The standard of a kind of talk: what HR has named, or what stage and business bring, in the newest versions. */
export function standardOf(
  kind: CycleKind,
  settings: Record<string, unknown>,
  shelf: Record<'templates' | 'flows', ReadonlyMap<string, Published>>,
): Standard {
  const design = designFor(kind, settings)
  const newest = (of: ReadonlyMap<string, Published>, wanted: string) => {
    const [found] = [...of.values()]
      .filter(({ key, isRetired }) => key === wanted && !isRetired)
      .sort((a, b) => b.version - a.version)
    if (!found) return null
    const { key, title, version, publishedAt } = found
    return { key, title, version, publishedAt }
  }
  return {
    kind,
    design,
    template: newest(shelf.templates, design.template),
    flows: [...new Set([design.base, design.management])]
      .map((key) => newest(shelf.flows, key))
      .filter((flow) => flow !== null),
    isOwn: namedDesign(kind, settings) !== null,
  }
}

/** In what a template and a flow differ from the standard, by the design alone. */
export function designDiffers(
  { template, base, management }: Design,
  used: { template: Shelved; flow: Shelved },
): Deviation[] {
  const found: Deviation[] = []
  if (used.template.key !== template)
    found.push(used.template.variantOf === template ? 'variant' : 'otherTemplate')
  if (used.flow.key !== base && used.flow.key !== management) found.push('otherFlow')
  if (used.template.isOlder || used.flow.isOlder) found.push('olderVersion')
  return found
}

/** What HR does beside a talk is for HR there: everybody else counts without it. */
export const seenBy = (knowsOfHr: boolean, all: readonly Deviation[]): Deviation[] =>
  all.filter((each) => knowsOfHr || each !== 'hr')

/** Of these kinds of deviation each only happens in talks that were held. */
export const onceHeld: readonly Deviation[] = ['unbooked', 'onPaper']

/** What is known of one design: `null` for a title where several small ones stand together. */
export interface UsedDesign {
  template: { title: Text; version: number } | null
  flow: { title: Text; version: number } | null
  differs: Deviation[]
  people: number
}

/** Puts designs of fewer than `k` people together without their names (E18). */
export const withoutRare = (designs: readonly UsedDesign[], k: number): UsedDesign[] =>
  smallTogether(designs, k, (small) => ({
    template: null,
    flow: null,
    differs: [...new Set(small.flatMap(({ differs }) => differs))],
    people: small.reduce((sum, { people }) => sum + people, 0),
  }))
