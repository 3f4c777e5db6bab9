import { createRequire } from 'node:module'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Context } from '../accounts/policy.ts'
import type { Department, PersonLine } from './contract.ts'
import { type Day, inTreeOrder } from './rules.ts'
import type { AssignmentTable, PersonTable } from './table.ts'

// The dictionary is read with the first name that is written, not with every start.
const require = createRequire(import.meta.url)
let dictionary: typeof import('pinyin-pro') | null = null
const sounds = () => (dictionary ??= require('pinyin-pro') as typeof import('pinyin-pro'))

/**
 * How a name is typed by somebody who searches for it: `王小明` → `wangxiaoming`, `wxm`; 吕 is `lv`.
 * Family names are read as such (单 shan, 解 xie), letters stay letters, a character without a known
 * sound is left out. Written with the person, so that a search never has to guess.
 */
export function nameSounds(name: string): { pinyin: string; initials: string } {
  const syllables = sounds()
    .pinyin(name, {
      toneType: 'none',
      type: 'array',
      surname: 'head',
      nonZh: 'consecutive',
      v: true,
    })
    .flatMap((syllable) =>
      syllable
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .split(/[^a-z0-9]+/),
    )
    .filter(Boolean)
  return { pinyin: syllables.join(''), initials: syllables.map((syllable) => syllable[0]).join('') }
}

/** People as lists show them: found by name, pinyin, initials or number, a page at a time. */
export async function peopleMatching(
  { db, orgId, today }: Asking,
  filter: Filter,
  page: { after?: { sound: string; id: string }; limit: number },
): Promise<PersonLine[]> {
  const { after, limit } = page
  const { rows } = await sql<PersonLine>`
    select p.id, p.name, p.employee_no, p.pinyin as sound, p.left_on, p.account_id is not null as has_account,
           coalesce(d.path, '') as department, d.id as department_id, coalesce(a.position, '') as position, a.level,
           case when m.id is null then null else json_build_object('id', m.id, 'name', m.name, 'employeeNo', m.employee_no) end as manager
      ${matching({ orgId, today }, filter)}
       ${after ? sql`and (p.pinyin, p.id) > (${after.sound}, ${after.id}::uuid)` : sql``}
     order by p.pinyin, p.id limit ${limit}`.execute(db)
  return rows
}

