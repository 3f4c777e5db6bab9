import { questions, type Answers, type Question, type Views } from './contract.ts'

/** Days a survey stays open unless told, and at most. */
export const usualDays = 14
export const longestDays = 60

/** So many remarks are read at the most; of more, as many are drawn by lot. */
export const mostRemarks = 500

interface Dates {
  opensOn: string
  closesOn: string
  closedAt: Date | null
}

/** Before its first day, open, or over: by its dates or because somebody closed it. */
export const stateOf = ({ opensOn, closesOn, closedAt }: Dates, today: string) =>
  closedAt !== null || today > closesOn ? 'over' : today < opensOn ? 'planned' : 'open'

export const questionKeys = Object.keys(questions) as Question[]

/** The answer given most; the first in the order of the question where two are even. */
export function mostGiven(question: Question, choices: Record<string, number>) {
  const [choice] = [...questions[question]].sort((a, b) => (choices[b] ?? 0) - (choices[a] ?? 0))
  return { choice: choice!, people: choices[choice!] ?? 0 }
}

/** From here on the two sides do not see the same: a fifth of the people. */
export const gapFrom = 0.2

/**
 * How the views of one question differ. `apart`: managers and employees give an answer in shares a fifth
 * apart or more; the widest one is named, and what HR sees where most employees answer something else.
 * `blind`: the two agree, and HR sees something else. `alike`: everybody sees the same. `unknown`: too few
 * employees.
 */
export type Gap =
  | {
      kind: 'apart'
      choice: string
      manager: number
      employee: number
      most: string
      hr: string | null
    }
  | { kind: 'blind'; choice: string; share: number; hr: string }
  | { kind: 'alike'; choice: string; share: number }
  | { kind: 'unknown' }

/**
 * Whether managers and employees see a question alike, or HR alone sees it otherwise; unknown while too few
 * employees answered to be told.
 */
export function gapIn(question: Question, views: Views, hrView: Answers | null): Gap {
  const { manager, employee } = views[question]
  if (!employee) return { kind: 'unknown' }
  const share = (of: { people: number; choices: Record<string, number> }, choice: string) =>
    (of.choices[choice] ?? 0) / of.people
  const most = mostGiven(question, employee.choices).choice
  const hr = hrView && hrView[question] !== most ? hrView[question] : null
  if (manager) {
    const [widest] = questions[question]
      .map((choice) => ({
        choice,
        manager: share(manager, choice),
        employee: share(employee, choice),
      }))
      .sort((a, b) => Math.abs(b.manager - b.employee) - Math.abs(a.manager - a.employee))
    if (Math.abs(widest!.manager - widest!.employee) >= gapFrom)
      return { kind: 'apart', ...widest!, most, hr }
  }
  const standing = { choice: most, share: share(employee, most) }
  return hr ? { kind: 'blind', ...standing, hr } : { kind: 'alike', ...standing }
}

/** What of the product answers what people say; healthy answers ask for nothing. */
const answeredBy: Record<string, 'year' | 'templates' | 'monthly' | 'steps' | 'promises'> = {
  yearEnd: 'year',
  quarterly: 'year',
  rarely: 'year',
  onTrouble: 'monthly',
  rating: 'monthly',
  results: 'templates',
  blame: 'templates',
  support: 'promises',
  manager: 'steps',
  hr: 'steps',
  form: 'templates',
  nobody: 'year',
}
export type Remedy = (typeof answeredBy)[string]

/** Where each of these leads. */
export const remedyPlaces: Record<Remedy, string> = {
  year: '/cycles/year',
  monthly: '/design',
  templates: '/design',
  steps: '/design',
  promises: '/commitments',
}

/** What to look at for a question: by what most employees answer. */
export function remedyFor(question: Question, views: Views): Remedy | null {
  const { employee } = views[question]
  return employee ? (answeredBy[mostGiven(question, employee.choices).choice] ?? null) : null
}
