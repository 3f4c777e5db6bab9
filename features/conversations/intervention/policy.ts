import type { Refusal } from '../../../platform/refusal.ts'
import { type Actor, holds, isTechnical, type Role } from '../../accounts/policy.ts'
import { isInLine, type Lines } from '../glass/policy.ts'
import type { Facts, Viewer } from '../policy.ts'
import type { Relation } from '../contract.ts'
import type { Answer } from './contract.ts'

/** Whether somebody is HR for a department; keepers of the machine and of rights never are (I2). */
export const isHrFor = (actor: Actor, departmentId: string): boolean =>
  !isTechnical(actor.roles) &&
  (holds(actor, 'hrbp', departmentId) || holds(actor, 'hrAdmin', departmentId))

/** Somebody of HR who could work on a case, and what stands between (E22). */
export interface Candidate {
  personId: string
  roles: readonly Role[]
  /** Everybody above the candidate, and who stands right above. */
  above: readonly string[]
  managerId: string | null
}

/** The talk it is about, and who has another part in it: decides its dispute, leads, writes, signs. */
export interface About {
  employeeId: string
  managerId: string | null
  aboveEmployee: readonly string[]
  others: readonly string[]
}

/** Never the person, nobody of the line in either direction, nobody with a second role for the same person (I5, E22). */
export function conflictOf(
  { personId, roles, above, managerId }: Candidate,
  about: About,
): Refusal {
  if (personId === about.employeeId) return 'intervention.isEmployee'
  if (personId === about.managerId || about.aboveEmployee.includes(personId))
    return 'intervention.inLine'
  if (above.includes(about.employeeId)) return 'intervention.belowEmployee'
  if (about.managerId !== null && managerId === about.managerId)
    return 'intervention.reportsToManager'
  if (about.others.includes(personId)) return 'intervention.otherPart'
  return isTechnical(roles) ? 'intervention.technical' : null
}

/** A case as far as rights depend on it. */
export interface Standing {
  departmentId: string
  hrId: string | null
  isAccepted: boolean
  isClosed: boolean
  /** Only stored; nobody goes on with it. */
  isRestricted: boolean
  /** Of whoever asks. */
  conflict: Refusal
}

/** The brief and the notes: whoever works on it, as long as they are HR there and free of a conflict. */
export function opensCase(actor: Actor, standing: Standing): Refusal {
  if (standing.hrId !== actor.personId || !isHrFor(actor, standing.departmentId))
    return 'intervention.notYours'
  if (standing.conflict) return standing.conflict
  return standing.isRestricted ? 'conversations.restricted' : null
}

/** That it is there and whose it is: whoever has it, to step back at least, and HR administration without a conflict. */
export const knowsCase = (actor: Actor, { hrId, departmentId, conflict }: Standing): boolean =>
  isHrFor(actor, departmentId) &&
  (hrId === actor.personId || (conflict === null && holds(actor, 'hrAdmin', departmentId)))

const whileOpen = (actor: Actor, standing: Standing): Refusal =>
  standing.isClosed ? 'intervention.closed' : opensCase(actor, standing)

/** Accept or decline: once, and before anything else. */
export const answerCase = (actor: Actor, standing: Standing): Refusal =>
  whileOpen(actor, standing) ?? (standing.isAccepted ? 'intervention.accepted' : null)

/** Also with a conflict, then first of all. */
export const recuseCase = (actor: Actor, standing: Standing): Refusal =>
  standing.isClosed
    ? 'intervention.closed'
    : standing.hrId === actor.personId
      ? null
      : 'intervention.notYours'

/** Whoever has it, and HR administration free of a conflict: where nobody has it, or somebody cannot go on. */
export function handOverCase(actor: Actor, standing: Standing): Refusal {
  if (standing.isClosed) return 'intervention.closed'
  if (standing.conflict) return standing.conflict
  return knowsCase(actor, standing) ? null : 'intervention.notYours'
}

/** Whoever works on a case ends it, once they have accepted it. */
export const closeCase = (actor: Actor, standing: Standing): Refusal =>
  whileOpen(actor, standing) ?? (standing.isAccepted ? null : 'intervention.acceptFirst')

/** The two of a talk and the HR partner in charge ask, while there is something to talk about. */
export function askForHr(
  { actor }: Pick<Viewer, 'actor'>,
  is: readonly Relation[],
  facts: Pick<Facts, 'sealedAt' | 'closedAt' | 'departmentId' | 'isAboveViewer'>,
  { isOn, hasAsked }: { isOn: boolean; hasAsked: boolean },
): Refusal {
  const isPartner = is.includes('hrbp') && isHrFor(actor, facts.departmentId)
  if (!is.includes('employee') && !is.includes('manager') && !isPartner)
    return 'intervention.pairOnly'
  if (facts.closedAt) return 'conversations.closed'
  if (facts.sealedAt) return 'conversations.sealed'
  if (!isOn) return 'intervention.switchedOff'
  return hasAsked ? 'intervention.askedAlready' : null
}

/** The employee says what they think of HR at the table, and may change their mind until the talk begins. */
export function answerAttendance(
  is: readonly Relation[],
  facts: Pick<Facts, 'talkStartedAt'>,
  given: { isProposed: boolean; answer: Answer | null },
): Refusal {
  if (!is.includes('employee')) return 'conversations.employeeOnly'
  if (!given.isProposed) return 'intervention.nobodyProposed'
  return facts.talkStartedAt ? 'conversations.talkStarted' : null
}

/** Whether the two are told at all: the two themselves, and whoever leads the talk for the manager. */
export const readsAttendance = (is: readonly Relation[]): boolean =>
  is.some((relation) => ['employee', 'manager', 'delegate'].includes(relation))

/** Row 1: HR administration shapes the rules. */
export const setRules = (actor: Actor): Refusal =>
  holds(actor, 'hrAdmin') && !isTechnical(actor.roles) ? null : 'intervention.hrOnly'

/** A mark and whom it is about. */
export interface Marked {
  departmentId: string | null
  lines: Lines
}

/** As row 10, a note of HR only: HR in charge of the person, never about oneself or one's own line (I1, I5). */
export function keepsMark(actor: Actor, { departmentId, lines }: Marked): Refusal {
  const isInCharge = departmentId === null ? holds(actor, 'hrAdmin') : isHrFor(actor, departmentId)
  if (!isInCharge || isTechnical(actor.roles)) return 'intervention.notYours'
  if (actor.personId === lines.employeeId) return 'intervention.isEmployee'
  return isInLine(actor, lines) ? 'intervention.inLine' : null
}

/** The reason of a mark: whoever set it and the partner in charge; HR administration sees that there is one. */
export const readsMarkReason = (
  actor: Actor,
  { departmentId, setBy }: { departmentId: string | null; setBy: string },
): boolean =>
  setBy === actor.personId || (departmentId !== null && holds(actor, 'hrbp', departmentId))
