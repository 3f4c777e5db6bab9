import {
  type Answers,
  type Field,
  type FieldStage,
  type Gap,
  type Missing,
  type NextGoal,
  type Part,
  type Rating,
  type ReviewedGoal,
  type Scale,
  type Section,
  type Statement,
  type TemplateBody,
} from './contract.ts'
import { answerOf, isBlank, isEmptyAnswer, isEmptyItem, lengthOf } from './answers/rules.ts'

/** The sections an author fills in for a part; those of a stage have their own time. */
export const sectionsOf = (template: TemplateBody, part: Part): Section[] =>
  template.sections.filter((section) => section.part === part && !section.stage)

/** The sections that a stage of the flow brings with it. */
export const stageSections = (template: TemplateBody, stage: FieldStage): Section[] =>
  template.sections.filter((section) => section.stage === stage)

export const fieldsOf = (template: TemplateBody, part: Part): Field[] =>
  sectionsOf(template, part).flatMap((section) => section.fields)

/** The field and the part it belongs to, or null when the template has no such key. */
export const fieldOf = (
  template: TemplateBody,
  key: string,
): { field: Field; part: Part } | null => {
  for (const section of template.sections) {
    const field = section.fields.find((each) => each.key === key)
    if (field) return { field, part: section.part }
  }
  return null
}

export const minutesOf = (template: TemplateBody): number =>
  template.steps.reduce((sum, step) => sum + step.minutes, 0)

/** Whether a field is asked at all, given the other answers of its part. */
export const isAsked = (template: TemplateBody, field: Field, answers: Answers): boolean => {
  const condition = field.condition
  if (!condition) return true
  const other = fieldOf(template, condition.field)
  if (!other) throw new Error(`field ${field.key} waits for ${condition.field}, which is not there`)
  const value = answers[condition.field]
  if ('equals' in condition) {
    return Array.isArray(value) ? value.includes(condition.equals) : value === condition.equals
  }
  return (condition.is === 'answered') !== isEmptyAnswer(other.field, value)
}

type Reason = { reasonKey: string; params?: Record<string, string | number> }

const excerpt = (value: string) =>
  lengthOf(value) > 18 ? `${[...value].slice(0, 17).join('')}…` : value

const hasCase = (item: Statement) =>
  !isBlank(item.situation) || item.evidence.some((each) => !isBlank(each.text) || each.ref)

