import type { Dimension, TemplateBody } from '../contract.ts'
import { testsOf } from '../conditions/rules.ts'
import { troubleInColumns } from '../grid/rules.ts'
import { fieldOf } from '../rules.ts'

/**
 * The same template rated on other dimensions: the rating fields of both parts are made anew from
 * the first one of each, everything else stays. For job families with indicators of their own.
 */
export const withDimensions = (template: TemplateBody, dimensions: Dimension[]): TemplateBody => ({
  ...template,
  dimensions,
  sections: template.sections.map((section) => {
    const first = section.fields.find((field) => field.type === 'rating')
    if (!first) return section
    const prefix = first.key.split('.')[0]
    const { example, ...plain } = first
    const ratings = dimensions.map((dimension, position) => ({
      ...plain,
      ...(position === 0 && example && { example }),
      key: `${prefix}.${dimension.key}`,
      dimension: dimension.key,
      label: dimension.label,
      help: dimension.help,
    }))
    const at = section.fields.indexOf(first)
    const others = section.fields.filter((field) => field.type !== 'rating')
    return { ...section, fields: [...others.slice(0, at), ...ratings, ...others.slice(at)] }
  }),
  steps: template.steps.map((step) => ({
    ...step,
    fields: step.fields.flatMap((each) => {
      const found = fieldOf(template, each)
      if (found?.field.type !== 'rating') return [each]
      const prefix = each.split('.')[0]
      const isFirst = step.fields.find((other) => other.split('.')[0] === prefix) === each
      return isFirst ? dimensions.map((dimension) => `${prefix}.${dimension.key}`) : []
    }),
  })),
})

/** What is wrong with a template's own build; a sentence for developers and editors, or null. */
export const faultIn = (template: TemplateBody): string | null => {
  const fields = template.sections.flatMap((section) => section.fields)
  const keys = fields.map((field) => field.key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice) return `field ${twice} stands there twice`
  const dimensions = new Set(template.dimensions.map((dimension) => dimension.key))
  for (const section of template.sections) {
    const owner = { self: 'employee', manager: 'manager', talk: null, agreement: null }[
      section.part
    ]
    for (const field of section.fields) {
      if (owner && field.writer !== owner)
        return `${field.key}: the part ${section.part} has one author`
      if (field.type === 'rating' && !template.scale) return `${field.key} rates without a scale`
      if (field.type === 'rating' && !dimensions.has(field.dimension ?? '')) {
        return `${field.key} rates a dimension that is not there`
      }
      const isChoice = field.type === 'choice' || field.type === 'multiChoice'
      if (isChoice && !field.options?.length) return `${field.key} has nothing to choose from`
      for (const test of field.condition ? testsOf(field.condition) : []) {
        if ('field' in test && !section.fields.some((each) => each.key === test.field))
          return `${field.key} waits for a field outside its section`
      }
      const [trouble] = troubleInColumns(field.columns ?? [])
      if (trouble) return `${field.key}.${trouble.column}: ${trouble.trouble.key}`
      if (field.type === 'table' && !field.columns) return `${field.key} is a table without columns`
      if (field.type === 'scale' && !field.anchors)
        return `${field.key} has no steps to choose from`
      if (field.startsFrom && !keys.includes(field.startsFrom))
        return `${field.key} starts from nothing`
    }
  }
  const lost = template.steps.flatMap((step) => step.fields).find((key) => !keys.includes(key))
  return lost ? `a step names ${lost}, which is not there` : null
}
