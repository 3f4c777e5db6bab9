import type { Section, TemplateBody } from '../../templates/contract.ts'
import { staysUnsealed } from '../../templates/rules.ts'

/**
 * What a former manager is asked about a segment: the manager's part of the segment's own template, with
 * its own weights. What only its author or HR would read has no place in a summary; who joined too late to
 * be rated is not rated here either.
 */
export const templateOfSegment = (template: TemplateBody, unrated: boolean): TemplateBody => ({
  ...template,
  steps: [],
  sections: template.sections
    .filter(({ part, stage }) => part === 'manager' && !stage)
    .map((section): Section => ({
      ...section,
      fields: section.fields
        .filter((field) => !staysUnsealed(field) && !(unrated && field.type === 'rating'))
        .map((field) => ({ ...field, writer: 'manager' as const })),
    }))
    .filter(({ fields }) => fields.length > 0),
})
