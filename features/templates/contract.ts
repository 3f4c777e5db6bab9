import { oc } from '@orpc/contract'
import { z } from 'zod'

/** A sentence in both languages. Content is data, so it carries its translations with it. */
export const textShape = z.object({ zh: z.string().min(1), en: z.string().min(1) })
export type Text = z.infer<typeof textShape>

const key = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}(\.[a-z][A-Za-z0-9]{0,39})?$/)
export const dayShape = z.iso.date()

export const parts = ['self', 'manager', 'talk', 'agreement'] as const
export type Part = (typeof parts)[number]

export const writers = ['employee', 'manager', 'both', 'hr'] as const

/**
 * Who reads a field, and when. `authorOnly`: nobody else, ever. `pairOnly`: the two, once the part is
 * open to the other, nobody who stands in for one of them, and no record. `pairAfterReveal`: the other
 * of the two once both parts are in. `pair`: both at once. `record`: both, and whoever may read the
 * sealed record. `hr`: HR only.
 */
export const readerClasses = [
  'authorOnly',
  'pairOnly',
  'pairAfterReveal',
  'pair',
  'record',
  'hr',
] as const
export type Readers = (typeof readerClasses)[number]

export const fieldTypes = [
  'shortText',
  'longText',
  'number',
  'rating',
  'choice',
  'multiChoice',
  'date',
  'statements',
  'causes',
  'goalReview',
  'keyMatters',
  'attachment',
  'supportNeeds',
  'nextGoals',
  'scale',
  'person',
  'best',
  'planLines',
  'table',
  'signature',
  'helpText',
] as const
export type FieldType = (typeof fieldTypes)[number]

const names = z.array(z.string().min(1).max(60)).max(50)

/** One thing a condition looks at. */
export const testShape = z.union([
  z.object({ field: key, is: z.enum(['answered', 'notAnswered']) }),
  z.object({ field: key, equals: z.string() }),
  /** Whose talk it is, as of the launch; an empty or missing list is everybody. */
  z.object({
    personIs: z.object({ levels: names.optional(), jobFamilies: names.optional() }),
  }),
  /**
   * How this part rates, or in the talk and the agreement, how the manager did. Without a dimension:
   * the overall result. `value` is a point of the scale; what is not rated fits nothing.
   */
  z.object({
    ratingIs: z.object({
      dimension: key.optional(),
      is: z.enum(['lt', 'lte', 'eq', 'gte', 'gt']),
      value: z.int(),
    }),
  }),
])
export type Test = z.infer<typeof testShape>

/** A field is shown and asked only while its condition holds; what is hidden is not sealed either. */
export const conditionShape = z.union([
  testShape,
  z.object({ all: z.array(testShape).min(1).max(8) }),
  z.object({ any: z.array(testShape).min(1).max(8) }),
])
export type Condition = z.infer<typeof conditionShape>

const optionsShape = z.array(z.object({ key, label: textShape }))

export const columnTypes = ['text', 'number', 'choice', 'date', 'computed'] as const
export const totals = ['sum', 'mean', 'formula'] as const

/** A column of a `table`. */
export const columnShape = z.object({
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  label: textShape,
  type: z.enum(columnTypes),
  required: z.boolean().optional(),
  options: optionsShape.optional(),
  unit: textShape.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** `computed` only: figures of the same row by key or by label, such as `actual / target * 100`. */
  formula: z.string().max(200).optional(),
  /** Digits after the point of what is computed, 2 unless told. */
  decimals: z.int().min(0).max(6).optional(),
  /** What the last row says; `formula` reckons the column's formula with the totals of the others. */
  total: z.enum(totals).optional(),
})
export type Column = z.infer<typeof columnShape>

