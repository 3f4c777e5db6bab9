import type { Refusal } from '../../../platform/refusal.ts'
import { holds, isTechnical, type Actor, type Role } from '../../accounts/policy.ts'
import type { Relation } from '../contract.ts'
import { isInLine, type Lines } from '../glass/policy.ts'
import type { Facts } from '../policy.ts'
import type { AppealKind } from './contract.ts'

/** A case as far as rights depend on it. */
export interface Standing {
  employeeId: string
  handlerId: string | null
  aboutManager: boolean
  isDecided: boolean
}

type State = Pick<Facts, 'sealedAt' | 'closedAt' | 'presentedAt' | 'employeeSigned' | 'amending'>

/** The employee's alone: a dispute while the page waits for the signature, an appeal within its days. */
export function openCase(
  kind: AppealKind,
  is: readonly Relation[],
  facts: State,
  { hasOpen, until, today }: { hasOpen: boolean; until: string | null; today: string },
): Refusal {
  if (!is.includes('employee')) return 'conversations.employeeOnly'
  if (hasOpen) return 'conversations.appeals.already'
  if (facts.closedAt) return 'conversations.closed'
  if (facts.amending) return 'conversations.appeals.amending'
  if (kind === 'appeal') {
    if (!facts.sealedAt || until === null) return 'conversations.notSealed'
    return until < today ? 'conversations.appeals.tooLate' : null
  }
  if (facts.sealedAt) return 'conversations.appeals.sealedAlready'
  if (!facts.presentedAt) return 'conversations.notPresented'
  return facts.employeeSigned ? 'conversations.alreadySigned' : null
}

/** Row 13: the employee; who decides it; HR administration outside the line; the manager unless it is about them. */
export function readsCase(
  actor: Actor,
  is: readonly Relation[],
  { employeeId, handlerId, aboutManager }: Standing,
  lines: Lines,
  isSealed: boolean,
): boolean {
  if (actor.personId === employeeId || actor.personId === handlerId) return true
  if (is.includes('manager')) return !aboutManager
  if (is.includes('hrAdmin') && !isInLine(actor, lines)) return true
  return is.includes('auditor') && isSealed
}

/** HR administration outside the line says who decides. */
export function nameHandler(
  actor: Actor,
  is: readonly Relation[],
  standing: Standing,
  lines: Lines,
): Refusal {
  if (!is.includes('hrAdmin')) return 'conversations.appeals.hrOnly'
  if (isInLine(actor, lines)) return 'conversations.appeals.ownLine'
  return standing.isDecided ? 'conversations.appeals.decided' : null
}

/** Whoever could be asked to decide a case, and what stands between (E22). */
export interface Candidate {
  personId: string
  roles: readonly Role[]
  /** Everybody above the candidate. */
  above: readonly string[]
}

/** Nobody of the line above, nobody below the two, nobody who signed, nobody whose office keeps them from content. */
export function handlerConflict(
  { personId, roles, above }: Candidate,
  record: { employeeId: string; managerId: string | null; aboveEmployee: readonly string[] },
  signers: readonly string[],
): Refusal {
  if (personId === record.employeeId) return 'conversations.appeals.isEmployee'
  if (personId === record.managerId || record.aboveEmployee.includes(personId))
    return 'conversations.appeals.inLine'
  if (above.includes(record.employeeId) || above.some((each) => each === record.managerId))
    return 'conversations.appeals.belowManager'
  if (signers.includes(personId)) return 'conversations.appeals.hasSigned'
  return isTechnical(roles) ? 'conversations.appeals.technical' : null
}

/** Whoever is named answers a case, and nobody else. */
export const decideCase = (actor: Actor, { handlerId, isDecided }: Standing): Refusal =>
  isDecided
    ? 'conversations.appeals.decided'
    : handlerId === actor.personId
      ? null
      : 'conversations.appeals.handlerOnly'

/** Whose case it is may take it back until it is answered. */
export const withdrawCase = (actor: Actor, { employeeId, isDecided }: Standing): Refusal =>
  isDecided
    ? 'conversations.appeals.decided'
    : actor.personId === employeeId
      ? null
      : 'conversations.employeeOnly'

/** Who sets how many days there are. */
export const setDays = (actor: Actor): Refusal =>
  holds(actor, 'hrAdmin') ? null : 'conversations.appeals.hrOnly'
