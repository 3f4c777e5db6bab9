import type { Refusal } from '../../platform/refusal.ts'
import { type Actor, holds, type Role } from '../accounts/policy.ts'

/** Row 21 of the access table: people and posts are changed by HR administration. */
export const changePeople = (actor: Actor): Refusal =>
  holds(actor, 'hrAdmin') ? null : 'org.hrOnly'

/** E28: an account that was joined to another is changed there, not here. */
export const changePerson = (actor: Actor, person: { mergedInto?: string | null }): Refusal =>
  changePeople(actor) ?? (person.mergedInto ? 'org.joined' : null)

/** Row 29: rosters are imported by HR administration; nobody else sees that there are any. */
export const seesImports = (actor: Actor): boolean =>
  holds(actor, 'hrAdmin') || holds(actor, 'auditor')

/** Contact data and history of posts: the person's own, HR's, and HR partners' in their departments. */
export const seesDetails = (
  actor: Actor,
  person: { id: string; departmentId: string | null },
): boolean =>
  actor.personId === person.id ||
  holds(actor, 'hrAdmin') ||
  holds(actor, 'hrbp', person.departmentId)

/** Row 22: one's own roles, and those of others for whoever proposes, decides or audits them. */
export const seesGrants = (actor: Actor, personId: string): boolean =>
  actor.personId === personId ||
  (['hrAdmin', 'securityAdmin', 'auditor'] as const).some((role) => holds(actor, role))

/** Who may ask for a change of roles: HR administration and security administration, never for themselves. */
export function proposeGrant(actor: Actor, personId: string): Refusal {
  if (!holds(actor, 'hrAdmin') && !holds(actor, 'securityAdmin')) return 'org.grantsBySecurity'
  return actor.personId === personId ? 'org.noGrantToSelf' : null
}

/**
 * Who may decide about a proposed change: security administration about what HR proposes and the
 * other way round, so that two offices always agree; never the proposer, never the person concerned.
 */
export function decideGrant(
  actor: Actor,
  proposal: { proposedBy: string; proposerIsSecurity: boolean; personId: string; role: Role },
): Refusal {
  const may =
    holds(actor, 'securityAdmin') ||
    (holds(actor, 'hrAdmin') &&
      (proposal.proposerIsSecurity || ['securityAdmin', 'auditor'].includes(proposal.role)))
  if (!may) return holds(actor, 'hrAdmin') ? 'org.secondPersonBySecurity' : 'org.grantsBySecurity'
  if (actor.personId === proposal.personId) return 'org.noGrantToSelf'
  return actor.personId === proposal.proposedBy ? 'org.secondPerson' : null
}

/** Who may ask that a lost second factor be taken away: HR administration, not for themselves. */
export const askFactorReset = (actor: Actor, personId: string): Refusal =>
  !holds(actor, 'hrAdmin')
    ? 'org.factorByHr'
    : actor.personId === personId
      ? 'org.factorNotOwn'
      : null

/** Who may agree: another office holder, never who asked, never whose phone it is. */
export const decideFactorReset = (
  actor: Actor,
  reset: { askedBy: string; personId: string },
): Refusal =>
  !holds(actor, 'hrAdmin') && !holds(actor, 'securityAdmin')
    ? 'org.factorByHr'
    : actor.personId === reset.personId
      ? 'org.factorNotOwn'
      : actor.personId === reset.askedBy
        ? 'org.secondPerson'
        : null

/** Nobody takes leave of themselves, and somebody stays who can let others in. */
export const letGo = (actor: Actor, person: { id: string; isLastHrAdmin: boolean }): Refusal =>
  changePeople(actor) ??
  (actor.personId === person.id
    ? 'org.notYourself'
    : person.isLastHrAdmin
      ? 'org.lastHrAdmin'
      : null)
