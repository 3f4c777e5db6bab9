import type { Refusal } from '../../platform/refusal.ts'
import { holds, type Actor } from '../accounts/policy.ts'

const readers = ['hrAdmin', 'hrbp', 'executive', 'auditor'] as const

/** Row 1 of the access matrix: whoever sees cycles sees what departments are looked at by; talks show it to their own. */
export const seesIndicators = (actor: Actor): boolean =>
  actor.roles.some(({ role }) => readers.some((reader) => reader === role))

/** HR administration enters them. */
export const mayWriteIndicators = (actor: Actor): Refusal =>
  holds(actor, 'hrAdmin') ? null : 'goals.onlyHr'
