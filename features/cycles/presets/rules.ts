import { packKeys, type PackKey } from '../../templates/library/packs/keys.ts'
import { companyStages, type CompanyStage, type CycleKind } from '../kinds/contract.ts'
import { usualDesign } from '../rules.ts'
import { designShape, type Design } from '../standard/contract.ts'

type Talk = 'goalSetting' | 'coaching' | 'midReview' | 'resultFeedback' | 'development'

interface Preset {
  /** Which talk in which month, January first. */
  months: readonly Talk[]
  /** Templates and flows that differ from the usual ones. */
  design: { [Kind in CycleKind]?: Design }
}

const talks: Record<string, Talk> = {
  G: 'goalSetting',
  c: 'coaching',
  M: 'midReview',
  R: 'resultFeedback',
  D: 'development',
}
const months = (pattern: string): Talk[] => [...pattern].map((letter) => talks[letter]!)

/** A year and its annual talk for each; whatever is not named here is as usual. */
export const presets: Record<CompanyStage, Preset> = {
  // Goals twice a year, a word every month, one annual talk without a rating.
  young: {
    months: months('GcccccGccccR'),
    design: { result: { template: 'annualLean', base: 'plain', management: 'plain' } },
  },
  // One fixed way for everybody: goals, results by eight steps, halfway, growth.
  growing: { months: months('GRccccMccDcc'), design: {} },
  // Tied to the strategy: a review every quarter, growth twice, and who could take over.
  settled: {
    months: months('GRcMDcMccMDc'),
    design: { result: { template: 'annualFull', base: 'management', management: 'management' } },
  },
}

const withTalks = (name: string): Preset['design'] => ({
  checkIn: { template: `${name}Monthly`, base: 'monthly', management: 'monthly' },
  goalSetting: { template: `${name}Goals`, base: 'plain', management: 'plain' },
  result: { template: `${name}Annual`, base: 'base', management: 'management' },
})

/** A year and its talks for each kind of business. */
export const packPresets: Record<PackKey, Preset> = {
  // Results before the spring orders, a half-year look, growth when the stations for next year are planned.
  manufacturing: { months: months('GRccccMccDcc'), design: withTalks('shopFloor') },
  // Goals every quarter, as the product turns.
  internet: { months: months('GRcGccGMcGDc'), design: withTalks('internet') },
  // Nobody is taken off the floor before the spring festival: the year begins in February.
  chain: { months: months('cGRcccMccDcc'), design: withTalks('chain') },
}

const isPack = (value: unknown): value is PackKey => packKeys.some((key) => key === value)

const isStage = (value: unknown): value is CompanyStage =>
  companyStages.some((stage) => stage === value)

/** What an organization has chosen to begin with, as its settings keep it. */
interface Beginnings {
  companyStage?: unknown
  pack?: unknown
  /** What HR has named as the standard, by kind of talk. */
  standards?: unknown
}

/** The standard HR has named for a kind of talk, or null. */
export function namedDesign(kind: CycleKind, { standards }: Beginnings): Design | null {
  const named = (standards as Partial<Record<CycleKind, unknown>> | undefined)?.[kind]
  return designShape.safeParse(named).data ?? null
}

/**
 * With which template and flows a kind of cycle begins: as HR has named them, while all of that is on the shelf,
 * or by business and stage.
 */
export function designFor(
  kind: CycleKind,
  beginnings: Beginnings,
  isOnShelf: (design: Design) => boolean = () => true,
): Design {
  const named = namedDesign(kind, beginnings)
  return named && isOnShelf(named) ? named : shippedDesign(kind, beginnings)
}

const shippedDesign = (kind: CycleKind, { companyStage, pack }: Beginnings): Design =>
  (isPack(pack) && packPresets[pack].design[kind]) ||
  (isStage(companyStage) && presets[companyStage].design[kind]) ||
  usualDesign[kind]
