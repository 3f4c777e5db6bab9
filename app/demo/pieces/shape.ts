import type { CauseLine, Need } from '../records/shape.ts'

/**
 * Building blocks of the composed records. `<mate>`, `<boss>`, `<customer>`, `<machine>`, `<part>`
 * stand for names (the same one within a block), `<n3-9>` for a number, `<month>` for a month of the
 * period, `[a|b]` for one of several wordings.
 */
export interface Good {
  /** The dimension it speaks to. */
  of: string
  kind: 'result' | 'behaviour'
  /** As the manager puts it. */
  claim: string
  situation: string
  /** As the person tells it. */
  told: string
  evidence: string
}

export interface Trouble {
  of: string
  claim: string
  situation: string
  told: string
  label: CauseLine[1]
  cause: string
  remedy: string
  support: [kind: Need[0], text: string]
  plan: [owner: 'employee' | 'manager' | 'company', text: string, measure: string]
}

export interface Craft {
  /** Goal, target, actual with a slot, in whole sentences of the trade. */
  goals: [
    goal: string,
    target: string,
    actual: string,
    attainment: [number, number],
    comment: string,
  ][]
  good: Good[]
  trouble: Trouble[]
  next: [what: string, how: string, help: string, measure: string][]
}

export const good = (
  of: string,
  kind: Good['kind'],
  claim: string,
  situation: string,
  told: string,
  evidence: string,
): Good => ({ of, kind, claim, situation, told, evidence })

export const trouble = (
  of: string,
  claim: string,
  situation: string,
  told: string,
  cause: [label: CauseLine[1], cause: string, remedy: string],
  support: Trouble['support'],
  plan: Trouble['plan'],
): Trouble => ({
  of,
  claim,
  situation,
  told,
  label: cause[0],
  cause: cause[1],
  remedy: cause[2],
  support,
  plan,
})
