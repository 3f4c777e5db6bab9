import { sql, type RawBuilder } from 'kysely'
import type { Context } from '../../../accounts/policy.ts'
import type { Evidence } from '../rules.ts'
import '../table.ts'

type Asking = Pick<Context, 'db' | 'orgId'>

/** More people of one name than this, and the name says nothing. */
const sameNameAtMost = 3

// As `phoneDigits` reads it, so that two spellings of one number meet.
const digits = (column: string) =>
  sql`regexp_replace(regexp_replace(${sql.ref(column)}, '\\D', '', 'g'), '^(00)?86(?=\\d{11}$)', '')`

/** What speaks for two of `person` being one, over the aliases `a` and `b`. */
const speaks: Record<Evidence, RawBuilder<boolean>> = {
  mail: sql`lower(a.email) = lower(b.email)`,
  phone: sql`length(${digits('a.phone')}) >= 7 and ${digits('a.phone')} = ${digits('b.phone')}`,
  nameAndHired: sql`a.name = b.name and a.hired_on = b.hired_on`,
  // One had left before the other came.
  nameAndReturn: sql`a.name = b.name and a.gender is not distinct from b.gender
    and (a.left_on <= b.hired_on or b.left_on <= a.hired_on)`,
}

const evidence = sql`array_remove(array[${sql.join(
  Object.entries(speaks).map(([name, is]) => sql`case when ${is} then ${sql.lit(name)} end`),
)}]::text[], null)`

export interface Suggestion {
  oneId: string
  otherId: string
  evidence: Evidence[]
}

/** Pairs that look like one person each, the plainest first; none that somebody has said are two, or asked about. */
export async function suggestionsIn({ db, orgId }: Asking, limit = 100): Promise<Suggestion[]> {
  const { rows } = await sql<Suggestion>`
    with here as (
      select p.*, ${digits('p.phone')} as digits, count(*) over (partition by p.name) as namesakes
        from person p where p.org_id = ${orgId} and p.merged_into is null),
    pair (one, other) as (
      select a.id, b.id from here a join here b on lower(b.email) = lower(a.email) and a.id < b.id
      union
      select a.id, b.id from here a join here b on b.digits = a.digits and a.id < b.id where length(a.digits) >= 7
      union
      select a.id, b.id from here a join here b on b.name = a.name and a.id < b.id
       where a.hired_on = b.hired_on
          or (a.namesakes <= ${sameNameAtMost} and ${speaks.nameAndReturn}))
    select a.id as one_id, b.id as other_id, ${evidence} as evidence
      from pair
      join person a on a.org_id = ${orgId} and a.id = pair.one
      join person b on b.org_id = ${orgId} and b.id = pair.other
     where not exists (select from not_double n where n.org_id = a.org_id and n.one_id = a.id and n.other_id = b.id)
       and not exists (select from person_merge m where m.org_id = a.org_id and m.decided_at is null
         and m.kept_id in (a.id, b.id) and m.merged_id in (a.id, b.id))
     order by cardinality(${evidence}) desc, a.name, a.id, b.id limit ${limit}`.execute(db)
  return rows
}

/** What speaks for these two being one; often nothing. */
export async function evidenceFor(
  { db, orgId }: Asking,
  oneId: string,
  otherId: string,
): Promise<Evidence[]> {
  const { rows } = await sql<{ evidence: Evidence[] }>`
    select ${evidence} as evidence from person a join person b on b.org_id = a.org_id and b.id = ${otherId}
     where a.org_id = ${orgId} and a.id = ${oneId}`.execute(db)
  return rows[0]?.evidence ?? []
}

interface Told {
  id: string
  name: string
  employeeNo: string
  /** Where they stand, or stood last. */
  department: string
  hiredOn: string | null
  leftOn: string | null
}

/** These people with what tells namesakes apart, by id. */
export async function toldApart(
  { db, orgId, today }: Asking & Pick<Context, 'today'>,
  ids: readonly string[],
): Promise<Map<string, Told>> {
  const { rows } = await sql<Told>`
    select p.id, p.name, p.employee_no, coalesce(d.path, '') as department, p.hired_on, p.left_on
      from person p
      left join lateral (select a.department_id from assignment a where a.org_id = p.org_id and a.person_id = p.id
        and a.kind = 'primary' and a.from_on <= ${today}::date order by a.from_on desc limit 1) post on true
      left join department d on d.org_id = p.org_id and d.id = post.department_id
     where p.org_id = ${orgId} and p.id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}
