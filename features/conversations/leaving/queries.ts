import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { record, type Source } from '../../../platform/events.ts'

/**
 * Closes what people who have left can no longer sign (已离职关闭); every word stays. Again changes nothing.
 * @param today 'YYYY-MM-DD' in the organization's zone; whoever leaves on it or before has left.
 * @param personId only this person's; undefined: everybody's.
 * @returns how many were closed now.
 */
export async function closeLeavers(
  db: Db,
  source: Source,
  today: string,
  personId: string | null = null,
): Promise<number> {
  const { rows } = await sql<{ id: string; employeeId: string }>`
    update conversation c set closed_at = ${source.now}, closed_reason = 'left', phase = 'closed'
      from person p
     where c.org_id = ${source.orgId} and p.org_id = c.org_id and p.id = c.employee_id and p.left_on <= ${today}
       and c.sealed_at is null and c.closed_at is null and (${personId}::uuid is null or c.employee_id = ${personId})
    returning c.id, c.employee_id`.execute(db)
  for (const { id, employeeId } of rows)
    await record(db, source, 'conversation.closed', {
      subjectId: id,
      personId: employeeId,
      data: { reason: 'left' },
    })
  return rows.length
}

/** Opens again what was closed because somebody had left, now that they are back; not in a cycle that is over. */
export async function reopenReturned(
  db: Db,
  source: Source,
  today: string,
  personId: string | null = null,
): Promise<number> {
  const { rows } = await sql<{ id: string; employeeId: string }>`
    update conversation c set closed_at = null, closed_reason = null,
        phase = coalesce((select s.phase from stage s where s.org_id = c.org_id and s.run_id = c.id and s.opened_at is not null
          and s.done_at is null and s.skipped_at is null order by s.position limit 1), 'prepare')
      from person p
     where c.org_id = ${source.orgId} and p.org_id = c.org_id and p.id = c.employee_id and (p.left_on is null or p.left_on > ${today})
       and c.closed_reason = 'left'
       and not exists (select from cycle y where y.org_id = c.org_id and y.id = c.cycle_id and y.closed_at is not null)
       and (${personId}::uuid is null or c.employee_id = ${personId})
    returning c.id, c.employee_id`.execute(db)
  for (const { id, employeeId } of rows)
    await record(db, source, 'conversation.reopened', { subjectId: id, personId: employeeId })
  return rows.length
}
