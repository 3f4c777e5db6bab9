import { missing, refuse } from '../../platform/refusal.ts'
import { holds, type Actor } from '../accounts/policy.ts'

/** Opens surveys and reads their counts: HR administration. For everybody else there are none. */
export const runsSurveys = (actor: Actor): boolean => holds(actor, 'hrAdmin')

/** @throws NOT_FOUND */
export function forHr(actor: Actor): void {
  if (!runsSurveys(actor)) throw missing()
}

/** @throws FORBIDDEN with the reason */
export function onlyWhile(state: 'planned' | 'open' | 'over', wanted: 'open' | 'notOver'): void {
  if (state === 'over') throw refuse('surveys.over')
  if (wanted === 'open' && state === 'planned') throw refuse('surveys.notYet')
}
