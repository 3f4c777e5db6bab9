import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { peopleOn } from '../../org/queries.ts'
import { isPilot } from '../rules.ts'
import { postsIn } from '../segments/queries.ts'
import type { CycleTable } from '../table.ts'
import { resolve, type Candidate, type Resolution } from './rules.ts'

/** Everybody who works here on `today`, in the order of employee numbers, with the post of that day. */
export async function candidates(db: Db, orgId: string, today: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select p.id, p.employee_no, p.name, p.hired_on, p.account_id is not null as has_account,
           p.department_id, p.department, p.position, p.level, p.job_family, p.manager_id
      from ${peopleOn(today)} p
     where p.org_id = ${orgId} and p.department_id is not null and (p.left_on is null or p.left_on > ${today})
     order by p.employee_no collate "C"`.execute(db)
  return rows
}

/** The departments with everything below them; null when none is named. */
export async function subtree(
  db: Db,
  orgId: string,
  departmentIds: string[],
): Promise<Set<string> | null> {
  if (departmentIds.length === 0) return null
  const { rows } = await sql<{ id: string }>`
    select below.id from department at
      join department below on below.org_id = at.org_id
           and (below.id = at.id or starts_with(below.path, at.path || '/'))
     where at.org_id = ${orgId} and at.id = any(${departmentIds}::uuid[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Every department's ids from the root down to itself. */
export async function chains(db: Db, orgId: string): Promise<Map<string, string[]>> {
  const departments = await db
    .selectFrom('department')
    .select(['id', 'parentId'])
    .where('orgId', '=', orgId)
    .execute()
  const parentOf = new Map(departments.map(({ id, parentId }) => [id, parentId]))
  const chainOf = (id: string): string[] => {
    const parent = parentOf.get(id)
    return parent ? [...chainOf(parent), id] : [id]
  }
  return new Map(departments.map(({ id }) => [id, chainOf(id)]))
}

/**
 * Who takes part in a cycle and is not in yet, as things stand on `today`, and everybody who works
 * here.
 */
export async function resolution(
  db: Db,
  cycle: CycleTable,
  today: string,
): Promise<Resolution & { employed: Candidate[] }> {
  const employed = await candidates(db, cycle.orgId, today)
  const departmentIds = await subtree(db, cycle.orgId, cycle.population.departmentIds)
  const { population, mapping, pilot } = cycle
  // Once the pilot runs, the next launch is the roll-out.
  const begins = pilot && isPilot(cycle) && !cycle.launchedAt
  const pilotIds = begins
    ? ((await subtree(db, cycle.orgId, pilot.departmentIds)) ?? new Set<string>())
    : null
  // Only a rule that names a department has to know where departments lie.
  const byDepartment = mapping.some(({ departmentIds = [] }) => departmentIds.length > 0)
  const chainsById = byDepartment ? await chains(db, cycle.orgId) : new Map<string, string[]>()
  const already = cycle.launchAskedAt
    ? await db
        .selectFrom('participation')
        .select('personId')
        .where('orgId', '=', cycle.orgId)
        .where('cycleId', '=', cycle.id)
        .execute()
    : []
  const period = { from: cycle.periodFrom, to: cycle.periodTo }
  const question = {
    population,
    mapping,
    departmentIds,
    pilotIds,
    chainOf: (id: string) => chainsById.get(id) ?? [],
    taken: new Set(already.map(({ personId }) => personId)),
    candidates: employed,
    posts: await postsIn(db, cycle.orgId, period, today),
    period,
    today,
  }
  return { ...resolve(question), employed }
}
