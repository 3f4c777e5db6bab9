import type { AnswerOf, Cause, Field, FieldType, Rating, ReviewedGoal, Text } from '../contract.ts'
import { givenId } from '../grid/rules.ts'

/** Characters a text may hold, and entries a list may hold, whatever the template says. */
export const textLimit = 5_000
export const shortTextLimit = 200
export const listLimit = 50
/** Characters one place of a table may hold. */
export const cellLimit = 1_000

/** The most a field takes, of entries or of characters, for the message that says so. */
export const limitOf = (field: Field, of: 'entries' | 'characters'): number => {
  const own = field.max ?? Infinity
  if (of === 'entries') return Math.min(own, listLimit)
  if (field.type === 'table') return cellLimit
  if (field.type === 'shortText') return Math.min(own, shortTextLimit)
  return field.type === 'longText' ? Math.min(own, textLimit) : textLimit
}

/** Characters as people count them: 𠮷 is one. */
export const lengthOf = (value: string) => {
  let count = 0
  for (const _ of value) count++
  return count
}

/** The beginning of a text, to tell it from others. */
export const excerpt = (value: string) =>
  lengthOf(value) > 18 ? `${[...value].slice(0, 17).join('')}…` : value

const empties: { [Type in FieldType]: AnswerOf[Type] } = {
  shortText: '',
  longText: '',
  number: null,
  rating: { value: null, notRated: false, case: '', nextLevel: '' },
  choice: null,
  multiChoice: [],
  date: null,
  statements: [],
  causes: [],
  goalReview: [],
  keyMatters: [],
  attachment: [],
  supportNeeds: [],
  nextGoals: [],
  scale: null,
  person: null,
  best: [],
  planLines: [],
  table: [],
  signature: null,
  helpText: null,
}

/** Says something and asks for nothing: no answer, nothing to save, nothing to seal. */
export const saysOnly = (field: Pick<Field, 'type'>): boolean =>
  field.type === 'signature' || field.type === 'helpText'

/** What a field holds before anybody has written. */
export const emptyAnswer = <Type extends FieldType>(type: Type): AnswerOf[Type] => empties[type]

/** The stored answer read as what its field holds; a missing one is the empty one. */
export const answerOf = <Type extends FieldType>(type: Type, value: unknown): AnswerOf[Type] =>
  (value ?? empties[type]) as AnswerOf[Type]

// An entry in which nobody has written, for the lists a template may begin.
const fresh: { [Type in FieldType]?: object } = {
  goalReview: {
    goal: '',
    target: '',
    actual: '',
    attainment: null,
    comment: '',
    employeeAgrees: null,
    managerAgrees: null,
  },
  keyMatters: { matter: '', indicator: '', outcome: '' },
  nextGoals: { what: '', how: '', help: '', measure: '', dueOn: null },
  planLines: { layer: 'result', what: '', how: '', measure: '', owner: 'employee', dueOn: null },
}

/** What lies in a field before anybody has written: nothing, or the entries its template begins with. */
export function startingAnswer(field: Field, say: (text: Text) => string): unknown {
  const entry = fresh[field.type]
  if (!entry || !field.given) return emptyAnswer(field.type)
  return field.given.map((words, at) => ({
    id: givenId(field, at),
    ...entry,
    ...Object.fromEntries(
      Object.entries(words).map(([name, word]) => [
        name,
        typeof word === 'object' ? say(word) : String(word),
      ]),
    ),
  }))
}

/** Nothing to be seen in it. */
export const isBlank = (value: string) => value.trim() === ''

/** Nothing written at all, or only blank lines. */
export const isEmptyAnswer = (field: Field, value: unknown): boolean => {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return isBlank(value)
  if (Array.isArray(value))
    return value.every((item) => typeof item === 'object' && isEmptyItem(item))
  if (field.type === 'rating') {
    const rating = value as Rating
    return rating.value === null && !rating.notRated && isBlank(rating.case)
  }
  return false
}

// What a list entry carries before anyone writes in it: which of a few kinds it is, and its id.
const carried = new Set(['id', 'kind', 'label', 'proposedBy', 'layer', 'owner'])

/** A list entry in which nobody has written anything yet. */
export const isEmptyItem = (item: object): boolean =>
  !('size' in item) &&
  Object.entries(item).every(
    ([name, value]) =>
      carried.has(name) ||
      value === null ||
      value === undefined ||
      (typeof value === 'string' && isBlank(value)) ||
      (Array.isArray(value) && value.length === 0) ||
      (typeof value === 'object' && !Array.isArray(value) && isEmptyItem(value as object)),
  )

const figures = (goal: ReviewedGoal) =>
  JSON.stringify([goal.goal, goal.target, goal.actual, goal.attainment])

/**
 * A jointly written list after one of the two has saved it: nobody agrees in the other's name, an
 * agreement ends when its figures change, and a proposal stays its author's.
 */
export const savedBy = (
  by: 'employee' | 'manager',
  field: Field,
  before: unknown,
  after: unknown,
): unknown => {
  if (field.type === 'goalReview') {
    const earlier = new Map(answerOf('goalReview', before).map((goal) => [goal.id, goal]))
    const other = by === 'employee' ? 'managerAgrees' : 'employeeAgrees'
    return answerOf('goalReview', after).map((goal) => {
      const known = earlier.get(goal.id)
      const unchanged = known !== undefined && figures(known) === figures(goal)
      return { ...goal, [other]: unchanged ? known[other] : null }
    })
  }
  if (field.type === 'causes') {
    const earlier = new Map(answerOf('causes', before).map((cause) => [cause.id, cause]))
    return answerOf('causes', after).map((cause): Cause => {
      const known = earlier.get(cause.id)
      if (known) return { ...cause, proposedBy: known.proposedBy }
      return { ...cause, proposedBy: cause.proposedBy === 'both' ? 'both' : by }
    })
  }
  return after
}
