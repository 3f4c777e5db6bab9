import type { TemplateBody } from '../../contract.ts'

/**
 * A thing in a template that one can have before oneself, as it stands in the address of the page:
 * `basics`, `scale`, `steps`, `section.<key>`, `field.<key>` or `step.<key>`.
 */
export type Place = string

const sorts = { section: 'sections', step: 'steps' } as const

/** Where a place stands in the body, such as `sections.2.fields.0`; null when there is no such thing. */
export function pathOf(body: TemplateBody, place: Place): string | null {
  const [sort, key] = split(place)
  if (sort === 'field') {
    for (const [s, section] of body.sections.entries()) {
      const f = section.fields.findIndex((field) => field.key === key)
      if (f >= 0) return `sections.${s}.fields.${f}`
    }
    return null
  }
  if (sort !== 'section' && sort !== 'step') return place === 'basics' ? '' : place
  const list = sorts[sort]
  const at = body[list].findIndex((each) => each.key === key)
  return at >= 0 ? `${list}.${at}` : null
}

/** The place that shows what stands at a path, for the way from a fault to where it is put right. */
export function placeAt(body: TemplateBody, path: string): Place {
  const [list, at, inner, f] = path.split('.')
  if (list === 'sections') {
    const section = body.sections[Number(at)]
    if (!section) return 'basics'
    const field = inner === 'fields' ? section.fields[Number(f)] : undefined
    return field ? `field.${field.key}` : `section.${section.key}`
  }
  if (list === 'steps') {
    const step = at === undefined ? undefined : body.steps[Number(at)]
    return step ? `step.${step.key}` : 'steps'
  }
  return list === 'scale' || list === 'dimensions' ? 'scale' : 'basics'
}

/** `field.rating.result` names the field `rating.result`. */
export const split = (place: Place): [sort: string, key: string] => {
  const at = place.indexOf('.')
  return at < 0 ? [place, ''] : [place.slice(0, at), place.slice(at + 1)]
}

/** The id of the control that writes a path. */
export const controlOf = (path: string): string => `at-${path.replaceAll('.', '-')}`
