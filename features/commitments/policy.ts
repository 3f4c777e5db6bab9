import { holds, isTechnical, type Actor } from '../accounts/policy.ts'
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
  /** Somebody else stands above the employee by now than when it was agreed, or than HR has decided since. */
  hasLineChanged: boolean
  /** The employee's department today. */
  departmentId: string | null
  /** The employee stands somewhere above whoever asks. */
  isAboveViewer: boolean
}

/**
 * Row 12 of the access matrix: the two who agreed, who keeps it, the line above, the HRBP of the
 * department. HR admins see totals only; a former manager what he keeps himself, and how nothing else
 * goes on (I7).
 */
export function maySee(actor: Actor, facts: CommitmentFacts): boolean {
  const me = actor.personId
  if (me === facts.employeeId || me === facts.ownerId) return true
  if (leads(me, facts) || me === facts.secondLineId) return true
  return (
    !isTechnical(actor.roles) && !facts.isAboveViewer && holds(actor, 'hrbp', facts.departmentId)
  )
}

const leads = (me: string, { managerId, managerNowId, hasLineChanged }: CommitmentFacts): boolean =>
  me === managerNowId || (me === managerId && !hasLineChanged)

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
  personId === facts.ownerId || personId === facts.employeeId || leads(personId, facts)
