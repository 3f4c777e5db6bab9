import { sql } from 'kysely'
import type { Context } from '../../accounts/policy.ts'
import { decideGrant } from '../policy.ts'
import type { GrantProposalTable } from '../table.ts'

/** Open proposals about a person's roles, each with why this actor may not decide it. */
export async function proposals({ db, orgId, actor, now }: Context, personId: string) {
  const rows = await db
    .selectFrom('grantProposal')
    .leftJoin('department', (join) =>
      join
        .onRef('department.orgId', '=', 'grantProposal.orgId')
        .onRef('department.id', '=', 'grantProposal.departmentId'),
    )
    .innerJoin('person', (join) =>
      join
        .onRef('person.orgId', '=', 'grantProposal.orgId')
        .onRef('person.id', '=', 'grantProposal.proposedBy'),
    )
    .selectAll('grantProposal')
    .select(['department.path as department', 'person.name as proposedByName'])
    .where('grantProposal.orgId', '=', orgId)
    .where('grantProposal.personId', '=', personId)
    .where('grantProposal.decidedAt', 'is', null)
    .orderBy('grantProposal.id')
    .execute()
  const security = new Set(await holdersOf({ db, orgId, now }, 'securityAdmin'))
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    department: row.department,
    toAt: row.toAt,
    reason: row.reason,
    revokes: row.revokesId !== null,
    proposedBy: row.proposedByName,
    proposedAt: row.proposedAt,
    refusal: decideGrant(actor, { ...row, proposerIsSecurity: security.has(row.proposedBy) }),
  }))
}

/** Whether a grant gives its rights at that moment, over the alias `g`: begun, not over, not taken back. */
export const inForce = (now: Date) => sql<boolean>`(g.revoked_at is null and g.from_at <= ${now}
  and (g.to_at is null or g.to_at > ${now}))`

/** The people who hold a role at that moment and could act on it: who leaves later is still here. */
export async function holdersOf(
  { db, orgId, now }: Pick<Context, 'db' | 'orgId' | 'now'>,
  role: GrantProposalTable['role'],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct p.id from role_grant g
      join person p on p.org_id = g.org_id and p.id = g.person_id
      join organization o on o.id = g.org_id
     where g.org_id = ${orgId} and g.role = ${role} and ${inForce(now)} and p.account_id is not null
       and (p.left_on is null or p.left_on > (${now}::timestamptz at time zone o.timezone)::date)`.execute(
    db,
  )
  return rows.map((row) => row.id)
}
