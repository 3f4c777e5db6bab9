import type { CauseCode, Figures, InterventionRules, ToldReason, Trigger } from './contract.ts'

/** Everything on: an organization switches off what it does not want. */
export const usualRules: InterventionRules = {
  disputed: { on: true, steps: 2 },
  coreTalent: { on: true },
  severe: { on: true, lowest: 1, plan: true },
  complex: { on: true },
  sensitive: { on: true },
}

export const triggerOf: Record<CauseCode, Trigger> = {
  dispute: 'disputed',
  appeal: 'disputed',
  gap: 'disputed',
  mark: 'coreTalent',
  rating: 'severe',
  plan: 'severe',
  complex: 'complex',
  sensitive: 'sensitive',
}

/** What the rules look at; nothing of it that HR could not know yet. */
export interface Facts {
  /** Disputes and appeals that are open. */
  cases: readonly { id: string; kind: 'dispute' | 'appeal' }[]
  /** Levels between the two ratings, once both are open to each other. */
  gap: number | null
  /** The overall rating, 1 the lowest, once both are open to each other. */
  rank: number | null
  /** Marks in force on the employee. */
  marks: readonly string[]
  /** Improvement talks of the employee that are not closed. */
  plans: readonly string[]
  asks: readonly { id: string; code: 'complex' | 'sensitive' }[]
}

export interface Cause {
  /** Down to the one dispute, mark or request: what was dealt with does not come again. */
  key: string
  code: CauseCode
  figures: Figures
}

/** Every reason for which HR is to be there, with the figures that say why. */
export function causesOf(rules: InterventionRules, facts: Facts): Cause[] {
  const { disputed, coreTalent, severe } = rules
  const found: Cause[] = []
  const cause = (code: CauseCode, about: string, figures: Figures = {}) =>
    found.push({ key: about ? `${code}:${about}` : code, code, figures })
  if (disputed.on) {
    for (const { id, kind } of facts.cases) cause(kind, id)
    if (facts.gap !== null && facts.gap >= disputed.steps)
      cause('gap', '', { gap: facts.gap, steps: disputed.steps })
  }
  if (coreTalent.on) for (const id of facts.marks) cause('mark', id)
  if (severe.on) {
    if (facts.rank !== null && facts.rank <= severe.lowest)
      cause('rating', '', { rank: facts.rank, lowest: severe.lowest })
    if (severe.plan) for (const id of facts.plans) cause('plan', id)
  }
  for (const { id, code } of facts.asks) if (rules[code].on) cause(code, id)
  return found
}

/** A cause as far as the two may be told of it. */
export interface Tellable {
  code: CauseCode
  /** Who asked, for requests. */
  askedBy: string | null
  /** The employee says that the dispute is about the manager. */
  isAboutManager: boolean
}

/**
 * Why HR is here, for one of the two. Only what this person knows anyway is named; a mark, what the
 * other asked for and a dispute about the manager all sound alike, so that none can be told from the words.
 */
export function toldReason(viewer: { id: string; isEmployee: boolean }, causes: Tellable[]) {
  const knows = (trigger: Trigger) =>
    causes.some(
      ({ code, isAboutManager }) =>
        triggerOf[code] === trigger && (viewer.isEmployee || !isAboutManager),
    )
  const found: ToldReason = causes.some(({ askedBy }) => askedBy === viewer.id)
    ? 'youAsked'
    : knows('disputed')
      ? 'seenDifferently'
      : knows('severe')
        ? 'improving'
        : 'support'
  return found
}

/** HR that could work on a case. */
export interface Colleague {
  id: string
  isPartner: boolean
  /** Departments the grant covers; null: the whole organization. */
  reach: number | null
  openCases: number
}

/**
 * Who gets it: whoever asked for it as HR, else the partner closest to the department, the one with the
 * least to do first; HR administration where there is no partner.
 */
export function choose(free: readonly Colleague[], preferred: string | null): string | null {
  const [first] = [...free].sort(
    (a, b) =>
      Number(b.id === preferred) - Number(a.id === preferred) ||
      Number(b.isPartner) - Number(a.isPartner) ||
      (a.reach ?? 1e9) - (b.reach ?? 1e9) ||
      a.openCases - b.openCases ||
      (a.id < b.id ? -1 : 1),
  )
  return first?.id ?? null
}
