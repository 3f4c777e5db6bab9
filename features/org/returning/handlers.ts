import type { Db } from '../../../platform/database.ts'
import { record, type Source } from '../../../platform/events.ts'
import type {} from '../delegation/table.ts'
import type { Day } from '../rules.ts'
import type {} from '../table.ts'

/** Ends the roles and deputies these people still have from before, each with its trace. */
export async function endRights(
  db: Db,
  source: Source & { today: Day },
  personIds: string[],
): Promise<{ grants: string[]; delegations: string[] }> {
  const { orgId, actorId, now, today } = source
  const grants = await db
    .updateTable('roleGrant')
    .set({ revokedAt: now, revokedBy: actorId })
    .where('orgId', '=', orgId)
    .where('personId', 'in', personIds)
    .where('revokedAt', 'is', null)
    .where((is) => is.or([is('toAt', 'is', null), is('toAt', '>', now)]))
    .returning(['id', 'personId', 'role', 'departmentId'])
    .execute()
  for (const { id, personId, role, departmentId } of grants)
    await record(db, source, 'grant.revoked', {
      subjectId: id,
      personId,
      data: { role, departmentId },
    })
  const delegations = await db
    .updateTable('delegation')
    .set({ withdrawnAt: now, withdrawnBy: actorId })
    .where('orgId', '=', orgId)
    .where((is) => is.or([is('fromId', 'in', personIds), is('toId', 'in', personIds)]))
    .where('declinedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where('untilOn', '>=', today)
    .returning(['id', 'fromId', 'toId'])
    .execute()
  for (const { id, fromId, toId } of delegations)
    await record(db, source, 'delegation.withdrawn', {
      subjectId: id,
      personId: personIds.includes(fromId) ? toId : fromId,
      data: { fromId, toId },
    })
  return { grants: grants.map(({ id }) => id), delegations: delegations.map(({ id }) => id) }
}

/**
 * Whoever comes back is the same person, and begins with what everybody has: roles, deputies, links and
 * what was proposed for them before belong to the time before (E28).
 */
export async function beginAnew(
  db: Db,
  source: Source & { today: Day },
  personIds: string[],
): Promise<void> {
  const { orgId, now } = source
  if (personIds.length === 0) return
  await endRights(db, source, personIds)
  await db
    .updateTable('grantProposal')
    .set({ decidedAt: now })
    .where('orgId', '=', orgId)
    .where('personId', 'in', personIds)
    .where('decidedAt', 'is', null)
    .where('revokesId', 'is', null)
    .execute()
  await db
    .deleteFrom('invitation')
    .where('orgId', '=', orgId)
    .where('personId', 'in', personIds)
    .where('usedAt', 'is', null)
    .execute()
}
