import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { PersonRef } from '../contract.ts'

/** A person as pages name them: name, number, department and position of today. SQL over an id column. */
export const personRef = (id: string) => sql<PersonRef>`(
  select json_build_object('id', p.id, 'name', p.name, 'employeeNo', p.employee_no,
    'department', coalesce(d.path, ''), 'position', coalesce(a.position, ''))
  from person p
  left join assignment a on a.org_id = p.org_id and a.person_id = p.id and a.kind = 'primary' and a.to_on is null
  left join department d on d.org_id = a.org_id and d.id = a.department_id
  where p.org_id = c.org_id and p.id = ${sql.ref(id)})`

/** The same for some ids, by id. */
export async function peopleRefs(
  db: Db,
  orgId: string,
  ids: string[],
): Promise<Map<string, PersonRef>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<PersonRef>`
    select p.id, p.name, p.employee_no, coalesce(d.path, '') as department, coalesce(a.position, '') as position
      from person p
      left join assignment a on a.org_id = p.org_id and a.person_id = p.id and a.kind = 'primary' and a.to_on is null
      left join department d on d.org_id = a.org_id and d.id = a.department_id
     where p.org_id = ${orgId} and p.id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}
