import type { About, Answers, Part, TemplateBody } from '../../templates/contract.ts'
import { missingIn } from '../../templates/missing/rules.ts'
import { fieldOf } from '../../templates/rules.ts'

type Snapshot = { level: string | null; jobFamily: string | null; unrated: boolean }

/** What conditions know of whose talk it is: the post of the launch, and how the manager rated. */
export const aboutOf = (
  { level, jobFamily, unrated }: Snapshot,
  manager: Answers,
  isRevealed: boolean,
): About => ({ level, jobFamily, ratings: isRevealed && !unrated ? manager : {} })

/** What stands before a submission; who joined too late to be rated is not asked for ratings. */
export function missingFrom(
  template: TemplateBody,
  part: Part,
  answers: Answers,
  about: About,
  unrated: boolean,
) {
  const missing = missingIn(template, part, answers, about)
  return unrated
    ? missing.filter(({ fieldKey }) => fieldOf(template, fieldKey)?.field.type !== 'rating')
    : missing
}
