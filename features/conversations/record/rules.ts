import type { JsonObject, JsonValue } from '../../sealing/canonical/rules.ts'
import type {
  About,
  AnswerOf,
  Field,
  FieldType,
  Part,
  Scale,
  TemplateBody,
  Text,
} from '../../templates/contract.ts'
import { isAsked } from '../../templates/conditions/rules.ts'
import { isEmptyAnswer } from '../../templates/answers/rules.ts'
import { mayFeed } from '../../templates/feeding/rules.ts'
import { staysUnsealed } from '../../templates/rules.ts'
import type { Voice } from './contract.ts'
import { sealedGrid } from './grid/rules.ts'
import { groupOf } from './groups/rules.ts'
import type { Locale, Material, Participant, SealedField } from './material/rules.ts'

const voiceOf = (field: Field): Voice =>
  field.writer === 'employee' || field.writer === 'manager'
    ? field.writer
    : field.writer === 'both'
      ? 'both'
      : 'system'

const inLocale = (locale: Locale) => (text: Text) => (locale === 'en' ? text.en : text.zh)

/**
 * Text and numbers as they may be sealed: no fractions as numbers, because two machines could print
 * them differently; absent values are null.
 */
function sealable(value: unknown): JsonValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return value.normalize('NFC')
  if (Array.isArray(value)) return value.map(sealable)
  return Object.fromEntries(
    Object.entries(value as object).map(([key, inner]) => [key, sealable(inner)]),
  )
}

/** Answers of a record that were promised to stay out of its rating, and whose words they are. */
const outsideIn = (body: TemplateBody, fields: readonly SealedField[]) =>
  fields
    .filter(({ key }) => !mayFeed(body, key))
    .map(({ label, voice }) => ({ label, voice, name: null as string | null }))

type Say = (text: Text) => string
type Words = { field: Field; scale: Scale | null; say: Say; locale: Locale }

const optionOf = ({ field, say }: Words, key: string) => ({
  key,
  label: say(field.options?.find((each) => each.key === key)?.label ?? { zh: key, en: key }),
})

// Types whose stored form needs its words beside it; all others are sealed as they stand.
const worded: { [Type in FieldType]?: (value: AnswerOf[Type], words: Words) => unknown } = {
  choice: (key, words) => key && optionOf(words, key),
  multiChoice: (keys, words) => keys.map((key) => optionOf(words, key)),
  rating: (rating, { scale, say }) => {
    const point = scale?.points.find((each) => each.value === rating.value)
    return {
      ...rating,
      label: point ? say(point.label) : null,
      meaning: point ? say(point.meaning) : null,
    }
  },
  scale: (value, { field, say }) => {
    const anchors = field.anchors ?? []
    const anchor = anchors.find((each) => each.value === value)
    return { value, label: anchor ? say(anchor.label) : null, of: anchors.at(-1)?.value ?? null }
  },
  // What is sealed holds what it says it holds: no id of the database.
  person: (person) => person && { name: person.name, employee_no: person.employeeNo },
  best: (entries, { field }) => ({ variant: field.variant ?? 'A', entries }),
  table: (rows, { field, say, locale }) => sealedGrid(field, rows, say, locale),
}

/** What a stored answer becomes in the record: keys of choices and points of scales get their words. */
function valueOf(value: unknown, words: Words): JsonValue {
  const inWords = worded[words.field.type] as
    | ((value: unknown, words: Words) => unknown)
    | undefined
  return sealable(inWords ? inWords(value, words) : value)
}

/**
 * The record: what was said, what was agreed, how to improve, in the words of both. It carries its own
 * labels in the organization's language and names its template by hash. Signatures are the seal's.
 * Canonical form and hash follow from this value alone. What a condition hides is not in it, unless
 * `withHidden` asks for it: earlier programs sealed it.
 */
