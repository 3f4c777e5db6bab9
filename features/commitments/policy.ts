import { holds, type Actor } from '../accounts/policy.ts'
import type { Refusal } from '../../platform/refusal.ts'

/** What deciding about a commitment takes: the pair, its owner, and the line as it is today. */
export interface CommitmentFacts {
  employeeId: string
  managerId: string | null
  ownerId: string | null
  isSettled: boolean
  /** The employee's manager today, and that manager's. */
  managerNowId: string | null
  secondLineId: string | null
  /** The employee's department today. */
  departmentId: string | null
}

/**
 * Row 12 of the access matrix: the two who agreed, who keeps it, the line above, the HRBP of the
 * department. HR admins see totals only.
 */
export function maySee(actor: Actor, facts: CommitmentFacts): boolean {
  const me = actor.personId
  if (me === facts.employeeId || me === facts.ownerId) return true
  if (me === facts.managerId || me === facts.managerNowId || me === facts.secondLineId) return true
  return holds(actor, 'hrbp', facts.departmentId)
}

/** Who may say it was kept: its owner, and the two it was agreed between. */
export function settle(actor: Actor, facts: CommitmentFacts): Refusal {
  if (facts.isSettled) return 'commitments.settled'
  return isParty(actor, facts) ? null : 'commitments.notYours'
}

/** Whoever has to do with a promise may take its settling back. */
export function reopen(actor: Actor, facts: CommitmentFacts): Refusal {
  if (!facts.isSettled) return 'commitments.stillOpen'
  return isParty(actor, facts) ? null : 'commitments.notYours'
}

/** Whoever has to do with a promise may say how it goes, while it is open. */
export function checkIn(actor: Actor, facts: CommitmentFacts): Refusal {
  if (facts.isSettled) return 'commitments.settled'
  return isParty(actor, facts) ? null : 'commitments.notYours'
}

const isParty = ({ personId }: Actor, facts: CommitmentFacts): boolean =>
  [facts.ownerId, facts.employeeId, facts.managerId, facts.managerNowId].includes(personId)
