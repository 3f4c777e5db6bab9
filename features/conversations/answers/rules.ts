import type { Part, TemplateBody } from '../../templates/contract.ts'
import { fieldOf, missingIn } from '../../templates/rules.ts'

/** What stands before a submission; who joined too late to be rated is not asked for ratings. */
export function missingFrom(
  template: TemplateBody,
  part: Part,
  answers: Record<string, unknown>,
  unrated: boolean,
) {
  const missing = missingIn(template, part, answers)
  return unrated
    ? missing.filter(({ fieldKey }) => fieldOf(template, fieldKey)?.field.type !== 'rating')
    : missing
}
