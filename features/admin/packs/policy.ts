import { holds, type Actor } from '../../accounts/policy.ts'

/** HR administration of the whole organization; for everybody else there is nothing here. */
export const choosesPacks = (actor: Actor): boolean => holds(actor, 'hrAdmin')
