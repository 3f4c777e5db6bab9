import { isEmptyAnswer, saysOnly } from '../../templates/answers/rules.ts'
import { isAsked } from '../../templates/conditions/rules.ts'
import type { About, Answers, Part, TemplateBody } from '../../templates/contract.ts'
import { fieldsOf, staysUnsealed } from '../../templates/rules.ts'

/**
 * The keys of the questions of a part, and of those nobody answered. Who is not rated is asked for no
 * rating, and a file that need not be there is no question. Whether something stands where it is kept
 * between the two, or to its author, is not counted: that would tell.
 */
export function fullnessOf(
  template: TemplateBody,
  part: Part,
  answers: Answers,
  about: About,
  unrated: boolean,
): { asked: string[]; empty: string[] } {
  const asked = fieldsOf(template, part).filter(
    (field) =>
      !saysOnly(field) &&
      !staysUnsealed(field) &&
      !(unrated && field.type === 'rating') &&
      !(field.type === 'attachment' && !field.required) &&
      isAsked(template, field, answers, about),
  )
  return {
    asked: asked.map(({ key }) => key),
    empty: asked.filter((field) => isEmptyAnswer(field, answers[field.key])).map(({ key }) => key),
  }
}