export const fieldShape = z.object({
  key,
  type: z.enum(fieldTypes),
  label: textShape,
  help: textShape.optional(),
  /** The same thing said badly and well: people learn the difference by reading it. */
  example: z.object({ weak: textShape, strong: textShape }).optional(),
  writer: z.enum(writers),
  readers: z.enum(readerClasses),
  required: z.boolean(),
  /** Characters for texts, items for lists, the number itself for numbers. */
  min: z.number().optional(),
  max: z.number().optional(),
  mayFeedRating: z.boolean(),
  condition: conditionShape.optional(),
  /** `rating` only: the dimension it rates. */
  dimension: key.optional(),
  /** `choice` and `multiChoice` only. */
  options: optionsShape.optional(),
  /** `number` only, such as 件 or %. */
  unit: textShape.optional(),
  /**
   * What makes an entry complete. `case`: a situation told or a piece of evidence cited (for a
   * rating: its case). `situation`: when and where. `nextLevel`: how to reach the next level.
   */
  needs: z.array(z.enum(['case', 'situation', 'nextLevel'])).optional(),
  /** The field of an earlier part whose answer lies here when this part opens. */
  startsFrom: key.optional(),
  /** `scale` only: what each step means in this question's own words, from low to high. */
  anchors: z
    .array(z.object({ value: z.int(), label: textShape, meaning: textShape.optional() }))
    .min(2)
    .max(11)
    .optional(),
  /**
   * `best` only. A: behaviour, effect, suggestion, thanks and trust. B: describe the behaviour,
   * express its consequence, ask first and suggest options, talk about what gets better.
   */
  variant: z.enum(['A', 'B']).optional(),
  /** `table` only. */
  columns: z.array(columnShape).min(1).max(12).optional(),
  /**
   * Entries that lie there from the start, by the names of the entry's own places: of a `table`, its
   * columns, and those cells stay as given; of lists such as `goalReview`, words one may change.
   */
  given: z
    .array(z.record(z.string(), z.union([textShape, z.number()])))
    .max(50)
    .optional(),
  /** `signature` only: who signs there. */
  signs: z
    .array(z.enum(['employee', 'manager']))
    .min(1)
    .optional(),
})
export type Field = z.infer<typeof fieldShape>

export const dimensionShape = z.object({
  key,
  label: textShape,
  help: textShape,
  /** Relative; the sum need not be 100. */
  weight: z.number().positive(),
})
export type Dimension = z.infer<typeof dimensionShape>

export const scaleShape = z.object({
  key,
  /** Ascending by value. */
  points: z.array(z.object({ value: z.int(), label: textShape, meaning: textShape })).min(2),
})
export type Scale = z.infer<typeof scaleShape>

/** Kinds of stages that bring fields of their own in every flow, under the kind's name. */
export const fieldStages = ['strategyBrief', 'goalAlignment', 'differenceNote'] as const
/** The key of a stage of the flow. */
export type FieldStage = string

export const sectionShape = z.object({
  key,
  label: textShape,
  intro: textShape.optional(),
  part: z.enum(parts),
  /**
   * Filled in during the stage of the flow with this key and asked only then: such a section is no
   * part of `missingIn`, see `missingForStage`. Its answers are stored with those of `part`.
   */
  stage: z.string().min(1).max(40).optional(),
  fields: z.array(fieldShape),
})
export type Section = z.infer<typeof sectionShape>

export const stepShape = z.object({
  key,
  label: textShape,
  minutes: z.int().positive(),
  /** What the manager can say to open the step, word for word. */
  opening: textShape,
  questions: z.array(textShape),
  /** Keys of the fields that lie on the table during this step. */
  fields: z.array(key),
  /** True while no rating may be shown or spoken of. */
  ratingHidden: z.boolean(),
  tip: textShape.optional(),
})
export type Step = z.infer<typeof stepShape>

export const templateBodyShape = z.object({
  title: textShape,
  purpose: textShape,
  /** null: this conversation knows no rating. */
  scale: scaleShape.nullable(),
  dimensions: z.array(dimensionShape),
  sections: z.array(sectionShape),
  steps: z.array(stepShape),
  agenda: z.array(textShape),
  /** While a part is written, it says how complete it is. */
  meter: z.boolean().optional(),
})
export type TemplateBody = z.infer<typeof templateBodyShape>

// ————— Answers: what each field type holds. `answerSchema(field)` in rules.ts checks a value.

export const statementKinds = ['result', 'behaviour'] as const
export const evidenceKinds = ['link', 'file', 'goal', 'previousCommitment', 'note'] as const
export const causeLabels = [
  'lackOfExperience',
  'errorRate',
  'skill',
  'process',
  'resource',
  'coordination',
  'external',
  'other',
] as const
export const supportKinds = [
  'resource',
  'training',
  'coordination',
  'mentor',
  'indicatorChange',
  'tool',
] as const
export const planLayers = ['result', 'behaviour', 'support'] as const
export const planOwners = ['employee', 'manager', 'company'] as const

/** `ref`: the address of a link; the id of a file, goal or commitment. */
export type Evidence = {
  kind: (typeof evidenceKinds)[number]
  text: string
  ref?: string | undefined
}

export type Statement = {
  id: string
  text: string
  kind: (typeof statementKinds)[number]
  /** When, where, what happened. */
  situation: string
  evidence: Evidence[]
}
/** `proposedBy` keeps the employee's own proposal recognizable as such. */
export type Cause = {
  id: string
  matter: string
  label: (typeof causeLabels)[number]
  cause: string
  remedy: string
  proposedBy: 'employee' | 'manager' | 'both'
}
/** `attainment` in percent of the target; each side says whether the figures are right. */
export type ReviewedGoal = {
  id: string
  goal: string
  target: string
  actual: string
  attainment: number | null
  comment: string
  employeeAgrees: boolean | null
  managerAgrees: boolean | null
  ref?: string | undefined
}
export type KeyMatter = { id: string; matter: string; indicator: string; outcome: string }
export type Attachment = { id: string; name: string; size: number; type: string }
export type SupportNeed = {
  id: string
  kind: (typeof supportKinds)[number]
  need: string
  reason: string
  neededBy: string | null
}
export type NextGoal = {
  id: string
  what: string
  how: string
  help: string
  measure: string
  dueOn: string | null
}
/** `notRated` with its reason in `case`: an honest gap, re-weighted, never a zero. */
export type Rating = { value: number | null; notRated: boolean; case: string; nextLevel: string }

