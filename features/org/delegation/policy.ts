import type { Refusal } from '../../../platform/refusal.ts'
import type { Role } from '../../accounts/policy.ts'
import { type Day, isHere } from '../rules.ts'
import { daysIn, longestDelegationDays, type DelegationState } from './rules.ts'

/** Whom a manager wants to lead the talks, and for whom. */
export interface Asked {
  managerId: string
  /** Everybody who reports to the manager today. */
  reports: readonly string[]
  delegate: {
    id: string
    leftOn: Day | null
    hasAccount: boolean
    roles: readonly Role[]
    /** The delegate's manager, that manager's, and so on. */
    above: readonly string[]
  }
  employeeIds: readonly string[] | null
  fromOn: Day
  untilOn: Day
  today: Day
}

// They watch over the others or keep the machine: what is said in a talk never reaches them (I2).
const apart: readonly Role[] = ['securityAdmin', 'itAdmin', 'auditor']

/** Why talks cannot be handed over like this; null when they can (row 22, I10, E10). */
export function askDelegation({
  managerId,
  reports,
  delegate,
  employeeIds,
  fromOn,
  untilOn,
  today,
}: Asked): Refusal {
  if (reports.length === 0) return 'org.delegation.noReports'
  if (delegate.id === managerId) return 'org.delegation.yourself'
  if (!isHere(delegate, today)) return 'org.hasLeft'
  if (!delegate.hasAccount) return 'org.delegation.noAccount'
  if (delegate.roles.some((role) => apart.includes(role))) return 'org.delegation.apart'
  if (employeeIds?.some((id) => !reports.includes(id))) return 'org.delegation.notYours'
  if (employeeIds?.includes(delegate.id)) return 'org.delegation.subject'
  if (employeeIds?.some((id) => delegate.above.includes(id)))
    return 'org.delegation.reportOfSubject'
  if (fromOn < today) return 'org.delegation.past'
  if (untilOn < fromOn) return 'org.endsBeforeStart'
  return daysIn(fromOn, untilOn) > longestDelegationDays ? 'org.delegation.tooLong' : null
}

interface Standing {
  fromId: string
  toId: string
  state: DelegationState
}

/** Only who is asked answers, and only once. */
export const answerDelegation = (me: string, { toId, state }: Standing): Refusal =>
  me !== toId ? 'org.delegation.notAsked' : state !== 'asked' ? 'org.delegation.answered' : null

/** Either of the two ends it at any time. */
export const withdrawDelegation = (me: string, { fromId, toId, state }: Standing): Refusal =>
  me !== fromId && me !== toId
    ? 'org.delegation.notAsked'
    : ['asked', 'planned', 'inForce'].includes(state)
      ? null
      : 'org.delegation.isOver'
