import type { Refusal } from '../../platform/refusal.ts'
import { holds, type Actor } from '../accounts/policy.ts'
import { templatesPolicy } from '../templates/policy.ts'

/**
 * Flows are rule text like templates: the same people read them. Who may shape them and try them:
 * HR administration of the whole organization.
 */
export const flowsPolicy = {
  read: templatesPolicy.read,
  design: (actor: Actor): Refusal => (holds(actor, 'hrAdmin') ? null : 'flows.onlyHr'),
}
