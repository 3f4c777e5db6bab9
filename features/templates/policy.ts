import type { Refusal } from '../../platform/refusal.ts'
import { holds, isTechnical, type Actor } from '../accounts/policy.ts'
import type { AdoptionDecision } from './contract.ts'

/**
 * Who may read templates and flows: everybody, except an account that only keeps the system (row 1 of the
 * access matrix); in their own talk its holders read the template as the employees they also are. Who may
 * shape them: HR administration of the whole organization.
 */
export const templatesPolicy = {
  read: (actor: Pick<Actor, 'roles'>): Refusal =>
    actor.roles.length > 0 && actor.roles.every((grant) => isTechnical([grant]))
      ? 'templates.notForSystemRoles'
      : null,
  design: (actor: Actor): Refusal => (holds(actor, 'hrAdmin') ? null : 'templates.onlyHr'),
  /** Whoever asked may take it back, and somebody else agree; a newer version makes both pointless. */
  decideAdoption: (
    actor: Actor,
    adoption: { askedBy: string; decision: AdoptionDecision; isNewest: boolean },
  ): Record<'approve' | 'decline', Refusal> => {
    const either =
      templatesPolicy.design(actor) ??
      (adoption.decision === 'waiting' ? null : 'templates.adoption.decided')
    const approve = adoption.askedBy === actor.personId ? 'templates.adoption.notYourOwn' : null
    const overtaken = adoption.isNewest ? null : 'templates.adoption.overtaken'
    return { approve: either ?? overtaken ?? approve, decline: either }
  },
}
