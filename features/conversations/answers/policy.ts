import type { Refusal } from '../../../platform/refusal.ts'
import { fieldStages, type Field, type TemplateBody } from '../../templates/contract.ts'
import { fieldOf } from '../../templates/rules.ts'
import { minutesField, noteField, type Action, type PartKind } from '../contract.ts'
import { refusalOf } from '../actions/policy.ts'
import { fieldVisible, partVisible, writesField, type Facts } from '../policy.ts'
import type { Found } from '../queries.ts'

/** The one field of a private note, as a template would have it. */
export const noteAsField: Field = {
  key: noteField,
  type: 'longText',
  label: { zh: '笔记', en: 'Notes' },
  writer: 'both',
  readers: 'authorOnly',
  required: false,
  mayFeedRating: false,
}

/** A part as far as rights depend on it. */
export interface PartOf {
  kind: PartKind
  authorId: string | null
}

/** Whether a part is the one that counts: the manager's is that of the manager of record, or one's own. */
export const isCurrentPart = ({ managerId, viewer }: Found, { kind, authorId }: PartOf): boolean =>
  kind !== 'manager' || authorId === managerId || authorId === viewer.actor.personId

/**
 * Whether what stands under a field of a part may be read: its words and whatever hangs on it. A key
 * that no template question has is the part's own.
 */
export function answerVisible(
  found: Found,
  template: TemplateBody,
  part: PartOf,
  fieldKey: string | null,
): boolean {
  const { viewer, is, facts } = found
  const own = part.authorId === viewer.actor.personId
  if (part.kind === 'privateNote') return own
  if (!isCurrentPart(found, part)) return false
  const field = fieldKey === null ? undefined : fieldOf(template, fieldKey)?.field
  if (!field) return partVisible(viewer, is, facts, part)
  return (
    fieldVisible(viewer, is, facts, part, field) &&
    isShared(field.key, template, facts, is.includes('manager'))
  )
}

// The note on the difference is read when it is finished, not while it is being written.
function isShared(
  key: string,
  template: TemplateBody,
  facts: Found['facts'],
  isWriter: boolean,
): boolean {
  const section = template.sections.find(({ fields }) => fields.some((field) => field.key === key))
  if (section?.stage !== 'differenceNote' || isWriter) return true
  return facts.stages.some(({ kind, settledAt }) => kind === 'differenceNote' && settledAt !== null)
}

/** Why this person may not write a field now: a message key, or null. */
export function refusalToWrite(
  found: Found,
  template: TemplateBody,
  part: PartKind,
  field: Field,
): Refusal {
  const { facts, viewer, is } = found
  const ask = (action: Action) => refusalOf(action, viewer, is, facts)
  const stage = template.sections.find(({ fields }) => fields.includes(field))?.stage
  const atStage = (): Refusal => (stage ? refusalAtStage(stage, facts) : null)
  if (part === 'self') return ask('writeSelf') ?? atStage()
  if (part === 'manager')
    return ask(facts.revealedAt ? 'reviseManager' : 'writeManager') ?? atStage()
  if (part === 'privateNote') return ask('writeNote')
  if (field.key === minutesField) return 'conversations.minutesMerge'
  const act = stage ? 'completeStage' : part === 'talk' ? 'writeTalk' : 'writeAgreement'
  const refusal = ask(act) ?? atStage()
  if (refusal) return refusal
  // Who leads a talk for the manager does not read what is the manager's own, and writes it no more.
  const isTheirs =
    writesField(is, field.writer) &&
    fieldVisible(viewer, is, facts, { kind: part, authorId: null }, field)
  return isTheirs ? null : 'conversations.notYourField'
}

/**
 * What a stage asks of the two is theirs to write from its opening to its end: what comes before it, such
 * as the opening of both parts, is what its words are about. Any other stage is somebody else’s, who
 * writes through it.
 */
function refusalAtStage(stage: string, { stages }: Pick<Facts, 'stages'>): Refusal {
  if (!(fieldStages as readonly string[]).includes(stage)) return 'conversations.notYourField'
  const waiting = stages.filter(({ kind, settledAt }) => kind === stage && settledAt === null)
  if (waiting.length === 0) return 'conversations.stageOver'
  return waiting.some(({ openedAt }) => openedAt) ? null : 'conversations.notYet'
}
