import type { Field, FieldType, Part, Section, Step, TemplateBody, Text } from '../../contract.ts'

/** Makes a key nobody has had before. A key is what an answer hangs on, so none is ever used again. */
export type Fresh = (stem: string) => string

export const noText: Text = { zh: '', en: '' }

type Change = (body: TemplateBody) => TemplateBody

const author = (part: Part) =>
  part === 'self' ? 'employee' : part === 'manager' ? 'manager' : null

/** A field in the hands that a part has: its one author, or both; read no later than that part is. */
export function adapted(field: Field, part: Part): Field {
  const one = author(part)
  if (one) {
    const readers =
      field.readers === 'record' || field.readers === 'pair' ? 'pairAfterReveal' : field.readers
    return { ...field, writer: one, readers }
  }
  return { ...field, readers: field.readers === 'pairAfterReveal' ? 'record' : field.readers }
}

/** What a field of a type begins with. */
export function newField(type: FieldType, part: Part, body: TemplateBody, fresh: Fresh): Field {
  const field: Field = {
    key: fresh(type),
    type,
    label: noText,
    writer: author(part) ?? 'both',
    readers: author(part) ? 'pairAfterReveal' : 'record',
    required: false,
    mayFeedRating: false,
  }
  const option = () => ({ key: fresh('option'), label: noText })
  const [first] = body.dimensions
  switch (type) {
    case 'choice':
    case 'multiChoice':
      return { ...field, options: [option(), option()] }
    case 'rating':
      return {
        ...field,
        mayFeedRating: body.scale !== null,
        ...(first && { dimension: first.key }),
      }
    case 'scale':
      return { ...field, anchors: [1, 2, 3, 4, 5].map((value) => ({ value, label: noText })) }
    case 'best':
      return { ...field, variant: 'A' }
    case 'table':
      return { ...field, columns: [{ key: fresh('column'), label: noText, type: 'text' }] }
    case 'signature':
      return { ...field, signs: ['employee', 'manager'] }
    default:
      return field
  }
}

const inSection =
  (key: string, change: (section: Section) => Section): Change =>
  (body) => ({
    ...body,
    sections: body.sections.map((section) => (section.key === key ? change(section) : section)),
  })

/** Puts fields into a section, in the hands of its part; those whose key is taken get another one. */
export function withFields(
  body: TemplateBody,
  sectionKey: string,
  at: number,
  fields: readonly Field[],
  fresh: Fresh,
): { body: TemplateBody; keys: string[] } {
  const part = body.sections.find(({ key }) => key === sectionKey)?.part
  if (!part) return { body, keys: [] }
  const taken = new Set(keysIn(body))
  // Some keys mean something to the talk, such as the minutes and 3 + 3 + 3: they stay where they can.
  const names = new Map(
    fields.map(({ key }) => [key, taken.has(key) ? fresh(key.split('.')[0] ?? 'field') : key]),
  )
  const put = fields.map((field): Field => {
    const { condition } = field
    const waits = condition && 'field' in condition ? names.get(condition.field) : undefined
    return adapted(
      {
        ...field,
        key: names.get(field.key)!,
        ...(condition && waits && { condition: { ...condition, field: waits } as never }),
        // Nothing counts where nothing is rated.
        mayFeedRating: field.mayFeedRating && body.scale !== null,
      },
      part,
    )
  })
  return {
    body: inSection(sectionKey, (section) => ({
      ...section,
      fields: section.fields.toSpliced(at, 0, ...put),
    }))(body),
    keys: put.map(({ key }) => key),
  }
}

/** The keys of every question, in their order. */
export const keysIn = ({ sections }: TemplateBody): string[] =>
  sections.flatMap(({ fields }) => fields.map(({ key }) => key))

/** Puts a section in at a place. */
export const withSection = (body: TemplateBody, at: number, section: Section): TemplateBody => ({
  ...body,
  sections: body.sections.toSpliced(at, 0, section),
})

/** The section a question stands in. */
export const sectionOf = (body: TemplateBody, fieldKey: string): Section | undefined =>
  body.sections.find(({ fields }) => fields.some(({ key }) => key === fieldKey))

/** Takes fields out, also from the steps in which they lie on the table. */
export function withoutFields(body: TemplateBody, keys: readonly string[]): TemplateBody {
  const isKept = (key: string) => !keys.includes(key)
  return {
    ...body,
    sections: body.sections.map((section) => ({
      ...section,
      fields: section.fields.filter(({ key }) => isKept(key)),
    })),
    steps: body.steps.map((step) => ({ ...step, fields: step.fields.filter(isKept) })),
  }
}

/** Takes a section out with everything in it. */
export function withoutSection(body: TemplateBody, key: string): TemplateBody {
  const section = body.sections.find((each) => each.key === key)
  const rest = withoutFields(body, section?.fields.map((field) => field.key) ?? [])
  return { ...rest, sections: rest.sections.filter((each) => each.key !== key) }
}

const placed = <Item>(items: Item[], from: number, to: number): Item[] => {
  const item = items[from]
  return item === undefined ? items : items.toSpliced(from, 1).toSpliced(to, 0, item)
}

