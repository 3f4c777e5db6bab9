import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '../../accounts/policy.ts'
import { inView, isOpen } from '../../commitments/queries.ts'
import '../../commitments/table.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import type { Todo } from '../contract.ts'
import { seasonOf, summaryRhythms, type SummaryRhythm } from './rules.ts'

/** How often promises are asked about here; not at all, until HR says so. */
export const rhythmOf = ({ org }: Pick<Context, 'org'>): SummaryRhythm =>
  z.enum(summaryRhythms).catch('never').parse(org.settings.summaryRhythm)

/**
 * In a new month or quarter: one's own promises from before it that are open, and of which nobody has
 * written since it began how they go.
 */
export async function summaryFor(context: Context): Promise<Todo[]> {
  const { db, orgId, org, today } = context
  const rhythm = rhythmOf(context)
  if (rhythm === 'never') return []
  const { start, from, dueOn } = seasonOf(await calendarOf(db, orgId), rhythm, today)
  if (today < from) return []
  const began = sql`(${start}::date::timestamp at time zone ${org.timezone})`
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from commitment c
     where c.org_id = ${orgId} and ${inView('mine', context)} and ${isOpen} and c.agreed_at < ${began}
       and not exists (select from check_in k where k.org_id = c.org_id and k.commitment_id = c.id
                          and k.written_at >= ${began})`.execute(db)
  const { count } = rows[0]!
  return count === 0 ? [] : [{ kind: 'summary', rhythm, count, dueOn }]
}
