import { testsOf } from '../conditions/rules.ts'
import type { Evidence, Field, Statement, TemplateBody } from '../contract.ts'
import { fieldOf, hasScore } from '../rules.ts'

/**
 * Whether what stands under a key may feed a rating. What no question of the template asked for, such
 * as a file laid beside the talk, belongs to no answer that was promised to stay out.
 */
export const mayFeed = (template: TemplateBody, key: string | null): boolean =>
  (key === null ? undefined : fieldOf(template, key)?.field.mayFeedRating) ?? true

/** Whether readers are told of a field that it did not feed the rating: only where there is one. */
export const saysStaysOut = (template: TemplateBody, field: Field): boolean =>
  hasScore(template) && !field.mayFeedRating

/** Where a file, a link or a goal of a talk stands: each under the keys of the fields that hold it. */
export type Sources = ReadonlyMap<string, readonly (string | null)[]>

/** Whether a piece of evidence comes from nowhere but fields that may not feed the rating. */
export function staysOut(
  template: TemplateBody,
  { ref }: Pick<Evidence, 'ref'>,
  sources: Sources,
): boolean {
  const places = (ref && sources.get(ref)) || []
  return places.length > 0 && places.every((key) => !mayFeed(template, key))
}

/** What an answer that feeds the rating cites from where nothing may; null when all of it may be cited. */
export function citedOutside(
  template: TemplateBody,
  field: Field,
  value: unknown,
  sources: Sources,
): Evidence | null {
  if (field.type !== 'statements' || !field.mayFeedRating) return null
  return (
    (value as Statement[])
      .flatMap(({ evidence }) => evidence)
      .find((each) => staysOut(template, each, sources)) ?? null
  )
}

/**
 * How a field that may feed the rating would take in what may not: places below the field, each with its
 * reason.
 */
export function leaksInto(
  template: TemplateBody,
  { part, field }: { part: string; field: Field },
): { at: string; reasonKey: string; params: Record<string, string> }[] {
  // Without it the dimension would weigh and never be counted.
  if (!field.mayFeedRating)
    return field.type === 'rating' && part === 'manager' && template.scale
      ? [{ at: 'mayFeedRating', reasonKey: 'ratingStaysOut', params: {} }]
      : []
  const isOutside = (key: string) => fieldOf(template, key)?.field.mayFeedRating === false
  const tests = field.condition ? testsOf(field.condition) : []
  return [
    ...(field.startsFrom && isOutside(field.startsFrom)
      ? [{ at: 'startsFrom', reasonKey: 'startsFromOutside', params: {} }]
      : []),
    ...(tests.some((test) => 'field' in test && isOutside(test.field))
      ? [{ at: 'condition', reasonKey: 'conditionOutside', params: {} }]
      : []),
  ]
}

/** A formula reads its own table only: the field it names instead, when that may not feed the rating. */
export const outsideNamed = (template: TemplateBody, name: string): Field | null =>
  template.sections
    .flatMap(({ fields }) => fields)
    .find(
      (field) => !field.mayFeedRating && [field.key, field.label.zh, field.label.en].includes(name),
    ) ?? null
