import { z } from 'zod'
import {
  causeLabels,
  dayShape,
  evidenceKinds,
  planLayers,
  planOwners,
  statementKinds,
  supportKinds,
  type AnswerOf,
  type Column,
  type Field,
  type FieldType,
  type Scale,
} from '../contract.ts'
import { givenId } from '../grid/rules.ts'
import { cellLimit, lengthOf, limitOf, listLimit, shortTextLimit, textLimit } from './rules.ts'

// Tab and line feed are text. Everything else below U+0020, DEL and C1 is not: it breaks the PDF,
// and PostgreSQL refuses U+0000.
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
// Direction overrides and the byte order mark come along with copied file paths, are invisible, and
// could make a signed line read differently from its bytes.
const invisible = /[\u202a-\u202e\u2066-\u2069\ufeff]/g

const normalized = (value: string) =>
  value.replace(/\r\n?/g, '\n').replace(invisible, '').normalize('NFC')

const text = (max: number) =>
  z
    .string()
    // The cheap test first: a five-megabyte paste is refused before it is walked through.
    .refine((value) => value.length <= max * 2, { error: 'templates.tooLong', abort: true })
    .refine((value) => value.isWellFormed(), { error: 'templates.brokenCharacters', abort: true })
    .overwrite(normalized)
    .refine((value) => !control.test(value), { error: 'templates.controlCharacters', abort: true })
    .refine((value) => lengthOf(value) <= max, { error: 'templates.tooLong', abort: true })

const line = (max: number) => text(max).overwrite((value) => value.replace(/\n+/g, ' '))

const list = <Item extends z.ZodType>(item: Item, max = listLimit) =>
  z.array(item).max(Math.min(max, listLimit), { error: 'templates.tooMany', abort: true })

const id = z.uuid({ error: 'templates.malformed' })
const long = text(textLimit)
const short = line(shortTextLimit)
const day = dayShape.nullable()

const isWebAddress = (value: string) => {
  const address = URL.parse(value)
  return address !== null && (address.protocol === 'https:' || address.protocol === 'http:')
}

const evidence = z
  .object({ kind: z.enum(evidenceKinds), text: long, ref: line(2_000).optional() })
  .refine((item) => item.kind !== 'link' || isWebAddress(item.ref ?? ''), {
    error: 'templates.notALink',
  })

const cells = {
  text: () => text(cellLimit),
  number: (column) =>
    z
      .number()
      .min(column.min ?? -1e15, { error: 'templates.outOfRange' })
      .max(column.max ?? 1e15, { error: 'templates.outOfRange' }),
  choice: (column) => z.enum((column.options ?? []).map(({ key }) => key)),
  date: () => dayShape,
} satisfies { [Type in Exclude<Column['type'], 'computed'>]: (column: Column) => z.ZodType }

// What was typed into the columns that are there; what is given or reckoned is not stored a second time.
function cellsOf(
  field: Field,
  row: { id: string; cells: Record<string, unknown> },
  context: z.core.$RefinementCtx<unknown>,
): Record<string, string | number | null> {
  const given = field.given?.find((_, at) => givenId(field, at) === row.id) ?? {}
  const kept: Record<string, string | number | null> = {}
  for (const column of field.columns ?? []) {
    const value = row.cells[column.key]
    if (column.type === 'computed' || Object.hasOwn(given, column.key)) continue
    if (value === undefined || value === null) continue
    const checked = cells[column.type](column).safeParse(value)
    if (checked.success) kept[column.key] = checked.data
    else context.addIssue({ code: 'custom', message: checked.error.issues[0]!.message })
  }
  return kept
}

const ids = (items: { id: string }[]) => new Set(items.map((item) => item.id)).size === items.length
const distinct = { error: 'templates.malformed' }

