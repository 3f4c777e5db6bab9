import type { ComponentType } from 'react'
import type { AnswerOf, FieldType } from '../../contract.ts'
import { Attachments } from './Attachments.tsx'
import type { EditorProps } from './facts.ts'
import { GoalReview } from './GoalReview.tsx'
import { ListEditor } from './ListEditor.tsx'
import { PersonField } from './PersonField.tsx'
import { RatingEditor } from './RatingEditor.tsx'
import { ScaleField } from './ScaleField.tsx'
import { Statements } from './Statements.tsx'
import { TableEditor } from './TableEditor.tsx'
import { Choice, DayField, LongText, MultiChoice, NumberField, ShortText } from './texts.tsx'

/** Types that ask for something. */
type Asking = Exclude<FieldType, 'signature' | 'helpText'>

/** Which editor draws which field type. */
export const editors: { [Type in Asking]: ComponentType<EditorProps<AnswerOf[Type]>> } = {
  shortText: ShortText,
  longText: LongText,
  number: NumberField,
  rating: RatingEditor,
  choice: Choice,
  multiChoice: MultiChoice,
  date: DayField,
  statements: Statements,
  causes: ListEditor,
  goalReview: GoalReview,
  keyMatters: ListEditor,
  attachment: Attachments,
  supportNeeds: ListEditor,
  nextGoals: ListEditor,
  scale: ScaleField,
  person: PersonField,
  best: ListEditor,
  planLines: ListEditor,
  table: TableEditor,
}

/** Types with one control, which the field's label can point to. */
export const singleControl: ReadonlySet<FieldType> = new Set([
  'shortText',
  'longText',
  'number',
  'date',
  'person',
])