const ofStatement = (field: Field, item: Statement, n: number): Reason[] => {
  if (isBlank(item.text)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  const params = { n, text: excerpt(item.text) }
  if (field.needs?.includes('situation') && isBlank(item.situation)) {
    return [{ reasonKey: 'situation', params }]
  }
  return field.needs?.includes('case') && !hasCase(item) ? [{ reasonKey: 'case', params }] : []
}

const ofReviewedGoal = (field: Field, item: ReviewedGoal, n: number): Reason[] => {
  if (isBlank(item.goal)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  const params = { n, text: excerpt(item.goal) }
  if (isBlank(item.actual)) return [{ reasonKey: 'actual', params }]
  const agreed = item.employeeAgrees !== null && item.managerAgrees !== null
  return field.writer === 'both' && !agreed ? [{ reasonKey: 'notConfirmed', params }] : []
}

const ofNextGoal = (item: NextGoal, n: number): Reason[] => {
  if (isBlank(item.what)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  const params = { n, text: excerpt(item.what) }
  if (isBlank(item.how)) return [{ reasonKey: 'how', params }]
  return isBlank(item.measure) ? [{ reasonKey: 'measure', params }] : []
}

const ofItem = (field: Field, item: object, n: number): Reason[] => {
  switch (field.type) {
    case 'statements':
      return ofStatement(field, item as Statement, n)
    case 'goalReview':
      return ofReviewedGoal(field, item as ReviewedGoal, n)
    case 'nextGoals':
      return ofNextGoal(item as NextGoal, n)
    case 'causes': {
      const { matter, cause, remedy } = item as { matter: string; cause: string; remedy: string }
      if (isBlank(matter)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
      const params = { n, text: excerpt(matter) }
      if (isBlank(cause)) return [{ reasonKey: 'cause', params }]
      return isBlank(remedy) ? [{ reasonKey: 'remedy', params }] : []
    }
    case 'keyMatters': {
      const { matter, outcome } = item as { matter: string; outcome: string }
      if (isBlank(matter)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
      return isBlank(outcome)
        ? [{ reasonKey: 'outcome', params: { n, text: excerpt(matter) } }]
        : []
    }
    case 'supportNeeds':
      return isBlank((item as { need: string }).need)
        ? [{ reasonKey: 'entryWithoutText', params: { n } }]
        : []
    default:
      return []
  }
}

const ofList = (field: Field, items: object[]): Reason[] => {
  const written = items.filter((item) => !isEmptyItem(item))
  const need = Math.max(field.min ?? 0, field.required ? 1 : 0)
  const broken = items.flatMap((item, index) =>
    isEmptyItem(item) ? [] : ofItem(field, item, index + 1),
  )
  if (written.length >= need || (!field.required && written.length === 0)) return broken
  return [{ reasonKey: 'tooFew', params: { have: written.length, need } }, ...broken]
}

const ofRating = (field: Field, rating: Rating, scale: Scale | null): Reason[] => {
  if (rating.notRated) return isBlank(rating.case) ? [{ reasonKey: 'whyNotRated' }] : []
  if (rating.value === null) return field.required ? [{ reasonKey: 'rate' }] : []
  const top = scale?.points.at(-1)?.value
  const reasons: Reason[] = []
  if (field.needs?.includes('case') && isBlank(rating.case))
    reasons.push({ reasonKey: 'ratingCase' })
  // There is no level above the highest one.
  if (field.needs?.includes('nextLevel') && rating.value !== top && isBlank(rating.nextLevel)) {
    reasons.push({ reasonKey: 'nextLevel' })
  }
  return reasons
}

const ofText = (field: Field, value: string): Reason[] => {
  if (isBlank(value)) return field.required ? [{ reasonKey: 'write' }] : []
  const have = lengthOf(value.trim())
  return have < (field.min ?? 0)
    ? [{ reasonKey: 'tooShort', params: { have, need: field.min ?? 0 } }]
    : []
}

const ofField = (field: Field, value: unknown, scale: Scale | null): Reason[] => {
  if (field.type === 'rating') return ofRating(field, answerOf('rating', value), scale)
  if (field.type === 'shortText' || field.type === 'longText') {
    return ofText(field, answerOf('longText', value))
  }
  if (field.type === 'multiChoice') {
    const have = answerOf('multiChoice', value).length
    const need = Math.max(field.min ?? 0, field.required ? 1 : 0)
    return have < need ? [{ reasonKey: 'tooFew', params: { have, need } }] : []
  }
  if (Array.isArray(value ?? [])) {
    const isList = field.type !== 'number' && field.type !== 'choice' && field.type !== 'date'
    if (isList) return ofList(field, (value ?? []) as object[])
  }
  return field.required && isEmptyAnswer(field, value)
    ? [{ reasonKey: field.type === 'choice' ? 'choose' : 'write' }]
    : []
}

/**
 * Everything that still stands between a part and its submission, in reading order; empty when it
 * can be submitted. Reasons are keys under `templates.missing`.
 */
export const missingIn = (template: TemplateBody, part: Part, answers: Answers): Missing[] =>
  missingInSections(template, sectionsOf(template, part), answers)

/** The same for the fields of one stage, such as the 差异说明. */
export const missingForStage = (
  template: TemplateBody,
  stage: FieldStage,
  answers: Answers,
): Missing[] => missingInSections(template, stageSections(template, stage), answers)

const missingInSections = (
  template: TemplateBody,
  sections: Section[],
  answers: Answers,
): Missing[] =>
  sections.flatMap((section) =>
    section.fields
      .filter((field) => isAsked(template, field, answers))
      .flatMap((field) =>
        ofField(field, answers[field.key], template.scale).map(({ reasonKey, params }) => ({
          fieldKey: field.key,
          sectionKey: section.key,
          reasonKey,
          params: params ?? {},
        })),
      ),
  )

/** What lies in a part's fields when it opens: answers taken over from earlier parts. */
export const startingAnswers = (template: TemplateBody, part: Part, earlier: Answers): Answers =>
  Object.fromEntries(
    fieldsOf(template, part)
      .filter((field) => field.startsFrom && earlier[field.startsFrom] !== undefined)
      .map((field) => [field.key, earlier[field.startsFrom as string]]),
  )

/** The rating of a dimension within one part; null when not given. */
export const ratingIn = (
  template: TemplateBody,
  part: Part,
  answers: Answers,
  dimension: string,
): Rating | null => {
  const field = fieldsOf(template, part).find(
    (each) => each.type === 'rating' && each.dimension === dimension,
  )
  return field ? answerOf('rating', answers[field.key]) : null
}

/**
 * Where the two see it differently, dimension by dimension; empty without a scale. Distances are
 * counted in levels of the scale, so scales with uneven values compare fairly. `threshold` is the
 * organization's setting.
 */
export const gapMap = (
  template: TemplateBody,
  selfAnswers: Answers,
  managerAnswers: Answers,
  threshold = 2,
): Gap[] => {
  const points = template.scale?.points ?? []
  const middle = (points.length - 1) / 2
  const rankOf = (rating: Rating | null) => {
    if (!rating || rating.notRated || rating.value === null) return null
    const rank = points.findIndex((point) => point.value === rating.value)
    return rank === -1 ? null : rank
  }
  return points.length === 0
    ? []
    : template.dimensions.map(({ key: dimension }) => {
        const self = ratingIn(template, 'self', selfAnswers, dimension)
        const manager = ratingIn(template, 'manager', managerAnswers, dimension)
        const own = rankOf(self)
        const theirs = rankOf(manager)
        const gap = own === null || theirs === null ? null : theirs - own
        const large = gap !== null && Math.abs(gap) >= threshold
        const selfHighRatingLow = own !== null && theirs !== null && own > middle && theirs < middle
        return {
          dimension,
          self: own === null ? null : (self?.value ?? null),
          manager: theirs === null ? null : (manager?.value ?? null),
          gap,
          large,
          selfHighRatingLow,
          needsNote: large || selfHighRatingLow,
        }
      })
}

export type Score = {
  /** Weighted mean on the scale's values, two decimals; null when nothing is rated. */
  score: number | null
  /** The point of the scale nearest to it; the lower one when it lies exactly between two. */
  nearest: Scale['points'][number] | null
  used: { dimension: string; value: number; weight: number }[]
  /** Dimensions without a value: their weight is spread over the others, and the reader is told. */
  leftOut: string[]
}

/** The overall result of a part with everything it was made from. A missing rating is not a zero. */
export const scoreOf = (template: TemplateBody, part: Part, answers: Answers): Score => {
  const rated = template.dimensions.map((dimension) => {
    const rating = ratingIn(template, part, answers, dimension.key)
    return { dimension, value: rating && !rating.notRated ? rating.value : null }
  })
  const used = rated.flatMap(({ dimension, value }) =>
    value === null ? [] : [{ dimension: dimension.key, value, weight: dimension.weight }],
  )
  const leftOut = rated.flatMap(({ dimension, value }) => (value === null ? [dimension.key] : []))
  const total = used.reduce((sum, each) => sum + each.weight, 0)
  if (total === 0) return { score: null, nearest: null, used, leftOut }
  const mean = used.reduce((sum, each) => sum + each.value * each.weight, 0) / total
  const score = Math.round(mean * 100) / 100
  const nearest =
    template.scale?.points.reduce((best, point) =>
      Math.abs(point.value - score) < Math.abs(best.value - score) ? point : best,
    ) ?? null
  return { score, nearest, used, leftOut }
}