const shapes = {
  shortText: (field) => line(Math.min(field.max ?? shortTextLimit, shortTextLimit)),
  longText: (field) => text(Math.min(field.max ?? textLimit, textLimit)),
  number: (field) =>
    z
      .number()
      .min(field.min ?? -1e15, { error: 'templates.outOfRange' })
      .max(field.max ?? 1e15, { error: 'templates.outOfRange' })
      .nullable(),
  rating: (_field, scale) =>
    z.object({
      value: z
        .int()
        .refine((value) => !scale || scale.points.some((point) => point.value === value), {
          error: 'templates.notOnScale',
        })
        .nullable(),
      notRated: z.boolean(),
      case: long,
      nextLevel: long,
    }),
  choice: (field) => z.enum((field.options ?? []).map((option) => option.key)).nullable(),
  multiChoice: (field) =>
    list(z.enum((field.options ?? []).map((option) => option.key))).refine(
      (keys) => new Set(keys).size === keys.length,
      distinct,
    ),
  date: () => day,
  statements: (field) =>
    list(
      z.object({
        id,
        text: long,
        kind: z.enum(statementKinds),
        situation: long,
        evidence: list(evidence, 20),
      }),
      field.max,
    ).refine(ids, distinct),
  causes: (field) =>
    list(
      z.object({
        id,
        matter: long,
        label: z.enum(causeLabels),
        cause: long,
        remedy: long,
        proposedBy: z.enum(['employee', 'manager', 'both']),
      }),
      field.max,
    ).refine(ids, distinct),
  goalReview: (field) =>
    list(
      z.object({
        id,
        goal: long,
        target: long,
        actual: long,
        attainment: z.number().min(0).max(10_000).nullable(),
        comment: long,
        employeeAgrees: z.boolean().nullable(),
        managerAgrees: z.boolean().nullable(),
        ref: z.uuid().optional(),
      }),
      field.max,
    ).refine(ids, distinct),
  keyMatters: (field) =>
    list(z.object({ id, matter: long, indicator: long, outcome: long }), field.max).refine(
      ids,
      distinct,
    ),
  attachment: (field) =>
    list(
      z.object({ id, name: short, size: z.int().min(0), type: line(100) }),
      field.max ?? 20,
    ).refine(ids, distinct),
  supportNeeds: (field) =>
    list(
      z.object({ id, kind: z.enum(supportKinds), need: long, reason: long, neededBy: day }),
      field.max,
    ).refine(ids, distinct),
  nextGoals: (field) =>
    list(
      z.object({ id, what: long, how: long, help: long, measure: long, dueOn: day }),
      field.max,
    ).refine(ids, distinct),
  scale: (field) =>
    z
      .int()
      .refine((value) => field.anchors?.some((anchor) => anchor.value === value), {
        error: 'templates.notOnScale',
      })
      .nullable(),
  person: () => z.object({ id: z.uuid(), name: line(100), employeeNo: line(60) }).nullable(),
  best: (field) =>
    list(
      z.object({ id, behaviour: long, effect: long, suggestion: long, outlook: long }),
      field.max,
    ).refine(ids, distinct),
  planLines: (field) =>
    list(
      z.object({
        id,
        layer: z.enum(planLayers),
        what: long,
        how: long,
        measure: long,
        owner: z.enum(planOwners),
        dueOn: day,
      }),
      field.max,
    ).refine(ids, distinct),
  table: (field) =>
    list(z.object({ id, cells: z.record(z.string(), z.unknown()) }), field.max)
      .refine(ids, distinct)
      .transform((rows, context) =>
        rows.map((row) => ({ id: row.id, cells: cellsOf(field, row, context) })),
      ),
  signature: () => z.null(),
  helpText: () => z.null(),
} satisfies {
  [Type in FieldType]: (field: Field, scale: Scale | null) => z.ZodType<AnswerOf[Type]>
}

/**
 * The shape of a field's answer, also of an unfinished one: drafts are saved as they stand. Texts
 * come out NFC-normalized with plain line feeds; lone surrogates and control characters are refused.
 * Messages of the issues are refusal keys. Give the scale to hold ratings to its points.
 */
export const answerSchema = (field: Field, scale: Scale | null = null): z.ZodType =>
  shapes[field.type](field, scale)

// Made once for a field of a template that is in use: making one takes longer than all it checks.
const made = new WeakMap<Field, { scale: Scale | null; schema: z.ZodType }>()

function schemaOf(field: Field, scale: Scale | null): z.ZodType {
  const known = made.get(field)
  if (known && known.scale === scale) return known.schema
  const schema = answerSchema(field, scale)
  made.set(field, { scale, schema })
  return schema
}

export type CheckedAnswer =
  | { value: unknown; refusal: null }
  | { value: null; refusal: string; params: Record<string, string | number> }

/** The answer in its stored form, or the one reason why it cannot be stored. */
export const checkAnswer = (
  field: Field,
  value: unknown,
  scale: Scale | null = null,
): CheckedAnswer => {
  const parsed = schemaOf(field, scale).safeParse(value)
  if (parsed.success) return { value: parsed.data, refusal: null }
  const issue = parsed.error.issues[0]
  const refusal = issue?.message.startsWith('templates.') ? issue.message : 'templates.malformed'
  return {
    value: null,
    refusal,
    params: { max: limitOf(field, refusal === 'templates.tooMany' ? 'entries' : 'characters') },
  }
}
