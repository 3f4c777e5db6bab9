import { sql } from 'kysely'
import type { Context } from '../accounts/policy.ts'
import { peopleOn } from '../org/queries.ts'
import type { Indicator } from './contract.ts'
import type { Named } from './rules.ts'
import './table.ts'

type Asking = Pick<Context, 'db' | 'orgId' | 'today'>

export interface Period {
  periodFrom: string
  periodTo: string
}

const fields = sql`i.id, i.department_id, i.period_from, i.period_to, i.company_goal, i.title, i.target,
  i.measure, i.weight, d.name as department`

/** The indicators of a period, department by department. */
export async function indicatorsOf(
  { db, orgId }: Asking,
  { periodFrom, periodTo }: Period,
): Promise<Indicator[]> {
  const { rows } = await sql<Indicator>`
    select ${fields} from department_indicator i
      join department d on d.org_id = i.org_id and d.id = i.department_id
     where i.org_id = ${orgId} and i.removed_at is null
       and i.period_from = ${periodFrom} and i.period_to = ${periodTo}
     order by d.path, i.company_goal, i.id`.execute(db)
  return rows
}

/** The periods there are indicators for, the latest first. */
export async function periodsOf({ db, orgId }: Asking): Promise<(Period & { count: number })[]> {
  const { rows } = await sql<Period & { count: number }>`
    select period_from, period_to, count(*)::int as count from department_indicator
     where org_id = ${orgId} and removed_at is null
     group by 1, 2 order by 1 desc, 2 desc limit 40`.execute(db)
  return rows
}

/** Departments with people that nothing of a period holds for, and how many have people. */
export async function withoutIndicators(
  { db, orgId, today }: Asking,
  { periodFrom, periodTo }: Period,
): Promise<{ names: string[]; count: number; of: number }> {
  const { rows } = await sql<{ name: string; isCovered: boolean }>`
    with recursive covered (id) as (
      select department_id from department_indicator
       where org_id = ${orgId} and removed_at is null and period_from = ${periodFrom} and period_to = ${periodTo}
      union select d.id from department d join covered on d.parent_id = covered.id where d.org_id = ${orgId})
    select d.name, d.id in (select id from covered) as is_covered from department d
     where d.org_id = ${orgId} and d.closed_at is null
       and d.id in (select p.department_id from ${peopleOn(today)} p
                     where p.org_id = ${orgId} and (p.left_on is null or p.left_on > ${today}::date))
     order by d.path`.execute(db)
  const names = rows.filter(({ isCovered }) => !isCovered).map(({ name }) => name)
  return { names: names.slice(0, 20), count: names.length, of: rows.length }
}

/** Every open department as a file may name it. */
export const departmentsNamed = ({ db, orgId }: Asking): Promise<Named[]> =>
  db
    .selectFrom('department')
    .select(['id', 'name', 'path'])
    .where('orgId', '=', orgId)
    .where('closedAt', 'is', null)
    .execute()

/**
 * What holds for a department between two days, its own first and then upwards. For whoever has a talk there.
 */
export async function indicatorsFor(
  { db, orgId }: Asking,
  departmentId: string,
  { from, until }: { from: string; until: string },
): Promise<Indicator[]> {
  const { rows } = await sql<Indicator>`
    with recursive up (id, depth) as (
      select ${departmentId}::uuid, 0
      union all select d.parent_id, up.depth + 1 from up
        join department d on d.org_id = ${orgId} and d.id = up.id where d.parent_id is not null and up.depth < 50)
    select ${fields} from up
      join department_indicator i on i.org_id = ${orgId} and i.department_id = up.id
      join department d on d.org_id = i.org_id and d.id = i.department_id
     where i.removed_at is null and i.period_from <= ${until}::date and i.period_to >= ${from}::date
     order by i.period_from desc, up.depth, i.company_goal, i.id limit 60`.execute(db)
  return rows
}
