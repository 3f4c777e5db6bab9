import { sql } from 'kysely'
import type { Context } from '../../../accounts/policy.ts'
import type { Asking, Found } from '../../queries.ts'
import type { Hint } from '../contract.ts'
import '../table.ts'

/**
 * Counts a text that has just been handed in, the first time only and while its cycle runs: how many there
 * are, and how many with a hint still standing. Nothing says whose it was.
 */
export async function countHandedIn(
  context: Pick<Context, 'db' | keyof Asking>,
  found: Found,
  part: 'self' | 'manager',
  hints: readonly Hint[],
): Promise<void> {
  if (!found.cycleId) return
  await sql`
    insert into hint_count as so (org_id, cycle_id, department_id, texts, hinted)
    select c.org_id, c.id, ${found.departmentId}, 1, ${hints.length > 0 ? 1 : 0}
      from cycle c
     where c.org_id = ${context.orgId} and c.id = ${found.cycleId} and c.closed_at is null
       and 1 = (select count(*) from event e where e.org_id = c.org_id and e.subject_id = ${found.id}
         and e.kind = 'conversation.submitted' and e.data->>'part' = ${part})
    on conflict (org_id, cycle_id, department_id) do update
      set texts = so.texts + 1, hinted = so.hinted + excluded.hinted`.execute(context.db)
}

/** Per department: the texts counted, and how many people handed something in at all. */
export async function countedIn(
  { db, orgId }: Pick<Context, 'db' | 'orgId'>,
  cycleId: string,
): Promise<{ departmentId: string; texts: number; hinted: number; people: number }[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof countedIn>>[number]>`
    select n.department_id, n.texts, n.hinted,
           (select count(distinct p.person_id)::int from participation p
              join part w on w.org_id = p.org_id and w.conversation_id = p.conversation_id
               and w.kind = 'self' and w.submitted_at is not null
             where p.org_id = n.org_id and p.cycle_id = n.cycle_id and p.department_id = n.department_id) as people
      from hint_count n where n.org_id = ${orgId} and n.cycle_id = ${cycleId}`.execute(db)
  return rows
}
