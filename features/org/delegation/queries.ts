import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { Context, Role } from '../../accounts/policy.ts'
import { postsOn } from '../queries.ts'
import type { Delegation } from './contract.ts'
import { answerDelegation, withdrawDelegation } from './policy.ts'
import { stateOn } from './rules.ts'
import type { DelegationTable } from './table.ts'

type Somebody = Delegation['from']
type Row = DelegationTable & { from: Somebody; to: Somebody; employees: Somebody[] | null }
type Asking = Pick<Context, 'db' | 'orgId' | 'today' | 'actor'>

const somebody = (id: string) => sql`(select json_build_object('id', p.id, 'name', p.name,
  'employeeNo', p.employee_no) from person p where p.org_id = d.org_id and p.id = ${sql.ref(id)})`

/** Delegations one has a part in, the newest first; `id` asks for one. */
export async function delegationsOf(
  { db, orgId, today, actor }: Asking,
  id: string | null = null,
): Promise<Delegation[]> {
  const me = actor.personId
  const { rows } = await sql<Row>`
    select d.*, ${somebody('d.from_id')} as from, ${somebody('d.to_id')} as to,
           (select json_agg(json_build_object('id', p.id, 'name', p.name, 'employeeNo', p.employee_no)
              order by p.pinyin, p.id)
              from person p where p.org_id = d.org_id and p.id = any(d.employee_ids)) as employees
      from delegation d
     where d.org_id = ${orgId} and (d.from_id = ${me} or d.to_id = ${me})
       and (${id}::uuid is null or d.id = ${id})
     order by d.id desc limit 100`.execute(db)
  return rows.map((row) => {
    const { from, to, employees, fromOn, untilOn, reason, askedAt } = row
    const state = stateOn(row, today)
    const standing = { fromId: row.fromId, toId: row.toId, state }
    return {
      id: row.id,
      from,
      to,
      employees: row.employeeIds ? (employees ?? []) : null,
      fromOn,
      untilOn,
      reason,
      askedAt,
      state,
      refusals: {
        answer: answerDelegation(me, standing),
        withdraw: withdrawDelegation(me, standing),
      },
    }
  })
}

/** Who reports to somebody on a day. */
export async function reportsOf(
  { db, orgId, today }: Pick<Asking, 'db' | 'orgId' | 'today'>,
  managerId: string,
): Promise<Somebody[]> {
  const { rows } = await sql<Somebody>`
    select p.id, p.name, p.employee_no from ${postsOn(today)} a
      join person p on p.org_id = a.org_id and p.id = a.person_id
     where a.org_id = ${orgId} and a.manager_id = ${managerId}
       and (p.left_on is null or p.left_on > ${today})
     order by p.pinyin, p.id`.execute(db)
  return rows
}

/** Somebody's manager on a day, that manager's, and so on. */
export async function lineAbove(
  db: Db,
  { orgId, today }: Pick<Asking, 'orgId' | 'today'>,
  personId: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive up (id, depth) as (
      select a.manager_id, 1 from ${postsOn(today)} a where a.org_id = ${orgId} and a.person_id = ${personId}
      union
      select a.manager_id, up.depth + 1 from up join ${postsOn(today)} a
          on a.org_id = ${orgId} and a.person_id = up.id
       where up.depth < 50
    ) select distinct id from up where id is not null`.execute(db)
  return rows.map(({ id }) => id)
}

/** The roles somebody holds or is about to: what a role shuts out, it shuts out beforehand. */
export async function rolesOf(
  { db, orgId, now }: Pick<Context, 'db' | 'orgId' | 'now'>,
  personId: string,
): Promise<Role[]> {
  const rows = await db
    .selectFrom('roleGrant')
    .select('role')
    .where('orgId', '=', orgId)
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .where((is) => is.or([is('toAt', 'is', null), is('toAt', '>', now)]))
    .execute()
  return rows.map(({ role }) => role)
}
