import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, missing, refuse } from '../../../platform/refusal.ts'
import { type Context, holds, type Role } from '../../accounts/policy.ts'
import { endSessionsOf } from '../../accounts/queries.ts'
import { type PersonNow, personFor } from '../person/queries.ts'
import { decideGrant, proposeGrant } from '../policy.ts'
import { isHere } from '../rules.ts'
import { holdersOf } from './queries.ts'
import { unsuitable } from './rules.ts'

interface Wanted {
  role: Role
  departmentId: string | null
  toAt: Date | null
  reason: string | null
}

/**
 * Gives a role, or proposes it: an auditor's engagement always takes two people, and once there is a
 * security administrator every role does. Before that HR administration gives them alone, or nobody ever could; the first security
 * administrator, too, takes two people as soon as there are two.
 */
export async function giveRole(context: Context, personId: string, wanted: Wanted): Promise<void> {
  const { actor, today } = context
  demand(proposeGrant(actor, personId))
  const person = await personFor(context, personId)
  if (!isHere(person, today)) throw refuse('org.hasLeft')
  await demandSuitable(context, personId, wanted)
  if (await needsSecond(context, personId, wanted.role))
    return propose(context, person, wanted, null)
  await make(context, person, wanted, actor.personId)
}

/** Ends a role at once; the role that watches over the others only with a second person. */
export async function takeRole(context: Context, personId: string, grantId: string): Promise<void> {
  const { db, actor, orgId, now } = context
  if (!holds(actor, 'hrAdmin') && !holds(actor, 'securityAdmin'))
    throw refuse('org.grantsBySecurity')
  const person = await personFor(context, personId)
  const grant = await db
    .selectFrom('roleGrant')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', grantId)
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  if (!grant || (grant.toAt && grant.toAt <= now)) throw missing()
  if (grant.role === 'hrAdmin' && person.isLastHrAdmin) throw refuse('org.lastHrAdmin')
  if (grant.role === 'securityAdmin' && (await needsSecond(context, personId, 'securityAdmin')))
    return propose(context, person, { ...grant, toAt: null }, grant.id)
  await end(context, person, grant)
}

/** Accepts or declines what somebody else has proposed. @returns the person it is about. */
export async function decideProposal(
  context: Context,
  proposalId: string,
  accept: boolean,
): Promise<string> {
  const { db, actor, orgId, now } = context
  const proposal = await db
    .selectFrom('grantProposal')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', proposalId)
    .where('decidedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!proposal || !(holds(actor, 'securityAdmin') || holds(actor, 'hrAdmin'))) throw missing()
  const security = await holdersOf(context, 'securityAdmin')
  demand(
    decideGrant(actor, { ...proposal, proposerIsSecurity: security.includes(proposal.proposedBy) }),
  )
  await db
    .updateTable('grantProposal')
    .set({ decidedBy: actor.personId, decidedAt: now, acceptedAt: accept ? now : null })
    .where('orgId', '=', orgId)
    .where('id', '=', proposalId)
    .execute()
  const person = await personFor(context, proposal.personId)
  if (!accept) {
    await record(db, context, 'grant.declined', {
      subjectId: proposalId,
      personId: person.id,
      data: { role: proposal.role },
    })
  } else if (proposal.revokesId) {
    const grant = await db
      .selectFrom('roleGrant')
      .selectAll()
      .where('orgId', '=', orgId)
      .where('id', '=', proposal.revokesId)
      .executeTakeFirstOrThrow()
    await end(context, person, grant)
  } else {
    await demandSuitable(context, proposal.personId, proposal)
    await make(context, person, proposal, proposal.proposedBy)
  }
  return proposal.personId
}

async function demandSuitable(
  { db, orgId, now }: Context,
  personId: string,
  wanted: Wanted,
): Promise<void> {
  const held = await db
    .selectFrom('roleGrant')
    .select(['role', 'departmentId'])
    .where('orgId', '=', orgId)
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .where((is) => is.or([is('toAt', 'is', null), is('toAt', '>', now)]))
    .execute()
  demand(unsuitable(wanted, held, now))
  if (!wanted.departmentId) return
  const department = await db
    .selectFrom('department')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', wanted.departmentId)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  if (!department) throw missing()
}

async function needsSecond(context: Context, personId: string, role: Role): Promise<boolean> {
  const others = (ids: string[]) =>
    ids.filter((id) => id !== context.actor.personId && id !== personId)
  const security = await holdersOf(context, 'securityAdmin')
  if (role === 'securityAdmin')
    return security.length > 0 || others(await holdersOf(context, 'hrAdmin')).length > 0
  // An engagement of an auditor is given by two: one alone could let a friend read everything.
  return role === 'auditor' || security.length > 0
}

async function propose(
  context: Context,
  person: PersonNow,
  wanted: Wanted,
  revokesId: string | null,
): Promise<void> {
  const { db, actor, orgId, now } = context
  const id = newId()
  const { role, departmentId, toAt, reason } = wanted
  await db
    .insertInto('grantProposal')
    .values({
      orgId,
      id,
      personId: person.id,
      role,
      departmentId,
      toAt,
      reason,
      revokesId,
      proposedBy: actor.personId,
      proposedAt: now,
      decidedBy: null,
      decidedAt: null,
      acceptedAt: null,
    })
    .execute()
  await record(db, context, 'grant.proposed', {
    subjectId: id,
    personId: person.id,
    data: { role, revokes: revokesId !== null },
  })
}

async function make(
  context: Context,
  person: PersonNow,
  wanted: Wanted,
  grantedBy: string,
): Promise<void> {
  const { db, orgId, now } = context
  const id = newId()
  const { role, departmentId, toAt, reason } = wanted
  await db
    .insertInto('roleGrant')
    .values({
      orgId,
      id,
      personId: person.id,
      role,
      departmentId,
      fromAt: now,
      toAt,
      reason,
      grantedBy,
      revokedAt: null,
      revokedBy: null,
    })
    .execute()
  await changedRights(context, person)
  await record(db, context, 'grant.made', {
    subjectId: id,
    personId: person.id,
    data: { role, departmentId },
  })
}

async function end(
  context: Context,
  person: PersonNow,
  grant: { id: string; role: Role; departmentId: string | null },
): Promise<void> {
  const { db, actor, orgId, now } = context
  await db
    .updateTable('roleGrant')
    .set({ revokedAt: now, revokedBy: actor.personId })
    .where('orgId', '=', orgId)
    .where('id', '=', grant.id)
    .execute()
  await changedRights(context, person)
  await record(db, context, 'grant.revoked', {
    subjectId: grant.id,
    personId: person.id,
    data: { role: grant.role, departmentId: grant.departmentId },
  })
}

// Whoever's rights change signs in again: no open page keeps an old right.
async function changedRights({ db, actor, orgId }: Context, person: PersonNow): Promise<void> {
  if (!person.accountId) return
  const own = person.id === actor.personId ? actor.sessionId : undefined
  await endSessionsOf(db, orgId, person.accountId, own)
}
