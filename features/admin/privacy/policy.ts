import type { Refusal } from '../../../platform/refusal.ts'
import { holds, type Actor } from '../../accounts/policy.ts'

/** The person it is about, and whether one line joins them and whoever asks (I5). */
export interface Subject {
  personId: string
  isInLine: boolean
}

const hrApart = (actor: Actor, { personId, isInLine }: Subject): Refusal => {
  if (!holds(actor, 'hrAdmin')) return 'admin.privacy.hrOnly'
  if (actor.personId === personId) return 'admin.privacy.ownCase'
  return isInLine ? 'admin.privacy.ownLine' : null
}

/** Row 27: HR administration deals with it, security administration approves what is for ever, auditors look on. */
export const seesPrivacy = (actor: Actor): boolean =>
  holds(actor, 'hrAdmin') || holds(actor, 'securityAdmin') || holds(actor, 'auditor')

/** Whose requests and restrictions are theirs to deal with: HR administration. */
export const keepsPrivacy = (actor: Actor): boolean => holds(actor, 'hrAdmin')

/** Security administration, the second pair of eyes on what is for ever. */
export const approvesErasures = (actor: Actor): boolean => holds(actor, 'securityAdmin')

/** A request is answered once, by HR apart from the person. */
export const answerRequest = (actor: Actor, subject: Subject, isAnswered: boolean): Refusal =>
  isAnswered ? 'admin.privacy.answered' : hrApart(actor, subject)

/** Whoever restricts a record, or keeps it by law, is HR apart from the person. */
export const holdRecord = hrApart

/** HR apart from the person asks, for what is finished, kept by no law and not asked for already. */
export function askErasure(
  actor: Actor,
  subject: Subject,
  record: { isFinished: boolean; isHeld: boolean; isAsked: boolean },
): Refusal {
  const refusal = hrApart(actor, subject)
  if (refusal) return refusal
  if (record.isHeld) return 'admin.privacy.legalHold'
  if (!record.isFinished) return 'admin.privacy.notFinished'
  return record.isAsked ? 'admin.privacy.alreadyAsked' : null
}

/** Somebody of security administration: neither who asked, nor the person it is about. */
export function decideErasure(
  actor: Actor,
  erasure: { askedBy: string; isDecided: boolean; isHeld: boolean },
  subject: Subject,
): Refusal {
  if (!approvesErasures(actor)) return 'admin.privacy.securityOnly'
  if (erasure.isDecided) return 'admin.privacy.decided'
  if (actor.personId === erasure.askedBy) return 'admin.privacy.secondPerson'
  if (actor.personId === subject.personId) return 'admin.privacy.ownCase'
  return erasure.isHeld ? 'admin.privacy.legalHold' : null
}

/** How long records are kept is HR administration's to say. */
export const setRetention = (actor: Actor): Refusal =>
  holds(actor, 'hrAdmin') ? null : 'admin.privacy.hrOnly'