/** How many people a filter finds. */
export async function countMatching({ db, orgId, today }: Asking, filter: Filter): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*) as count ${matching({ orgId, today }, filter)}`.execute(db)
  return rows[0]!.count
}

export interface Filter {
  q: string
  departmentId?: string
  level?: string
  manager?: string
  status: 'here' | 'left'
}

type Asking = Pick<Context, 'db' | 'orgId' | 'today'>

/**
 * The primary posts in force on a day, one a person at most. A planned post is not in force before
 * its day, and one with a planned end is until then. Stands where a table does: the planner looks
 * through it.
 */
export const postsOn = (day: string) => sql<AssignmentTable>`(
  select * from assignment
   where kind = 'primary' and from_on <= ${day}::date and (to_on is null or to_on > ${day}::date))`

/** People with what their post of a day says; without one they have no department and no manager. */
export const peopleOn = (day: string) => sql<
  PersonTable & {
    department: string
    departmentId: string | null
    position: string
    jobFamily: string | null
    level: string | null
    managerId: string | null
  }
>`(
  select human.*, coalesce(place.path, '') as department, post.department_id, coalesce(post.position, '') as position,
         post.job_family, post.level, post.manager_id
    from person human
    left join ${postsOn(day)} post on post.org_id = human.org_id and post.person_id = human.id
    left join department place on place.org_id = post.org_id and place.id = post.department_id)`

/** Orders somebody's posts: the latest that has begun first, then those still to come. */
export const nearestTo = (day: string) => sql`from_on > ${day}::date, abs(from_on - ${day}::date)`

/** The post of the day; of somebody who has left the last one, of somebody yet to come the first. */
export const postOn = (orgId: string, day: string) => sql`(
  select distinct on (person_id) * from assignment
   where org_id = ${orgId} and kind = 'primary' order by person_id, ${nearestTo(day)})`

function matching(
  { orgId, today }: { orgId: string; today: string },
  { q, departmentId, level, manager, status }: Filter,
) {
  const typed = q.normalize('NFC').trim()
  const sounds = typed.toLowerCase().replaceAll(/[\s'·]/g, '')
  const here = status === 'here'
  const posts = here ? postsOn(today) : postOn(orgId, today)
  return sql`
      from person p
      left join ${posts} a on a.org_id = p.org_id and a.person_id = p.id
      left join department d on d.org_id = p.org_id and d.id = a.department_id
      left join person m on m.org_id = p.org_id and m.id = a.manager_id
     where p.org_id = ${orgId} and p.merged_into is null
       ${here ? sql`and (p.left_on is null or p.left_on > ${today})` : sql`and p.left_on <= ${today}`}
       ${level ? sql`and a.level = ${level}` : sql``}
       ${manager === 'none' ? sql`and a.id is not null and a.manager_id is null` : manager ? sql`and a.manager_id = ${manager}` : sql``}
       ${departmentId ? sql`and d.id in (${subtree(orgId, departmentId)})` : sql``}
       ${
         typed
           ? sql`and (strpos(p.name, ${typed}) > 0 or starts_with(lower(p.employee_no), ${typed.toLowerCase()})
                 ${/^[a-z0-9]+$/.test(sounds) ? sql`or starts_with(p.pinyin, ${sounds}) or starts_with(p.initials, ${sounds}) or strpos(lower(replace(p.name, ' ', '')), ${sounds}) > 0` : sql``})`
           : sql``
       }`
}

/** A department and everything below it. */
export const subtree = (orgId: string, departmentId: string) => sql`
  select below.id from department at join department below on below.org_id = at.org_id
     and (below.id = at.id or starts_with(below.path, at.path || '/'))
   where at.org_id = ${orgId} and at.id = ${departmentId}`

/** The departments in the order of the tree, with the people of today. */
export async function departmentsWithCounts({ db, orgId, today }: Asking): Promise<Department[]> {
  const { rows } = await sql<Omit<Department, 'total'>>`
    select d.id, d.parent_id, d.name, d.path, count(p.id)::int as people
      from department d
      left join ${postsOn(today)} a on a.org_id = d.org_id and a.department_id = d.id
      left join person p on p.org_id = a.org_id and p.id = a.person_id and (p.left_on is null or p.left_on > ${today})
     where d.org_id = ${orgId} and d.closed_at is null
     group by d.org_id, d.id order by d.id`.execute(db)
  return inTreeOrder(rows)
}

/**
 * Whom everybody reports to from a day on, for the question whether a change closes a loop: that day
 * or on any later one on which a planned post begins.
 */
export async function linesFrom({ db, orgId }: Pick<Context, 'db' | 'orgId'>, day: Day) {
  const { rows } = await sql<Pick<AssignmentTable, 'personId' | 'managerId' | 'fromOn' | 'toOn'>>`
    select person_id, manager_id, from_on, to_on from assignment
     where org_id = ${orgId} and kind = 'primary' and (to_on is null or to_on > ${day}::date)`.execute(
    db,
  )
  const posts = Map.groupBy(rows, ({ personId }) => personId)
  const planned = rows.map(({ fromOn }) => fromOn).filter((fromOn) => fromOn > day)
  return {
    days: [...new Set([day, ...planned.toSorted()])],
    managerOn: (on: Day) => (personId: string) =>
      posts.get(personId)?.find(({ fromOn, toOn }) => fromOn <= on && (toOn === null || toOn > on))
        ?.managerId ?? null,
  }
}

/** Names by id, also of people who have left. */
export async function namesOf(
  db: Db,
  orgId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from person where org_id = ${orgId} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
