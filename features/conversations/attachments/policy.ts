import type { Refusal } from '../../../platform/refusal.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import { fieldOf } from '../../templates/rules.ts'
import { answerVisible, refusalToWrite, type PartOf } from '../answers/policy.ts'
import type { Action, PartKind } from '../contract.ts'
import { refusalOf } from '../actions/policy.ts'
import { partVisible } from '../policy.ts'
import type { Found } from '../queries.ts'

const writing: Record<PartKind, Action> = {
  self: 'writeSelf',
  manager: 'writeManager',
  talk: 'writeTalk',
  agreement: 'writeAgreement',
  privateNote: 'writeNote',
}

/** An attachment has exactly the readers of the words it hangs on; a scan of the paper those of the talk. */
export const attachmentVisible = (
  found: Found,
  template: TemplateBody,
  part: PartOf | null,
  fieldKey: string | null,
): boolean =>
  part
    ? answerVisible(found, template, part, fieldKey)
    : partVisible(found.viewer, found.is, found.facts, { kind: 'talk', authorId: null })

/** Why this person may not attach anything there now: as with its words. */
export function refusalToAttach(
  found: Found,
  template: TemplateBody,
  part: PartKind,
  fieldKey: string | null,
): Refusal {
  const ask = (action: Action) => refusalOf(action, found.viewer, found.is, found.facts)
  const field = fieldKey === null ? null : fieldOf(template, fieldKey)
  if (field && field.part !== part) return 'conversations.noSuchField'
  if (field) return ask('attach') ?? refusalToWrite(found, template, part, field.field)
  const refusal = ask('attach')
  // Between the two things are laid on the table before they talk; an amendment opens what it names.
  const isJoint = part === 'talk' || part === 'agreement'
  if (refusal || (isJoint && !found.facts.amending)) return refusal
  return ask(part === 'manager' && found.revealedAt ? 'reviseManager' : writing[part])
}

/** Why an attachment may not be taken away or put back now. */
export function refusalToRemove(
  found: Found,
  template: TemplateBody,
  attachment: {
    addedBy: string
    purpose: 'evidence' | 'paper'
    kind: PartKind | null
    fieldKey: string | null
  },
): Refusal {
  if (attachment.addedBy !== found.viewer.actor.personId) return 'conversations.notYourAttachment'
  if (attachment.purpose === 'paper') return 'conversations.scanStands'
  return refusalToAttach(found, template, attachment.kind ?? 'talk', attachment.fieldKey)
}
