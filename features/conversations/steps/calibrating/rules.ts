import type { Answers, TemplateBody } from '../../../templates/contract.ts'
import { countedRating, fieldsOf } from '../../../templates/rules.ts'

/** A rating as it was calibrated: the newest of a dimension that still stands counts. */
export interface Calibrated {
  dimension: string
  value: number
  /** Whose rating it began from; null in rows of earlier programs, which count as they always did. */
  managerId: string | null
  /** What that manager had given; null: not rated. */
  given: number | null
}

/** The manager of a talk, and what they gave. */
export interface Rated {
  managerId: string | null
  answers: Answers
}

/**
 * Which calibrations still stand: a manager who rates anew, or another one, is not overruled by what was
 * said of the rating before.
 */
export const standing = <One extends Calibrated>(
  template: TemplateBody,
  { managerId, answers }: Rated,
  calibrations: readonly One[],
): One[] =>
  calibrations.filter(
    (one) =>
      one.managerId === null ||
      (one.managerId === managerId &&
        one.given === countedRating(template, 'manager', answers, one.dimension)),
  )

/**
 * The manager's answers with the ratings that count: what was calibrated stands in the place of what the
 * manager gave, which itself stays where it was written (E21).
 * @param calibrations oldest first
 */
export function withCalibrated(
  template: TemplateBody,
  rated: Rated,
  calibrations: readonly Calibrated[],
): Answers {
  const counted = { ...rated.answers }
  const fields = fieldsOf(template, 'manager').filter(({ type }) => type === 'rating')
  for (const { dimension, value } of standing(template, rated, calibrations))
    for (const { key } of fields.filter((field) => field.dimension === dimension))
      counted[key] = {
        case: '',
        nextLevel: '',
        ...(counted[key] as object),
        value,
        notRated: false,
      }
  return counted
}
