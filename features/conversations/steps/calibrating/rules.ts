import type { Answers, TemplateBody } from '../../../templates/contract.ts'
import { fieldsOf } from '../../../templates/rules.ts'

/** A rating as it was calibrated: the newest of a dimension counts. */
export interface Calibrated {
  dimension: string
  value: number
}

/**
 * The manager's answers with the ratings that count: what was calibrated stands in the place of what the
 * manager gave, which itself stays where it was written (E21).
 * @param calibrations oldest first
 */
export function withCalibrated(
  template: TemplateBody,
  answers: Answers,
  calibrations: readonly Calibrated[],
): Answers {
  const counted = { ...answers }
  const fields = fieldsOf(template, 'manager').filter(({ type }) => type === 'rating')
  for (const { dimension, value } of calibrations)
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