/** Puts a field at a place of a section, its own or another one. */
export function fieldTo(
  body: TemplateBody,
  fieldKey: string,
  sectionKey: string,
  at: number,
): TemplateBody {
  const from = sectionOf(body, fieldKey)
  const to = body.sections.find(({ key }) => key === sectionKey)
  const field = from?.fields.find(({ key }) => key === fieldKey)
  if (!from || !to || !field) return body
  const was = from.fields.indexOf(field)
  if (from === to)
    return inSection(to.key, (section) => ({
      ...section,
      fields: placed(section.fields, was, at),
    }))(body)
  const taken = inSection(from.key, (section) => ({
    ...section,
    fields: section.fields.toSpliced(was, 1),
  }))(body)
  const moved = from.part === to.part ? field : adapted(field, to.part)
  return inSection(to.key, (section) => ({
    ...section,
    fields: section.fields.toSpliced(at, 0, moved),
  }))(taken)
}

/** Moves a field one place; over the edge of its section into the next one. */
export function fieldBy(body: TemplateBody, fieldKey: string, by: -1 | 1): TemplateBody {
  const section = sectionOf(body, fieldKey)
  if (!section) return body
  const at = section.fields.findIndex(({ key }) => key === fieldKey) + by
  if (at >= 0 && at < section.fields.length) return fieldTo(body, fieldKey, section.key, at)
  const next = body.sections[body.sections.indexOf(section) + by]
  return next ? fieldTo(body, fieldKey, next.key, by === 1 ? 0 : next.fields.length) : body
}

/** Moves a section to a place; beyond either end it stays at the end. */
export const sectionTo = (body: TemplateBody, key: string, at: number): TemplateBody => ({
  ...body,
  sections: placed(
    body.sections,
    body.sections.findIndex((section) => section.key === key),
    Math.max(0, Math.min(at, body.sections.length - 1)),
  ),
})

/** Moves a section one place up or down. */
export const sectionBy = (body: TemplateBody, key: string, by: -1 | 1): TemplateBody =>
  sectionTo(body, key, body.sections.findIndex((section) => section.key === key) + by)

/** Moves a step of the talk to a place; beyond either end it stays at the end. */
export const stepTo = (body: TemplateBody, from: number, to: number): TemplateBody => ({
  ...body,
  steps: placed(body.steps, from, Math.max(0, Math.min(to, body.steps.length - 1))),
})

/** One more step of the talk, at its end, still without words. */
export const withStep = (body: TemplateBody, fresh: Fresh): TemplateBody => ({
  ...body,
  steps: [
    ...body.steps,
    {
      key: fresh('step'),
      label: noText,
      minutes: 5,
      opening: noText,
      questions: [],
      fields: [],
      ratingHidden: true,
    } satisfies Step,
  ],
})

/** A section in other hands: its fields follow. */
export const inPart = (body: TemplateBody, sectionKey: string, part: Part): TemplateBody =>
  inSection(sectionKey, (section) => ({
    ...section,
    part,
    fields: section.fields.map((field) => adapted(field, part)),
  }))(body)

/**
 * The body with another value at a path such as `sections.2.fields.0.label.en`; `undefined` takes the
 * place away.
 */
export function put(body: TemplateBody, path: string, value: unknown): TemplateBody {
  return within(body, path.split('.'), value) as TemplateBody
}

function within(node: unknown, [name, ...rest]: string[], value: unknown): unknown {
  if (name === undefined) return value
  if (Array.isArray(node)) {
    const at = Number(name)
    const next = within(node[at], rest, value)
    return next === undefined ? node.toSpliced(at, 1) : node.toSpliced(at, 1, next)
  }
  const before = (node ?? {}) as Record<string, unknown>
  const next = within(before[name], rest, value)
  if (next !== undefined) return { ...before, [name]: next }
  const { [name]: _gone, ...others } = before
  return others
}

/** What stands at a path, or undefined. */
export const valueAt = (body: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], body)

/** Lines somebody pasted: trimmed, without empty ones, bullets and numbers, each once. */
export function linesIn(pasted: string): string[] {
  const lines = pasted
    .split(/[\r\n]+/)
    .map((line) =>
      line
        .replace(
          /^\s*(?:[-*•·–—]|[（(]?\d{1,3}[.)、）．](?!\d)|[一二三四五六七八九十]{1,3}、)\s*/,
          '',
        )
        .trim(),
    )
    .filter((line) => line !== '')
  return [...new Set(lines)].slice(0, 100)
}

/** A pasted line in both languages: `中文 / English`, or the one it is written in. */
export function textOf(line: string): Text {
  const [left = '', right] = line.split(/\s+[/|]\s+|\t+/)
  const isChinese = (words: string) => /[\u3400-\u9fff]/.test(words)
  if (right === undefined) return isChinese(left) ? { zh: left, en: '' } : { zh: '', en: left }
  return isChinese(right) && !isChinese(left)
    ? { zh: right.trim(), en: left.trim() }
    : { zh: left.trim(), en: right.trim() }
}
