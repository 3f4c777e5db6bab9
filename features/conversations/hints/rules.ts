import { emptyAnswer, excerpt, isEmptyAnswer, lengthOf } from '../../templates/answers/rules.ts'
import { isAsked } from '../../templates/conditions/rules.ts'
import type {
  About,
  AnswerOf,
  Answers,
  Field,
  FieldType,
  Part,
  TemplateBody,
} from '../../templates/contract.ts'
import { fieldsOf, sectionsOf } from '../../templates/rules.ts'
import type { HintKind, HintParams } from './contract.ts'
import { indexOf, type Source } from './copies/rules.ts'
import { familyOf } from './phrases/rules.ts'
import { normalised, tokensIn, withoutNames } from './words/rules.ts'

/** A remark to an author about one answer; `text` is what it is about, word for word. */
export interface Remark {
  fieldKey: string
  kind: HintKind
  params: HintParams
  text: string
}

/** What a piece of an answer says by itself: a text, or the entry of a list. */
export interface Piece {
  /** Which entry of a list, from 1; absent for a text. */
  n?: number
  text: string
}

const join = (...texts: string[]) => texts.filter((text) => text.trim()).join('\n')

const listed =
  <Item>(textOf: (item: Item) => string) =>
  (items: Item[]): Piece[] =>
    items.map((item, at) => ({ n: at + 1, text: textOf(item) }))

/**
 * The pieces of an answer that have to say something by themselves. A short claim beside its case is no
 * empty one: both are one piece. What only points, counts or names is none.
 */
const pieces: { [Type in FieldType]?: (value: AnswerOf[Type]) => Piece[] } = {
  shortText: (text) => [{ text }],
  longText: (text) => [{ text }],
  rating: ({ case: text, nextLevel }) => [{ text: join(text, nextLevel) }],
  statements: listed(({ text, situation, evidence }) =>
    join(text, situation, ...evidence.map((each) => each.text)),
  ),
  causes: listed(({ cause, remedy }) => join(cause, remedy)),
  goalReview: listed(({ comment }) => comment),
  keyMatters: listed(({ outcome }) => outcome),
  supportNeeds: listed(({ need, reason }) => join(need, reason)),
  nextGoals: listed(({ what, how, measure }) => join(what, how, measure)),
  // Thanks and trust close a piece of feedback, and may be as plain as they are.
  best: listed(({ behaviour, effect, suggestion }) => join(behaviour, effect, suggestion)),
  planLines: listed(({ what, how, measure }) => join(what, how, measure)),
}

/** What an answer says, piece by piece; nothing for answers that are no sentences. */
export function piecesOf(field: Field, value: unknown): Piece[] {
  const read = pieces[field.type] as ((value: unknown) => Piece[]) | undefined
  if (!read || isEmptyAnswer(field, value)) return []
  return read(value ?? emptyAnswer(field.type)).filter(({ text }) => text.trim() !== '')
}

/** More than this says something, whatever it says. */
const longestFormula = 120

/** The family of a text that consists of empty sentences only, whomever it names; null for any other. */
export function formulaIn(text: string, names: readonly string[]) {
  if (lengthOf(text) > longestFormula) return null
  const found = withoutNames(text.normalize('NFKC'), names)
    .split(/[\n。．.！!？?；;，,、:：…~～]+/u)
    .map(normalised)
    .filter(Boolean)
    .map(familyOf)
  if (found.includes(null)) return null
  return found.find((family) => family !== null && family !== 'filler') ?? null
}

/** From here on a text without a break is a wall: some half a page. In Chinese characters or English words. */
export const wallFrom = 220

// Dashes or numbers at the head of points, or words that count them: somebody has put it in order.
const hasOrder = (text: string) =>
  (
    text.match(
      /(?:^|[\s。；;，,：:])(?:[-•·*]\s|[（(]?(?:\d{1,2}|[一二三四五六七八九十])[.、)）．])/gu,
    ) ?? []
  ).length >= 2 ||
  [/首先|第一/u, /其次|第二|然后/u].every((mark) => mark.test(text)) ||
  [/\bfirst(ly)?\b/i, /\bsecond(ly)?\b|\bthen\b/i].every((mark) => mark.test(text))

/** A paragraph so long and so unordered that nobody reads it to its end. */
export const isWall = (text: string): boolean =>
  text.split('\n').some((line) => tokensIn(line).length >= wallFrom && !hasOrder(line))

const tellsResult = new Set<FieldType>(['goalReview', 'keyMatters'])
const tellsWay = new Set<FieldType>(['statements', 'causes', 'best'])

/**
 * The question for the way there that was passed over (R007): results of this part stand, whatever asks
 * how they came about is empty, and the author has gone on to what comes after. Null while one is still
 * on the way there.
 */
export function passedOver(
  template: TemplateBody,
  part: Part,
  answers: Answers,
  about: About,
): Field | null {
  const sections = sectionsOf(template, part).map(({ fields }) =>
    fields.filter((field) => isAsked(template, field, answers, about)),
  )
  const asked = sections.flat()
  const isWritten = (field: Field) => !isEmptyAnswer(field, answers[field.key])
  if (!asked.some((field) => tellsResult.has(field.type) && isWritten(field))) return null
  const isOfResults = ({ type }: Field) => tellsResult.has(type) || tellsWay.has(type)
  // A text among them asks for the way as well.
  const way = sections.flatMap((fields) =>
    fields.filter(
      ({ type }) => tellsWay.has(type) || (type === 'longText' && fields.some(isOfResults)),
    ),
  )
  const [first] = way.filter(({ type }) => tellsWay.has(type))
  if (!first || way.some(isWritten)) return null
  const after = asked.slice(asked.indexOf(way.at(-1)!) + 1)
  return after.length === 0 || after.some(isWritten) ? first : null
}

interface Writing {
  template: TemplateBody
  part: Part
  answers: Answers
  about: About
  /** The keys of the questions the author answers here. */
  own: ReadonlySet<string>
  /** Whom the talk is between. */
  names: readonly string[]
  /** What the author wrote or may read elsewhere, to compare with. */
  sources: readonly Source[]
}

/** Everything an author may want to look at again, at most once per question and kind, in reading order. */
export function remarksOn(writing: Writing): Remark[] {
  const { template, part, answers, about, own, names, sources } = writing
  const index = indexOf(sources, names)
  const over = passedOver(template, part, answers, about)
  return fieldsOf(template, part)
    .filter((field) => own.has(field.key) && isAsked(template, field, answers, about))
    .flatMap((field) => {
      const found: Remark[] = over === field ? [remark(field, 'resultOnly', { text: '' })] : []
      for (const piece of piecesOf(field, answers[field.key])) {
        const family = formulaIn(piece.text, names)
        if (family) found.push(remark(field, `formula.${family}`, piece))
        else {
          // What a question begins with is somebody's earlier answer, not a copy.
          const copied = field.startsFrom ? null : index.likest(piece.text)
          if (copied) found.push(remark(field, `copy.${copied}`, piece))
          if (isWall(piece.text)) found.push(remark(field, 'wall', piece))
        }
      }
      return found.filter(
        ({ kind }, at) => found.findIndex((earlier) => earlier.kind === kind) === at,
      )
    })
}

const remark = (field: Field, kind: HintKind, { n, text }: Piece): Remark => ({
  fieldKey: field.key,
  kind,
  params: { text: excerpt(text), ...(n !== undefined && { n }) },
  text,
})
