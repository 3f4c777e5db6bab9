import {
  answerOf,
  excerpt,
  isBlank,
  isEmptyAnswer,
  isEmptyItem,
  lengthOf,
  startingAnswer,
} from '../answers/rules.ts'
import { isAsked, nobody } from '../conditions/rules.ts'
import type {
  About,
  AnswerOf,
  Answers,
  Best,
  Cause,
  Field,
  FieldStage,
  FieldType,
  KeyMatter,
  Missing,
  NextGoal,
  Part,
  PlanEntry,
  Rating,
  ReviewedGoal,
  Scale,
  Section,
  Statement,
  SupportNeed,
  TableRow,
  TemplateBody,
} from '../contract.ts'
import { gridOf, type Cell } from '../grid/rules.ts'
import { sectionsOf, stageSections } from '../rules.ts'

type Reason = { reasonKey: string; params?: Record<string, string | number> }

const hasCase = (item: Statement) =>
  !isBlank(item.situation) || item.evidence.some((each) => !isBlank(each.text) || each.ref)

const ofStatement = (field: Field, item: Statement, n: number): Reason[] => {
  if (isBlank(item.text)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  const params = { n, text: excerpt(item.text) }
  if (field.needs?.includes('situation') && isBlank(item.situation)) {
    return [{ reasonKey: 'situation', params }]
  }
  return field.needs?.includes('case') && !hasCase(item) ? [{ reasonKey: 'case', params }] : []
}

const ofReviewedGoal = (field: Field, item: ReviewedGoal, n: number): Reason[] => {
  if (isBlank(item.goal)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  const params = { n, text: excerpt(item.goal) }
  if (isBlank(item.actual)) return [{ reasonKey: 'actual', params }]
  const agreed = item.employeeAgrees !== null && item.managerAgrees !== null
  return field.writer === 'both' && !agreed ? [{ reasonKey: 'notConfirmed', params }] : []
}

const ofNextGoal = (item: NextGoal, n: number): Reason[] => {
  if (isBlank(item.what)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  const params = { n, text: excerpt(item.what) }
  if (isBlank(item.how)) return [{ reasonKey: 'how', params }]
  return isBlank(item.measure) ? [{ reasonKey: 'measure', params }] : []
}

const ofCause = ({ matter, cause, remedy }: Cause, n: number): Reason[] => {
  if (isBlank(matter)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  const params = { n, text: excerpt(matter) }
  if (isBlank(cause)) return [{ reasonKey: 'cause', params }]
  return isBlank(remedy) ? [{ reasonKey: 'remedy', params }] : []
}

const ofMatter = ({ matter, outcome }: KeyMatter, n: number): Reason[] => {
  if (isBlank(matter)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  return isBlank(outcome) ? [{ reasonKey: 'outcome', params: { n, text: excerpt(matter) } }] : []
}

const ofNeed = ({ need }: SupportNeed, n: number): Reason[] =>
  isBlank(need) ? [{ reasonKey: 'entryWithoutText', params: { n } }] : []

const ofBest = (field: Field, item: Best, n: number): Reason[] => {
  if (isBlank(item.behaviour)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  const lacks = (['effect', 'suggestion', 'outlook'] as const).find((name) => isBlank(item[name]))
  return lacks
    ? [
        {
          reasonKey: `best.${field.variant ?? 'A'}.${lacks}`,
          params: { n, text: excerpt(item.behaviour) },
        },
      ]
    : []
}

const ofPlanLine = ({ what, measure, dueOn }: PlanEntry, n: number): Reason[] => {
  if (isBlank(what)) return [{ reasonKey: 'entryWithoutText', params: { n } }]
  const params = { n, text: excerpt(what) }
  if (isBlank(measure)) return [{ reasonKey: 'measure', params }]
  return dueOn === null ? [{ reasonKey: 'dueOn', params }] : []
}

const ofList = <Item extends object>(
  field: Field,
  items: Item[],
  ofItem: (field: Field, item: Item, n: number) => Reason[],
): Reason[] => {
  const written = items.filter((item) => !isEmptyItem(item))
  const need = Math.max(field.min ?? 0, field.required ? 1 : 0)
  const broken = items.flatMap((item, index) =>
    isEmptyItem(item) ? [] : ofItem(field, item, index + 1),
  )
  if (written.length >= need || (!field.required && written.length === 0)) return broken
  return [{ reasonKey: 'tooFew', params: { have: written.length, need } }, ...broken]
}

const ofRating = (field: Field, rating: Rating, scale: Scale | null): Reason[] => {
  if (rating.notRated) return isBlank(rating.case) ? [{ reasonKey: 'whyNotRated' }] : []
  if (rating.value === null) return field.required ? [{ reasonKey: 'rate' }] : []
  const top = scale?.points.at(-1)?.value
  const reasons: Reason[] = []
  if (field.needs?.includes('case') && isBlank(rating.case))
    reasons.push({ reasonKey: 'ratingCase' })
  // There is no level above the highest one.
  if (field.needs?.includes('nextLevel') && rating.value !== top && isBlank(rating.nextLevel)) {
    reasons.push({ reasonKey: 'nextLevel' })
  }
  return reasons
}

const ofText = (field: Field, value: string): Reason[] => {
  if (isBlank(value)) return field.required ? [{ reasonKey: 'write' }] : []
  const have = lengthOf(value.trim())
  return have < (field.min ?? 0)
    ? [{ reasonKey: 'tooShort', params: { have, need: field.min ?? 0 } }]
    : []
}

const ofTable = (field: Field, rows: TableRow[]): Reason[] => {
  const grid = gridOf(field, rows).rows
  const isWritten = ({ cells }: (typeof grid)[number]) =>
    grid.length > 0 &&
    field.columns?.some(
      ({ key, type }) => type !== 'computed' && !cells[key]?.isGiven && !isBlankCell(cells[key]),
    )
  const have = grid.filter(isWritten).length
  if (!field.required && have === 0) return []
  const need = Math.max(field.min ?? 0, field.required && !field.given?.length ? 1 : 0)
  const few = have < need ? [{ reasonKey: 'tooFewRows', params: { have, need } }] : []
  // A given row of a required table is a question in itself; an added one left empty is none.
  const gaps = grid.flatMap((row, at) =>
    (row.isGiven && field.required) || isWritten(row)
      ? (field.columns ?? [])
          .filter(
            ({ key, type, required }) =>
              required && type !== 'computed' && isBlankCell(row.cells[key]),
          )
          .map(({ key }) => ({ reasonKey: 'cell', params: { n: at + 1, column: key } }))
      : [],
  )
  return [...few, ...gaps]
}

const isBlankCell = (cell: Cell | undefined) =>
  !cell || (cell.text === null && (cell.value === null || cell.value === ''))

type Check<Type extends FieldType> = (
  field: Field,
  value: AnswerOf[Type],
  scale: Scale | null,
) => Reason[]

const listOf =
  <Item extends object>(ofItem: (field: Field, item: Item, n: number) => Reason[]) =>
  (field: Field, items: Item[]) =>
    ofList(field, items, ofItem)

const plain =
  (reasonKey: string) =>
  (field: Field, value: unknown): Reason[] =>
    field.required && isEmptyAnswer(field, value) ? [{ reasonKey }] : []

/** What is missing from an answer, by type. */
const checks: { [Type in FieldType]: Check<Type> } = {
  shortText: ofText,
  longText: ofText,
  number: plain('write'),
  date: plain('write'),
  rating: ofRating,
  choice: plain('choose'),
  scale: plain('choose'),
  person: plain('choose'),
  multiChoice: (field, { length: have }) => {
    const need = Math.max(field.min ?? 0, field.required ? 1 : 0)
    return have < need ? [{ reasonKey: 'tooFew', params: { have, need } }] : []
  },
  statements: listOf(ofStatement),
  causes: listOf((_field, item: Cause, n) => ofCause(item, n)),
  goalReview: listOf(ofReviewedGoal),
  keyMatters: listOf((_field, item: KeyMatter, n) => ofMatter(item, n)),
  supportNeeds: listOf((_field, item: SupportNeed, n) => ofNeed(item, n)),
  nextGoals: listOf((_field, item: NextGoal, n) => ofNextGoal(item, n)),
  best: listOf(ofBest),
  planLines: listOf((_field, item: PlanEntry, n) => ofPlanLine(item, n)),
  attachment: listOf(() => []),
  table: ofTable,
  signature: () => [],
  helpText: () => [],
}

const ofField = (field: Field, value: unknown, scale: Scale | null): Reason[] => {
  const check = checks[field.type] as Check<FieldType>
  // What a required field begins with is still to be filled in, also while nobody has touched it.
  const standing =
    value === undefined && field.required ? startingAnswer(field, ({ zh }) => zh) : value
  return check(field, answerOf(field.type, standing), scale)
}

/**
 * Everything that still stands between a part and its submission, in reading order; empty when it
 * can be submitted. Reasons are keys under `templates.missing`; a parameter `column` is a column's key.
 */
export const missingIn = (
  template: TemplateBody,
  part: Part,
  answers: Answers,
  about: About = nobody,
): Missing[] => missingInSections(template, sectionsOf(template, part), answers, about)

/** The same for the fields of one stage, such as the 差异说明. */
export const missingForStage = (
  template: TemplateBody,
  stage: FieldStage,
  answers: Answers,
  about: About = nobody,
): Missing[] => missingInSections(template, stageSections(template, stage), answers, about)

const missingInSections = (
  template: TemplateBody,
  sections: Section[],
  answers: Answers,
  about: About,
): Missing[] =>
  sections.flatMap((section) =>
    section.fields
      .filter((field) => isAsked(template, field, answers, about))
      .flatMap((field) =>
        ofField(field, answers[field.key], template.scale).map(({ reasonKey, params }) => ({
          fieldKey: field.key,
          sectionKey: section.key,
          reasonKey,
          params: params ?? {},
        })),
      ),
  )
