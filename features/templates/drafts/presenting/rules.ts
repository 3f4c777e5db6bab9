import type { Field, TemplateBody, Test, Text } from '../../contract.ts'

/**
 * A draft as a form can draw it while it is being written: what has no words yet gets `unnamed`, what
 * leads nowhere is left out. Faults are told elsewhere; here one looks at what is there already.
 */
export function presentable(body: TemplateBody, unnamed: Text): TemplateBody {
  const named = (text: Text): Text => ({
    zh: text.zh.trim() || text.en.trim() || unnamed.zh,
    en: text.en.trim() || text.zh.trim() || unnamed.en,
  })
  const keys = new Set(body.sections.flatMap(({ fields }) => fields.map(({ key }) => key)))
  const dimensions = new Set(body.dimensions.map(({ key }) => key))
  const seen = new Set<string>()
  const isFirst = (key: string) => !seen.has(key) && Boolean(seen.add(key))
  const leads = (test: Test) =>
    'field' in test
      ? keys.has(test.field)
      : !('ratingIs' in test) ||
        (body.scale !== null && dimensions.has(test.ratingIs.dimension ?? [...dimensions][0] ?? ''))
  const field = ({ condition, ...rest }: Field): Field => ({
    ...rest,
    label: named(rest.label),
    ...(rest.options && {
      options: rest.options.map((option) => ({ ...option, label: named(option.label) })),
    }),
    ...(rest.anchors && {
      anchors: rest.anchors.map((anchor) => ({ ...anchor, label: named(anchor.label) })),
    }),
    ...(rest.columns && {
      columns: rest.columns.map((column) => ({ ...column, label: named(column.label) })),
    }),
    ...(condition && testsOf(condition).every(leads) && { condition }),
  })
  return {
    ...body,
    title: named(body.title),
    sections: body.sections.map((section) => ({
      ...section,
      label: named(section.label),
      fields: section.fields
        .filter(({ key, type }) => isFirst(key) && (type !== 'rating' || body.scale !== null))
        .map(field),
    })),
    steps: body.steps.map((step) => ({
      ...step,
      label: named(step.label),
      fields: step.fields.filter((key) => keys.has(key)),
    })),
  }
}

const testsOf = (condition: NonNullable<Field['condition']>): readonly Test[] =>
  'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition]
