import { sql } from 'kysely'
import { among } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import { peopleOn } from '../../org/queries.ts'
import type { PersonRef } from '../contract.ts'

/**
 * A person as pages name them: name, number, department and position of a day. SQL over an id column
 * beside the table `c`.
 */
export const personRef = (id: string, day: string) => sql<PersonRef>`(
  select json_build_object('id', p.id, 'name', p.name, 'employeeNo', p.employee_no,
    'department', p.department, 'position', p.position)
  from ${peopleOn(day)} p
  where p.org_id = c.org_id and p.id = ${sql.ref(id)})`

/** The same for some ids on the day of asking, by id. */
export async function peopleRefs(
  { db, orgId, today }: Pick<Context, 'db' | 'orgId' | 'today'>,
  ids: string[],
): Promise<Map<string, PersonRef>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<PersonRef>`
    select p.id, p.name, p.employee_no, p.department, p.position
      from ${peopleOn(today)} p
     where p.org_id = ${orgId} and p.id ${among(ids)}`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Who was faster, by name; empty when it was the person themself, in another window. */
export async function otherName(context: Context, id: string): Promise<string> {
  if (id === context.actor.personId) return ''
  return (await peopleRefs(context, [id])).get(id)?.name ?? ''
}
