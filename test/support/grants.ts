import type { Role } from '../../features/accounts/policy.ts'
import { newId } from '../../platform/ids.ts'
import type { Someone, Story } from './scenario.ts'

/** Gives somebody a role, as if it had always been theirs if not said; without a department everywhere. @returns its id. */
export async function grant(
  { services, orgId }: Pick<Story, 'services' | 'orgId'>,
  { personId }: Pick<Someone, 'personId'>,
  role: Role,
  departmentId: string | null = null,
  fromAt = new Date(0),
): Promise<string> {
  const id = newId()
  await services.database.inOrg(orgId, (db) =>
    db
      .insertInto('roleGrant')
      .values({
        orgId,
        id,
        personId,
        role,
        departmentId,
        fromAt,
        toAt: null,
        reason: null,
        grantedBy: null,
        revokedAt: null,
        revokedBy: null,
      })
      .execute(),
  )
  return id
}
