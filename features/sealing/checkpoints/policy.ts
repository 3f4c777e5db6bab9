import type { Refusal } from '../../../platform/refusal.ts'
import type { Actor } from '../../accounts/policy.ts'

/** Who names the people that are handed checkpoints: HR administration, for the whole organization. */
export const managePolicy = ({ roles }: Pick<Actor, 'roles'>): Refusal =>
  roles.some(({ role, departmentId }) => role === 'hrAdmin' && departmentId === null)
    ? null
    : 'sealing.contactsNotYours'
