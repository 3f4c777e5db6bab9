import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

/**
 * How many conversations of these people are neither sealed nor closed. An import asks before it
 * moves people; the conversations keep the snapshot they began with.
 */
export async function runningConversations(
  db: Db,
  orgId: string,
  personIds: string[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from conversation
     where org_id = ${orgId} and employee_id = any(${personIds}) and sealed_at is null and closed_at is null`.execute(
    db,
  )
  return rows[0]!.count
}
