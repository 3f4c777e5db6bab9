import type { Dimension, TemplateBody } from '../contract.ts'
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
