import { sql } from 'kysely'
import { json, type Db } from '../../../../../platform/database.ts'
import type { Source } from '../../../../../platform/events.ts'
import { nearestTo } from '../../../queries.ts'
import type { Day } from '../../../rules.ts'
import type {} from '../../../table.ts'

/** A post as rows of JSON carry it to SQL, with the names of the columns. */
export interface Post {
  id: string
  person_id: string
  department_id: string
  position: string
  job_family: string | null
  level: string | null
  manager_id: string | null
  from_on: Day
  to_on: Day | null
}

/** Writes posts in one statement, however many. */
export const insertPosts = (db: Db, { orgId, now }: Source, posts: Post[]) =>
  sql`
    insert into assignment (org_id, id, person_id, department_id, position, job_family, level, manager_id, kind, from_on, to_on, created_at)
    select ${orgId}, x.id, x.person_id, x.department_id, x.position, x.job_family, x.level, x.manager_id, 'primary', x.from_on, x.to_on, ${now}
      from jsonb_to_recordset(${json(posts)}) as x(id uuid, person_id uuid, department_id uuid, position text, job_family text,
        level text, manager_id uuid, from_on date, to_on date)`.execute(db)

/** A person with the post of a day; of somebody who has left the last one, of somebody yet to come the first. */
export interface PostNow extends Post {
  account_id: string | null
  employee_no: string
  name: string
  gender: string | null
  email: string | null
  phone: string | null
  hired_on: Day | null
  left_on: Day | null
}

/** People by their id, each with the post of today. */
export async function postsNow(
  db: Db,
  orgId: string,
  ids: string[],
  today: Day,
): Promise<Map<string, PostNow>> {
  const { rows } = await sql<PostNow>`
    select p.id as "person_id", a.id, a.department_id, a.position, a.job_family, a.level, a.manager_id, a.from_on, a.to_on,
           p.account_id, p.employee_no, p.name, p.gender, p.email, p.phone, p.hired_on, p.left_on
      from person p
      left join lateral (
        select * from assignment a
         where a.org_id = p.org_id and a.person_id = p.id and a.kind = 'primary'
         order by ${nearestTo(today)} limit 1) a on true
     where p.org_id = ${orgId} and p.id = any(${ids})`.execute(db)
  return new Map(rows.map((row) => snake(row)).map((row) => [row.person_id, row]))
}

// The camel-case plugin renames columns; what goes back to SQL as JSON keeps the database's names.
const snake = (row: object): PostNow =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
      value,
    ]),
  ) as unknown as PostNow

/**
 * Puts a new post in the place of the one in force. One that began today is overwritten: it was
 * never in force for a whole day.
 * @returns the ids of the posts made.
 */
export async function replacePosts(db: Db, writing: Source, posts: Post[]): Promise<string[]> {
  if (posts.length === 0) return []
  const { orgId } = writing
  const from = sql`from jsonb_to_recordset(${json(posts.map(({ person_id, from_on }) => ({ person_id, from_on })))}) as x(person_id uuid, from_on date)`
  await sql`delete from assignment a using (select x.* ${from}) x
    where a.org_id = ${orgId} and a.person_id = x.person_id and a.kind = 'primary' and a.from_on = x.from_on`.execute(
    db,
  )
  await sql`update assignment a set to_on = x.from_on ${from}
    where a.org_id = ${orgId} and a.person_id = x.person_id and a.kind = 'primary'
      and a.from_on < x.from_on and (a.to_on is null or a.to_on > x.from_on)`.execute(db)
  await insertPosts(db, writing, posts)
  return posts.map((post) => post.id)
}

/** Somebody's leaving; `before` is the day that was planned until now. */
export interface Leaving {
  person_id: string
  left_on: Day
  before: Day | null
}

/**
 * Ends every post, dotted ones too, on the day somebody leaves; a later leaving than the one planned
 * keeps the post until then. What was planned for afterwards never comes.
 */
export async function endPosts(
  db: Db,
  { orgId, today }: { orgId: string; today: Day },
  leavings: Leaving[],
): Promise<void> {
  if (leavings.length === 0) return
  const leaving = sql`jsonb_to_recordset(${json(leavings)}) as x(person_id uuid, left_on date, before date)`
  await sql`delete from assignment a using ${leaving}
    where a.org_id = ${orgId} and a.person_id = x.person_id and a.from_on >= x.left_on and a.from_on > ${today}::date
      and exists (select from assignment held where held.org_id = a.org_id and held.person_id = a.person_id
        and held.kind = 'primary' and held.from_on < x.left_on)`.execute(db)
  await sql`update assignment a set to_on = greatest(x.left_on, a.from_on) from ${leaving}
    where a.org_id = ${orgId} and a.person_id = x.person_id
      and (a.to_on is null or a.to_on > x.left_on or (a.kind = 'primary' and a.to_on = x.before and x.before > ${today}::date))`.execute(
    db,
  )
}

/** What later features need to know about a change of post. */
export const moveData = (
  before: { manager_id: string | null; department_id: string | null } | null,
  after: { manager_id: string | null; department_id: string | null; from_on: Day },
): Record<string, string | null> => ({
  from: after.from_on,
  managerBefore: before?.manager_id ?? null,
  managerAfter: after.manager_id,
  departmentBefore: before?.department_id ?? null,
  departmentAfter: after.department_id,
})
