import type { Day } from '../rules.ts'

/** The longest time somebody else leads one's talks: longer, and it is a new manager, whom HR names. */
export const longestDelegationDays = 30

export const delegationStates = [
  'asked',
  'planned',
  'inForce',
  'over',
  'declined',
  'withdrawn',
] as const
export type DelegationState = (typeof delegationStates)[number]

interface Course {
  fromOn: Day
  untilOn: Day
  acceptedAt: Date | null
  declinedAt: Date | null
  withdrawnAt: Date | null
}

/** What has become of a delegation by a day; it ends by itself, also when nobody ever answered. */
export function stateOn(delegation: Course, today: Day): DelegationState {
  if (delegation.withdrawnAt) return 'withdrawn'
  if (delegation.declinedAt) return 'declined'
  if (delegation.untilOn < today) return 'over'
  if (!delegation.acceptedAt) return 'asked'
  return delegation.fromOn <= today ? 'inForce' : 'planned'
}

/** Days between two days, both counted. */
export const daysIn = (fromOn: Day, untilOn: Day): number =>
  Math.round((Date.parse(untilOn) - Date.parse(fromOn)) / 86_400_000) + 1
