import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import { postOn } from '../../queries.ts'
import type { Day } from '../../rules.ts'
import { numberKey } from '../cells/rules.ts'
import type { KnownPerson } from '../verdicts/contract.ts'

/**
 * Everybody the organization knows, with the post of the day; somebody who has left with the last
 * one. Two plain joins: 100,000 people in well under a second.
 */
export async function knownPeople(db: Db, orgId: string, today: Day): Promise<KnownPerson[]> {
  const { rows } = await sql<KnownPerson>`
    select p.id, p.employee_no, p.name, p.gender, p.email, p.phone, p.hired_on, p.left_on,
           d.path as department, coalesce(post.position, '') as position, post.job_family, post.level,
           m.employee_no as manager_no
      from person p
      left join ${postOn(orgId, today)} post on post.person_id = p.id
      left join department d on d.org_id = p.org_id and d.id = post.department_id
      left join person m on m.org_id = p.org_id and m.id = post.manager_id
     where p.org_id = ${orgId} and p.merged_into is null`.execute(db)
  return rows
}

/** Numbers of accounts that were joined to another, by the key they are compared with, each with that other's. */
export async function joinedNumbers(db: Db, orgId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ was: string; is: string }>`
    select p.employee_no as was, k.employee_no as is from person p
      join person k on k.org_id = p.org_id and k.id = p.merged_into
     where p.org_id = ${orgId} and p.merged_into is not null`.execute(db)
  return new Map(rows.map(({ was, is }) => [numberKey(was), is]))
}

/** Changes of reporting lines wait for each other, so that two of them cannot close a loop together. */
export const holdReportingLines = (db: Db, orgId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended('org.lines:' || ${orgId}, 0))`.execute(db)