export function buildRecord(
  material: Material,
  { withHidden = false }: { withHidden?: boolean } = {},
): JsonObject {
  const { template, locale } = material
  const say = inLocale(locale)
  const about = { ...material.about, ratings: material.score ? material.answers.manager : {} }
  const sealed = (
    body: TemplateBody,
    answersTo: (part: Part) => Record<string, unknown>,
    who: About,
    voice: (field: Field) => Voice = voiceOf,
  ): SealedField[] =>
    body.sections.flatMap((section) =>
      section.fields.flatMap((field) => {
        const answers = answersTo(section.part)
        const value = answers[field.key]
        const isOwn = staysUnsealed(field) || field.key === 'minutes'
        if (isOwn || isEmptyAnswer(field, value)) return []
        if (!withHidden && !isAsked(body, field, answers, who)) return []
        return [
          {
            key: field.key,
            part: section.part,
            group: groupOf(section, field),
            voice: voice(field),
            label: say(field.label),
            type: field.type,
            value: valueOf(value, { field, scale: body.scale, say, locale }),
          },
        ]
      }),
    )
  const fields = sealed(template.body, (part) => material.answers[part], about)
  const named = ({ name, employeeNo, department, position }: Participant) => ({
    name,
    employee_no: employeeNo,
    department,
    position,
  })
  const contributions = material.contributions.map(
    ({ stage, label, author, submittedAt, body, answers }) => ({
      body,
      sealed: {
        stage,
        label: say(label),
        author: named(author),
        submitted_at: submittedAt.toISOString(),
        // Neither of the two: whose words they are stands beside them.
        fields: sealed(
          body,
          () => answers,
          { ...material.about, ratings: {} },
          () => 'system',
        ),
      },
    }),
  )
  const dimension = (key: string) =>
    say(template.body.dimensions.find((each) => each.key === key)?.label ?? { zh: key, en: key })
  return sealable({
    locale,
    timezone: material.timezone,
    kind: material.kind,
    title: material.title,
    cycle: material.cycle && {
      name: material.cycle.name,
      period_from: material.cycle.periodFrom,
      period_to: material.cycle.periodTo,
    },
    template: { title: say(template.title), version: template.version },
    template_hash: template.hash,
    // Only where somebody has moved: every other record is, byte for byte, what it always was.
    ...(material.segments.length > 0 && {
      segments: material.segments.map(
        ({ fromOn, untilOn, share, department, position, ...each }) => ({
          from: fromOn,
          until: untilOn,
          share,
          department,
          position,
          manager: each.manager,
          template: say(each.template),
        }),
      ),
    }),
    participants: [
      { role: 'employee', ...named(material.employee) },
      ...(material.manager ? [{ role: 'manager', ...named(material.manager) }] : []),
    ],
    held: {
      started_at: material.held.startedAt?.toISOString() ?? null,
      ended_at: material.held.endedAt?.toISOString() ?? null,
      channel: material.held.channel,
      place: material.held.place,
      steps: material.held.steps.map(({ key, seconds }) => {
        const step = template.body.steps.find((each) => each.key === key)
        return { key, label: step ? say(step.label) : key, seconds }
      }),
      // Only where somebody was: a record of two is, byte for byte, what it always was.
      ...(material.held.present.length > 0 && {
        present: material.held.present.map(({ from, until, ...person }) => ({
          role: 'hr',
          ...named(person),
          from: from.toISOString(),
          until: until?.toISOString() ?? null,
        })),
      }),
    },
    paper: material.paper && {
      held_on: material.paper.heldOn,
      entered_by: material.paper.by,
      entered_at: material.paper.at.toISOString(),
    },
    marks: [
      ...(material.oneSided ? ['oneSided'] : []),
      ...(material.selfSkipped ? ['selfSkipped'] : []),
      ...(material.paper ? ['paper'] : []),
    ],
    fields,
    contributions: contributions.map((each) => each.sealed),
    gaps: material.gaps.map((gap) => ({ ...gap, label: dimension(gap.dimension) })),
    score: material.score && {
      value: material.score.score,
      nearest: material.score.nearest && say(material.score.nearest.label),
      used: material.score.used.map((each) => ({ ...each, label: dimension(each.dimension) })),
      left_out: material.score.leftOut.map(dimension),
      // What was promised to stay out is named beside the result it stayed out of.
      ...(material.score.score !== null && {
        outside: [
          ...outsideIn(template.body, fields),
          ...contributions.flatMap(({ body, sealed: { author, fields: theirs } }) =>
            outsideIn(body, theirs).map((each) => ({ ...each, name: author.name })),
          ),
        ],
      }),
    },
    // Only where there are any: every other record is, byte for byte, what it always was.
    ...(material.calibrations.length > 0 && {
      calibrations: material.calibrations.map(
        ({ key, dimension: label, was, value, reason, by, at, wasRead }) => ({
          // Not in records of earlier programs.
          dimension: key,
          label: say(label),
          was: was && say(was),
          value: say(value),
          reason,
          by: by.name,
          at: at.toISOString(),
          was_read: wasRead,
        }),
      ),
    }),
    minutes: material.minutes,
    plan: material.plan.map(({ supportKind, ownerKind, dueOn, proposedBy, ...line }) => ({
      ...line,
      support_kind: supportKind,
      owner_kind: ownerKind,
      due_on: dueOn,
      proposed_by: proposedBy,
    })),
    attachments: material.attachments,
  }) as JsonObject
}
