import type { DemoCycle } from '../company.ts'

/** What the claim is, whether it is a result or a behaviour, the situation, and what proves it. */
export type Claim = [
  text: string,
  kind: 'result' | 'behaviour',
  situation: string,
  evidence?: string,
]

export type Goal = [
  goal: string,
  target: string,
  actual: string,
  attainment: number | null,
  comment: string,
]
export type Matter = [matter: string, indicator: string, outcome: string]
export type CauseLine = [
  matter: string,
  label:
    | 'lackOfExperience'
    | 'errorRate'
    | 'skill'
    | 'process'
    | 'resource'
    | 'coordination'
    | 'external'
    | 'other',
  cause: string,
  remedy: string,
]
export type Need = [
  kind: 'resource' | 'training' | 'coordination' | 'mentor' | 'indicatorChange' | 'tool',
  need: string,
  reason: string,
  /** Days after the talk. */
  by: number,
]

/** One dimension: what both gave and the case each had in mind; how the next level would look. */
export type Rated = [
  self: number,
  selfCase: string,
  manager: number,
  managerCase: string,
  nextLevel: string,
]

/** What became of a promise: done or not, how many days after the talk, in the owner's words. */
export type Fate = ['kept' | 'missed', days: number, why: string]
export type PlanLine = [
  layer: 'result' | 'behaviour' | 'support',
  owner: 'employee' | 'manager' | 'company',
  text: string,
  measure: string,
  /** Days after the talk. */
  due: number,
  fate?: Fate,
]
export type Next = [what: string, how: string, help: string, measure: string, due: number]

/**
 * How far the conversation has come. Each includes everything before it: `self` has a draft of the
 * employee, `reveal` has both parts open, `booked` a time, `talk` runs, `sign` waits for the employee.
 */
export type Stage = 'self' | 'manager' | 'reveal' | 'booked' | 'talk' | 'agree' | 'sign' | 'sealed'

export type Ending =
  | { outcome: 'agreed' }
  | { outcome: 'readWithReservation'; statement: string }
  | { outcome: 'refused'; reason: string; countersignedBy: string; statement?: string }
  | { outcome: 'notAnswered' }

/** One conversation, as two people wrote it. Dates inside texts are filled by `told`. */
export interface Written {
  cycle: DemoCycle['key']
  /** Employee number. */
  employee: string
  stage: Stage
  met?: {
    /** Days from the anchor day of the cycle; in the running one from today. */
    day: number
    at: string
    place: string
    minutes: number
    how: 'inPerson' | 'phone' | 'paper'
    /** A first appointment that did not happen, and why. */
    missed?: { day: number; why: string; by: 'employee' | 'manager' }
  }
  self?: {
    goals: Goal[]
    matters?: Matter[]
    proud: string
    /** Which of the highlights it tells of; the first unless said. */
    proudOf?: number
    regret: string
    /** A title for it, where it is not the first of the causes. */
    sorry?: string
    highlights: Claim[]
    obstacles: string
    causes: CauseLine[]
    growth: string
    needs: Need[]
  }
  /** By the key of the template's dimension; absent where the template knows no rating. */
  ratings?: Record<string, Rated>
  manager?: {
    summary: string
    strengths: Claim[]
    gaps: Claim[]
    supports: [kind: Need[0], text: string, reason: string, by: number][]
    causes?: CauseLine[]
  }
  gapNote?: string
  /** Shared minutes in the order of the steps. */
  minutes?: string[]
  /** Notes nobody but their author reads. */
  own?: { employee?: string; manager?: string }
  plan?: PlanLine[]
  next?: Next[]
  /** The next step in the employee's own words. */
  restate?: string
  /** What of the plan the employee has a reservation about; all else is agreed. */
  reserved?: { matter: 'Goals' | 'Standards' | 'Resources'; words: string }
  ending?: Ending
}
