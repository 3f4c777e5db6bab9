import type { Refusal } from '../../../platform/refusal.ts'
import { holds, type Actor } from '../../accounts/policy.ts'
import type { Relation } from '../contract.ts'
import type { Facts } from '../policy.ts'
import { isInLine, type Lines } from '../glass/policy.ts'

/** Who starts amendments and is the second person to them (row 14). */
export const startsAmendments = (actor: Actor): boolean => holds(actor, 'hrAdmin')

/** HR administration outside the person's line, at a record that is sealed and not being written. */
export function askAmendment(
  actor: Actor,
  is: readonly Relation[],
  facts: Pick<Facts, 'sealedAt' | 'amending' | 'closedAt'>,
  lines: Lines,
  isWaiting: boolean,
): Refusal {
  if (!is.includes('hrAdmin')) return 'conversations.amending.hrOnly'
  if (isInLine(actor, lines)) return 'conversations.amending.ownLine'
  if (facts.closedAt) return 'conversations.closed'
  if (facts.amending) return 'conversations.amending.underWay'
  if (!facts.sealedAt) return 'conversations.notSealed'
  return isWaiting ? 'conversations.amending.already' : null
}

/** An amendment as far as rights to withdraw it depend on it. */
export interface Withdrawable {
  state: 'asked' | 'declined' | 'open' | 'sealed' | 'withdrawn'
  fromCase: boolean
  /** The employee has answered the new version. */
  isAnswered: boolean
  /** There is something to go back to. */
  hasCopy: boolean
}

/**
 * HR administration outside the person's line, before both have signed anew. What a case has promised
 * is not HR's to take back.
 */
export function withdrawAmendment(
  actor: Actor,
  { state, fromCase, isAnswered, hasCopy }: Withdrawable,
  lines: Lines,
): Refusal {
  if (!startsAmendments(actor)) return 'conversations.amending.hrOnly'
  if (actor.personId === lines.employeeId || isInLine(actor, lines))
    return 'conversations.amending.ownLine'
  if (state !== 'asked' && state !== 'open') return 'conversations.amending.over'
  if (fromCase) return 'conversations.amending.promised'
  if (isAnswered) return 'conversations.amending.answered'
  return state === 'open' && !hasCopy ? 'conversations.amending.noCopy' : null
}

/** Somebody else of HR administration, neither the person nor in their line, nor who decided the case. */
export function decideAmendment(
  actor: Actor,
  amendment: { askedBy: string; isDecided: boolean },
  lines: Lines,
): Refusal {
  if (!startsAmendments(actor)) return 'conversations.amending.hrOnly'
  if (amendment.isDecided) return 'conversations.amending.decided'
  if (actor.personId === amendment.askedBy) return 'conversations.amending.secondPerson'
  if (actor.personId === lines.employeeId || isInLine(actor, lines))
    return 'conversations.amending.ownLine'
  return null
}
