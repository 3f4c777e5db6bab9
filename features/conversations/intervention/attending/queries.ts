import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import type { Context } from '../../../accounts/policy.ts'
import type { PersonRef } from '../../contract.ts'
import type { Conversation } from '../../queries.ts'
import { personRef } from '../../people/queries.ts'
import type { Tellable } from '../rules.ts'
import type { AttendanceTable } from '../table.ts'
import '../table.ts'

/** Who of HR is to sit in a talk, unless the employee asked them not to. */
export async function assistantOf(
  db: Db,
  orgId: string,
  conversationId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('attendance')
    .select('hrId')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  return row?.hrId ?? null
}

/** Whoever of HR sat in while the two talked, oldest first; `until` null: to the end. Never why. */
export async function presentAt(
  { db, orgId, today }: Pick<Context, 'db' | 'orgId' | 'today'>,
  { id, talkStartedAt, talkEndedAt }: Pick<Conversation, 'id' | 'talkStartedAt' | 'talkEndedAt'>,
): Promise<{ hr: PersonRef; from: Date; until: Date | null }[]> {
  if (!talkStartedAt) return []
  const end = talkEndedAt ?? 'infinity'
  const { rows } = await sql<{ hr: PersonRef; from: Date; until: Date | null }>`
    select ${personRef('c.hr_id', today)} as hr, greatest(c.proposed_at, ${talkStartedAt}) as from,
           case when c.withdrawn_at < ${end} then c.withdrawn_at end as until
      from attendance c
     where c.org_id = ${orgId} and c.conversation_id = ${id} and c.proposed_at < ${end}
       and (c.withdrawn_at is null or c.withdrawn_at > ${talkStartedAt})
     order by c.id`.execute(db)
  return rows
}

/** Talks, over the alias `c`, in which somebody of HR sits in. */
export const assists = (personId: string) => sql<boolean>`exists (
  select from attendance t where t.org_id = c.org_id and t.conversation_id = c.id
     and t.hr_id = ${personId} and t.withdrawn_at is null)`

/** The newest attendance of a talk, or of one case, with the person. */
export async function attendanceOf(
  { db, orgId, today }: Pick<Context, 'db' | 'orgId' | 'today'>,
  wanted: { conversationId: string; interventionId?: string },
): Promise<(AttendanceTable & { hr: PersonRef }) | null> {
  const { conversationId, interventionId = null } = wanted
  const { rows } = await sql<AttendanceTable & { hr: PersonRef }>`
    select c.*, ${personRef('c.hr_id', today)} as hr from attendance c
     where c.org_id = ${orgId} and c.conversation_id = ${conversationId}
       and (${interventionId}::uuid is null or c.intervention_id = ${interventionId})
     order by c.id desc limit 1`.execute(db)
  return rows[0] ?? null
}

/**
 * Causes of a case as far as the two may be told. For somebody whom the second wall keeps from HR's side
 * there are none, which sounds like the rest.
 */
export async function tellable(
  { db, orgId }: Pick<Context, 'db' | 'orgId'>,
  interventionId: string,
): Promise<Tellable[]> {
  const { rows } = await sql<Tellable>`
    select k.code, q.asked_by, coalesce(a.about_manager, false) as is_about_manager
      from intervention_cause k
      left join intervention_ask q on q.org_id = k.org_id and k.code in ('complex', 'sensitive')
           and q.id::text = split_part(k.key, ':', 2)
      left join appeal a on a.org_id = k.org_id and k.code in ('dispute', 'appeal')
           and a.id::text = split_part(k.key, ':', 2)
     where k.org_id = ${orgId} and k.intervention_id = ${interventionId}`.execute(db)
  return rows
}
