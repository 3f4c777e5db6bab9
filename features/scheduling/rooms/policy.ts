import { holds, type Actor } from '../../accounts/policy.ts'

/** Row 2 of the access table: rooms are run by facilitators (行政) and by HR administration. */
export const seesRooms = (actor: Actor): boolean =>
  actor.roles.some((grant) => grant.role === 'facilitator') || holds(actor, 'hrAdmin')

/** A facilitator of a department runs its rooms and those below; everybody's are run by one for all. */
export const runsRoom = (actor: Actor, departmentId: string | null): boolean =>
  holds(actor, 'facilitator', departmentId) || holds(actor, 'hrAdmin')
