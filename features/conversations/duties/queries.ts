import { sql } from 'kysely'
import type { Context } from '../../accounts/policy.ts'
import { isUnderWay } from '../amending/underway/queries.ts'
import { otherDuty, type Duty } from './policy.ts'

type Asking = Pick<Context, 'db' | 'orgId' | 'now'>

/**
 * What somebody has to do with a record at the moment: an open case that is theirs to decide, an amendment
 * they asked for or approved, an emergency, an erasure, being beside the talk for HR. Whoever is to decide
 * a case has none that is over either: what they brought about is what the case may be about.
 */
async function dutiesOf(
  { db, orgId, now }: Asking,
  conversationId: string,
  personId: string,
  wanted: Duty,
): Promise<Duty[]> {
  const ofRecord = (alias: string) =>
    sql`${sql.ref(`${alias}.org_id`)} = ${orgId} and ${sql.ref(`${alias}.conversation_id`)} = ${conversationId}`
  const isEver = wanted === 'case'
  // Erasure is a later feature's table; who asks for the end of a record decides nothing else about it.
  const { rows } = await sql<{ duty: Duty }>`
    select 'case' as duty where exists (select from appeal p where ${ofRecord('p')}
      and p.handler_id = ${personId} and p.decided_at is null)
    union all select 'amendment' where exists (select from amendment a where ${ofRecord('a')}
      and ${personId} in (a.asked_by, a.decided_by) and a.withdrawn_at is null
      and (${isEver} or a.decided_at is null or ${isUnderWay}))
    union all select 'glass' where exists (select from break_glass b where ${ofRecord('b')}
      and ${personId} in (b.asked_by, b.decided_by) and b.withdrawn_at is null
      and (b.decided_at is null or (b.approved_at is not null and b.ended_at is null and b.ends_at > ${now})))
    union all select 'privacy' where exists (select from erasure e where ${ofRecord('e')}
      and ${personId} in (e.asked_by, e.decided_by) and e.erased_at is null
      and (e.decided_at is null or e.approved_at is not null))
    union all select 'beside' where exists (select from intervention i where ${ofRecord('i')}
      and i.hr_id = ${personId} and i.accepted_at is not null and i.closed_at is null)`.execute(db)
  return rows.map(({ duty }) => duty)
}

/** Why somebody may not take this on about a record: they decide something else about it (E22). */
export const dutyConflict = async (
  asking: Asking,
  wanted: Duty,
  conversationId: string,
  personId: string,
) => otherDuty(wanted, await dutiesOf(asking, conversationId, personId, wanted))
