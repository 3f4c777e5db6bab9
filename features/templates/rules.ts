import type {
  Answers,
  Field,
  FieldStage,
  Gap,
  Part,
  Rating,
  Scale,
  Section,
  TemplateBody,
} from './contract.ts'
import { answerOf } from './answers/rules.ts'

/** The sections an author fills in for a part; those of a stage have their own time. */
export const sectionsOf = (template: TemplateBody, part: Part): Section[] =>
  template.sections.filter((section) => section.part === part && !section.stage)

/** The sections that a stage of the flow brings with it. */
export const stageSections = (template: TemplateBody, stage: FieldStage): Section[] =>
  template.sections.filter((section) => section.stage === stage)

/** The questions of a part, in the order they are asked. */
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

/** Whether an answer is kept out of the sealed record, and of whatever is made from it. */
export const staysUnsealed = ({ readers }: Pick<Field, 'readers'>): boolean =>
  readers === 'authorOnly' || readers === 'pairOnly' || readers === 'hr'

/** Whether a field may begin with an answer, or wait for it, and tell nobody who may not read that. */
export const mayFollow = (
  field: Pick<Field, 'readers' | 'writer'>,
  source: Pick<Field, 'readers' | 'writer'>,
): boolean =>
  !staysUnsealed(source) ||
  (field.readers === source.readers &&
    (source.readers === 'pairOnly' || field.writer === source.writer))

/**
 * Whether a field stands in a form that is filled in: not what the other keeps to themselves, and before
 * whoever leads the talk for the manager nothing that is kept from them.
 */
export const isBefore = (
  { readers, writer }: Pick<Field, 'readers' | 'writer'>,
  who: { writer: Field['writer']; isDeputy: boolean },
): boolean =>
  readers === 'authorOnly'
    ? writer === who.writer && !who.isDeputy
    : readers !== 'pairOnly' || !who.isDeputy

/** How long the talk takes, by its steps. */
export const minutesOf = (template: TemplateBody): number =>
  template.steps.reduce((sum, step) => sum + step.minutes, 0)

/**
 * What lies in a part's fields when it opens: answers taken over from earlier parts. Nothing comes from
 * a field that may not feed the rating into one that may, or from a private one to other readers.
 */
export const startingAnswers = (template: TemplateBody, part: Part, earlier: Answers): Answers =>
  Object.fromEntries(
    fieldsOf(template, part)
      .filter((field) => field.startsFrom && earlier[field.startsFrom] !== undefined)
      .filter((field) => {
        const source = fieldOf(template, field.startsFrom!)?.field
        return source && mayFollow(field, source) && (!field.mayFeedRating || source.mayFeedRating)
      })
      .map((field) => [field.key, earlier[field.startsFrom as string]]),
  )

/** The rating of a dimension within one part; null when not given, or given in a field that stays private. */
export const ratingIn = (
  template: TemplateBody,
  part: Part,
  answers: Answers,
  dimension: string,
): Rating | null => {
  const field = fieldsOf(template, part).find(
    (each) => each.type === 'rating' && each.dimension === dimension && !staysUnsealed(each),
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

/** Whether the overall result is made from anything in this section: the manager's ratings of dimensions, and nothing else. */
export const feedsScore = (template: TemplateBody, { part, fields }: Section): boolean =>
  part === 'manager' &&
  fields.some(
    ({ type, dimension, mayFeedRating }) =>
      type === 'rating' &&
      mayFeedRating &&
      template.dimensions.some(({ key }) => key === dimension),
  )

/** Whether this template makes an overall result at all. */
export const hasScore = (template: TemplateBody): boolean =>
  template.sections.some((section) => feedsScore(template, section))

export type Score = {
  /** Weighted mean on the scale's values, two decimals; null when nothing is rated. */
  score: number | null
  /** The point of the scale nearest to it; the lower one when it lies exactly between two. */
  nearest: Scale['points'][number] | null
  used: { dimension: string; value: number; weight: number }[]
  /** Dimensions without a value: their weight is spread over the others, and the reader is told. */
  leftOut: string[]
}

/** Dimensions the overall result can be made of: the manager rates them in a field that may feed it. */
export const countedDimensions = (template: TemplateBody): TemplateBody['dimensions'] =>
  template.dimensions.filter(({ key }) =>
    fieldsOf(template, 'manager').some(
      ({ type, dimension, mayFeedRating }) =>
        type === 'rating' && dimension === key && mayFeedRating,
    ),
  )

/** How a dimension is counted; null where it is not rated, or its field may not feed the result. */
export const countedRating = (
  template: TemplateBody,
  part: Part,
  answers: Answers,
  dimension: string,
): number | null => {
  const field = fieldsOf(template, part).find(
    (each) => each.type === 'rating' && each.dimension === dimension,
  )
  const rating = field?.mayFeedRating ? answerOf('rating', answers[field.key]) : null
  return rating && !rating.notRated ? rating.value : null
}

/**
 * The overall result of a part with everything it was made from. A missing rating is not a zero, and one
 * whose field may not feed the result is not counted.
 */
export const scoreOf = (template: TemplateBody, part: Part, answers: Answers): Score => {
  const rated = template.dimensions.map((dimension) => ({
    dimension,
    value: countedRating(template, part, answers, dimension.key),
  }))
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
