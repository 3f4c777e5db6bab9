import { answerOf, isEmptyAnswer, saysOnly } from '../answers/rules.ts'
import type {
  About,
  Answers,
  Condition,
  Field,
  Part,
  Rating,
  TemplateBody,
  Test,
} from '../contract.ts'
import { fieldOf, ratingIn, scoreOf } from '../rules.ts'

/** Of whom nothing is known: every condition on the person or on a rating fails. */
export const nobody: About = { level: null, jobFamily: null, ratings: {} }

const compare = {
  lt: (one: number, other: number) => one < other,
  lte: (one: number, other: number) => one <= other,
  eq: (one: number, other: number) => one === other,
  gte: (one: number, other: number) => one >= other,
  gt: (one: number, other: number) => one > other,
}

const names = (listed: readonly string[] | undefined, name: string | null) =>
  !listed?.length || (name !== null && listed.includes(name))

const given = (rating: Rating | null) => (rating && !rating.notRated ? rating.value : null)

/** The value a rating condition looks at: of one dimension, or the point nearest to the overall result. */
function ratedIn(
  template: TemplateBody,
  part: Part,
  answers: Answers,
  dimension: string | undefined,
): number | null {
  if (dimension) return given(ratingIn(template, part, answers, dimension))
  return scoreOf(template, part, answers).nearest?.value ?? null
}

type Asking = {
  template: TemplateBody
  part: Part
  answers: Answers
  about: About
  /** Fields whose condition led here: two that wait for each other are both hidden. */
  waiting: readonly string[]
}

function holds(test: Test, asking: Asking): boolean {
  const { template, part, answers, about } = asking
  if ('personIs' in test) {
    const { levels, jobFamilies } = test.personIs
    return names(levels, about.level) && names(jobFamilies, about.jobFamily)
  }
  if ('ratingIs' in test) {
    const { dimension, is, value } = test.ratingIs
    const isOwn = part === 'self' || part === 'manager'
    const rated = isOwn
      ? ratedIn(template, part, answers, dimension)
      : ratedIn(template, 'manager', about.ratings, dimension)
    return rated !== null && compare[is](rated, value)
  }
  const other = fieldOf(template, test.field)
  if (!other) throw new Error(`a condition waits for ${test.field}, which is not there`)
  // What is hidden itself counts as not answered, whatever still lies in it.
  const value = isThere(other.field, asking) ? answers[test.field] : undefined
  if ('equals' in test)
    return Array.isArray(value)
      ? answerOf('multiChoice', value).includes(test.equals)
      : value === test.equals
  return (test.is === 'answered') !== isEmptyAnswer(other.field, value)
}

function isThere(field: Field, asking: Asking): boolean {
  const { condition } = field
  if (!condition) return true
  if (asking.waiting.includes(field.key)) return false
  const inner = { ...asking, waiting: [...asking.waiting, field.key] }
  const test = (each: Test) => holds(each, inner)
  if ('all' in condition) return condition.all.every(test)
  return 'any' in condition ? condition.any.some(test) : test(condition)
}

/** Whether a field is there at all, given the other answers of its part and whose talk it is. */
export function isShown(
  template: TemplateBody,
  field: Field,
  answers: Answers,
  about: About,
): boolean {
  const part = fieldOf(template, field.key)?.part ?? 'talk'
  return isThere(field, { template, part, answers, about, waiting: [] })
}

/** The same for fields that can be answered. */
export const isAsked = (
  template: TemplateBody,
  field: Field,
  answers: Answers,
  about: About = nobody,
): boolean => !saysOnly(field) && isShown(template, field, answers, about)

/** Every single test of a condition. */
export const testsOf = (condition: Condition): Test[] => {
  if ('all' in condition) return condition.all
  return 'any' in condition ? condition.any : [condition]
}
