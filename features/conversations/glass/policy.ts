import type { Refusal } from '../../../platform/refusal.ts'
import { type Actor, holds } from '../../accounts/policy.ts'
import type { Relation } from '../contract.ts'
import type { Facts } from '../policy.ts'

/** Both directions: who stands above the employee, and whose line the employee stands in. */
export interface Lines {
  employeeId: string
  /** The manager of record, the employee's manager today, that manager's, and so on. */
  aboveEmployee: readonly string[]
  aboveActor: readonly string[]
}

/** Who decides about emergencies, and hears of them. */
export const seesGlass = (actor: Actor): boolean =>
  holds(actor, 'hrAdmin') || holds(actor, 'securityAdmin')

/** Whoever stands above the employee, or below. */
export const isInLine = (actor: Actor, lines: Lines): boolean =>
  lines.aboveEmployee.includes(actor.personId) || lines.aboveActor.includes(lines.employeeId)

/** Who may ask for a look: HR administration outside the person's line, at a talk that is open (row 4, I5). */
export function askGlass(
  actor: Actor,
  is: readonly Relation[],
  facts: Pick<Facts, 'sealedAt' | 'closedAt' | 'revealedAt'>,
  lines: Lines,
  hasOpen: boolean,
): Refusal {
  if (!is.includes('hrAdmin')) return 'conversations.glass.hrOnly'
  if (isInLine(actor, lines)) return 'conversations.glass.ownLine'
  if (facts.sealedAt) return 'conversations.glass.sealed'
  if (facts.closedAt) return 'conversations.closed'
  if (!facts.revealedAt) return 'conversations.glass.notOpen'
  return hasOpen ? 'conversations.glass.already' : null
}

/** A question of somebody, and what has become of it. */
interface Asked {
  askedBy: string
  isDecided: boolean
  isWithdrawn: boolean
}

const settledAs = ({ isDecided, isWithdrawn }: Asked): Refusal =>
  isDecided ? 'conversations.glass.decided' : isWithdrawn ? 'conversations.glass.withdrawn' : null

/** The second person: another office or another head, never in the line of the person it is about. */
export function decideGlass(actor: Actor, glass: Asked, lines: Lines): Refusal {
  if (!seesGlass(actor)) return 'conversations.glass.approvers'
  const settled = settledAs(glass)
  if (settled) return settled
  if (actor.personId === glass.askedBy) return 'conversations.glass.secondPerson'
  if (actor.personId === lines.employeeId || isInLine(actor, lines))
    return 'conversations.glass.ownLine'
  return null
}

/** Only whoever asked takes the question back, while nobody has decided. */
export function withdrawGlass(actor: Actor, glass: Asked): Refusal {
  if (!seesGlass(actor)) return 'conversations.glass.approvers'
  if (actor.personId !== glass.askedBy) return 'conversations.glass.askerOnly'
  return settledAs(glass)
}

/** Whoever sees it may end it early. */
export const endGlass = (actor: Actor, isOpen: boolean): Refusal =>
  !seesGlass(actor)
    ? 'conversations.glass.approvers'
    : isOpen
      ? null
      : 'conversations.glass.notOpenNow'
