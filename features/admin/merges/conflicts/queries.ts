import { sql } from 'kysely'
import type { Context } from '../../../accounts/policy.ts'
import { lineAbove, rolesOf } from '../../../org/delegation/queries.ts'
import { excludes } from '../../../org/grants/rules.ts'
import { personFor } from '../../../org/person/queries.ts'
import { isHere } from '../../../org/rules.ts'
import type { Pair } from '../moving/handlers.ts'
import type { Conflict } from '../contract.ts'
import type { ConflictKind } from '../rules.ts'

/** Two columns of one table that must not name the same person, whichever way round. */
const apart = [
  ['amendment', 'asked_by', 'decided_by'],
  ['break_glass', 'asked_by', 'decided_by'],
  ['chain_export', 'asked_by', 'decided_by'],
  ['chain_export', 'employee_id', 'decided_by'],
  ['erasure', 'asked_by', 'decided_by'],
  ['grant_proposal', 'proposed_by', 'decided_by'],
  ['grant_proposal', 'person_id', 'proposed_by'],
  ['grant_proposal', 'person_id', 'decided_by'],
  ['org_import', 'created_by', 'approved_by'],
  ['person_merge', 'asked_by', 'decided_by'],
  ['person_merge', 'undo_asked_by', 'undone_by'],
  ['second_factor_reset', 'asked_by', 'decided_by'],
  ['second_factor_reset', 'person_id', 'asked_by'],
  ['second_factor_reset', 'person_id', 'decided_by'],
  ['template_adoption', 'asked_by', 'decided_by'],
] as const

/**
 * What keeps these two from being one account, each kind with how often. The transaction must see everything
 * (`openOrg(…, 'all')`); nothing of what is counted leaves it.
 */
export async function conflictsOf(context: Context, pair: Pair): Promise<Conflict[]> {
  const { db, orgId, today, now } = context
  const { keptId, mergedId } = pair
  const kept = await personFor(context, keptId)
  const merged = await personFor(context, mergedId)
  const inTalk = sql`x.one in (c.employee_id, c.manager_id)`
  const ofTalk = (table: string, column: string, open: string) => sql`
    select count(*) from x join conversation c on c.org_id = ${orgId} and ${inTalk}
      join ${sql.table(table)} d on d.org_id = c.org_id and d.conversation_id = c.id and d.${sql.ref(column)} = x.other
     where ${sql.raw(open)}`
  const { rows } = await sql<Conflict>`
    with x (one, other) as (values (${keptId}::uuid, ${mergedId}::uuid), (${mergedId}::uuid, ${keptId}::uuid))
    select kind, count::int from (
      select 'cycle' as kind, (select count(*) from participation p join participation q
          on q.org_id = p.org_id and q.cycle_id = p.cycle_id and q.person_id = ${mergedId}
        where p.org_id = ${orgId} and p.person_id = ${keptId}) as count
      union all select 'manager', (select count(*) from x join assignment a
        on a.org_id = ${orgId} and a.person_id = x.one and a.manager_id = x.other)
      union all select 'talk', (select count(distinct c.id) from x join conversation c on c.org_id = ${orgId}
        where c.employee_id = x.one and x.other in (c.manager_id, c.line_manager_id)
           or (${inTalk} or exists (select from contribution o where o.org_id = c.org_id
                 and o.conversation_id = c.id and o.author_id = x.one))
              and exists (select from contribution o where o.org_id = c.org_id
                 and o.conversation_id = c.id and o.author_id = x.other))
      union all select 'signed', (select count(distinct s.record_id) from signature s join signature o
          on o.org_id = s.org_id and o.record_id = s.record_id and person_now(o.org_id, o.person_id) = ${mergedId}
        where s.org_id = ${orgId} and person_now(s.org_id, s.person_id) = ${keptId})
      union all select 'witness', (select count(*) from x
        join (select r.org_id, r.conversation_id, r.witness_id, r.noted_by as by_id from refusal_note r
              union select w.org_id, w.conversation_id, w.witness_id, w.asked_by from witness_request w) r
          on r.org_id = ${orgId} and r.witness_id = x.other
        join conversation c on c.org_id = r.org_id and c.id = r.conversation_id
        where x.one in (c.employee_id, c.manager_id, r.by_id))
      union all select 'approver', (select count(*) from x join role_grant g
          on g.org_id = ${orgId} and g.person_id = x.one and g.granted_by = x.other
        where g.revoked_at is null and (g.to_at is null or g.to_at > ${now}))
        + ${sql.join(
          apart.map(
            ([table, one, other]) => sql`(select count(*) from x join ${sql.table(table)} t
              on t.org_id = ${orgId} and t.${sql.ref(one)} = x.one and t.${sql.ref(other)} = x.other)`,
          ),
          sql` + `,
        )}
      union all select 'duty', (${ofTalk('appeal', 'handler_id', 'd.decided_at is null')})
        + (${ofTalk('intervention', 'hr_id', 'd.closed_at is null')})
        + (${ofTalk('attendance', 'hr_id', 'd.withdrawn_at is null and c.closed_at is null')})
        + (${ofTalk('break_glass', 'asked_by', 'd.withdrawn_at is null and d.ended_at is null and (d.decided_at is null or d.ends_at > now())')})
        + (${ofTalk('erasure', 'asked_by', 'd.erased_at is null and (d.decided_at is null or d.approved_at is not null)')})
        + (select count(*) from x join conversation c on c.org_id = ${orgId} and ${inTalk}
            join stage s on s.org_id = c.org_id and s.run_id = c.id and s.owner_id = x.other
           where s.done_at is null and s.skipped_at is null)
      union all select 'amending', (select count(*) from conversation c join amendment a
          on a.org_id = c.org_id and a.conversation_id = c.id
        where c.org_id = ${orgId} and (c.employee_id in (${keptId}, ${mergedId}) or c.manager_id in (${keptId}, ${mergedId}))
          and a.withdrawn_at is null and (a.decided_at is null or (a.approved_at is not null and a.sealed_at is null)))
    ) found where count > 0`.execute(db)
  const more: Conflict[] = []
  const add = (kind: ConflictKind, is: boolean) => is && more.push({ kind, count: 1 })
  add('keptHasLeft', !isHere(kept, today) && isHere(merged, today))
  add(
    'manager',
    !rows.some(({ kind }) => kind === 'manager') &&
      ((await lineAbove(db, context, keptId)).includes(mergedId) ||
        (await lineAbove(db, context, mergedId)).includes(keptId)),
  )
  const roles = await rolesOf(context, keptId)
  add(
    'roles',
    (await rolesOf(context, mergedId)).some((role) => roles.some((held) => excludes(role, held))),
  )
  add('lastHrAdmin', merged.isLastHrAdmin)
  return [...rows, ...more]
}

/** Talks that would go back and are being amended: what an amendment restores names the account of today. */
export async function amendedSince(
  { db, orgId }: Pick<Context, 'db' | 'orgId'>,
  { keptId }: Pair,
): Promise<boolean> {
  const { rows } =
    await sql`select from conversation c join amendment a on a.org_id = c.org_id and a.conversation_id = c.id
    where c.org_id = ${orgId} and ${keptId}::uuid in (c.employee_id, c.manager_id) and a.withdrawn_at is null
      and (a.decided_at is null or (a.approved_at is not null and a.sealed_at is null)) limit 1`.execute(
      db,
    )
  return rows.length > 0
}