/** A colleague somebody named: as they were called and numbered on the day. */
export type Named = { id: string; name: string; employeeNo: string }
/** One piece of feedback in four sentences; what the last two say depends on the variant. */
export type Best = {
  id: string
  behaviour: string
  effect: string
  suggestion: string
  outlook: string
}
export type PlanEntry = {
  id: string
  layer: (typeof planLayers)[number]
  what: string
  how: string
  measure: string
  owner: (typeof planOwners)[number]
  dueOn: string | null
}
/** Column key → what people wrote; given and computed cells are not in here. */
export type TableRow = { id: string; cells: Record<string, string | number | null> }

export type AnswerOf = {
  shortText: string
  longText: string
  number: number | null
  rating: Rating
  choice: string | null
  multiChoice: string[]
  date: string | null
  statements: Statement[]
  causes: Cause[]
  goalReview: ReviewedGoal[]
  keyMatters: KeyMatter[]
  attachment: Attachment[]
  supportNeeds: SupportNeed[]
  nextGoals: NextGoal[]
  scale: number | null
  person: Named | null
  best: Best[]
  planLines: PlanEntry[]
  table: TableRow[]
  /** These two say something and ask for nothing. */
  signature: null
  helpText: null
}
/** Field key → value, as stored. A missing key is an empty answer. */
export type Answers = Record<string, unknown>

/** What conditions look at besides the answers of the same part. */
export type About = {
  level: string | null
  jobFamily: string | null
  /** The manager's answers once both are in; conditions of the talk and the agreement read them. */
  ratings: Answers
}

/** One thing that still stands between a part and its submission. */
export type Missing = {
  fieldKey: string
  sectionKey: string
  /** Key under `templates.missing`. */
  reasonKey: string
  params: Record<string, string | number>
}

export type Gap = {
  dimension: string
  self: number | null
  manager: number | null
  /** manager − self, in levels of the scale; null when one side is missing. */
  gap: number | null
  /** At least the threshold of levels apart, in either direction. */
  large: boolean
  /** Above the middle in one's own eyes, below it in the manager's: the hardest news to hear. */
  selfHighRatingLow: boolean
  /** Large, or self high and rating low: the manager explains the difference before the talk. */
  needsNote: boolean
}

// ————— What may be asked.

/** Which talks already under way a new version reaches: those nobody has written in, or all. */
export const adoptionScopes = ['notStarted', 'allOpen'] as const
export type AdoptionScope = (typeof adoptionScopes)[number]

/**
 * What became of bringing a version to talks under way. `none`: people are asked and rated by the same
 * things as before, so it went ahead; `alone`: they are not, and there was no second person to ask.
 */
export const adoptionDecisions = ['none', 'alone', 'waiting', 'approved', 'declined'] as const
export type AdoptionDecision = (typeof adoptionDecisions)[number]

export const templateSummaryShape = z.object({
  id: z.uuid(),
  key: z.string(),
  versionId: z.uuid(),
  version: z.int(),
  /** Key of the template whose questions this one shares, with other dimensions. */
  variantOf: z.string().nullable(),
  builtIn: z.boolean(),
  title: textShape,
  purpose: textShape,
  /** Total of the steps. */
  minutes: z.int(),
  steps: z.int(),
  hasRating: z.boolean(),
  dimensions: z.array(textShape),
  publishedAt: z.date(),
  /** Since then no longer offered for new talks. */
  retiredAt: z.date().nullable(),
})
export type TemplateSummary = z.infer<typeof templateSummaryShape>

export const templateShape = templateSummaryShape.extend({
  body: templateBodyShape,
  /** SHA-256 of the canonical body: what a sealed record names. */
  hash: z.string(),
  versions: z.array(
    z.object({
      versionId: z.uuid(),
      version: z.int(),
      publishedAt: z.date(),
      hash: z.string(),
      /** What changed, in the words of whoever published. */
      note: z.string().nullable(),
    }),
  ),
})

export const templatesContract = {
  list: oc.output(z.array(templateSummaryShape)),
  /** The current version, or the one asked for. */
  get: oc.input(z.object({ id: z.uuid(), versionId: z.uuid().optional() })).output(templateShape),
}
