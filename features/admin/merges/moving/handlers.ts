import { sql } from 'kysely'
import { json, type Db } from '../../../../platform/database.ts'
import type { Source } from '../../../../platform/events.ts'
import { setAccountDisabled, setSignInNames } from '../../../accounts/queries.ts'
import { endRights } from '../../../org/returning/handlers.ts'
import { followed, partsInTalk, type Followed } from '../columns/rules.ts'
import type { Moved } from './rules.ts'

/** Who goes on, and who is joined to them. */
export interface Pair {
  keptId: string
  mergedId: string
}

type Moving = Source & { today: string }

// Where a row of the same kind would stand twice, the one that goes on keeps theirs.
const alreadyThere: Record<string, string> = {
  'notice.person_id': 'k.kind = t.kind and k.subject_id = t.subject_id',
  'talent_mark.person_id': 'k.lifted_at is null and t.lifted_at is null',
  'checkpoint_contact.person_id': 'true',
  'survey_invitee.person_id': 'k.survey_id = t.survey_id',
}

/**
 * Joins one person's account to the other: rows of what is still worked on name the one that goes on, roles
 * and deputies of the other end, its account is closed and every session of it is over. In the caller's
 * transaction, which must see everything (`openOrg(…, 'all')`).
 * @returns what was handed over, enough to hand it back
 */
export async function handOver(db: Db, moving: Moving, pair: Pair): Promise<Moved> {
  const { orgId, now, today } = moving
  const { keptId, mergedId } = pair
  const before = await standing(db, orgId, mergedId)
  const ended = await endRights(db, moving, [mergedId])
  const listedIn = await relist(db, orgId, mergedId, keptId)
  const posts = await handOverPosts(db, moving, pair)
  const rows = await handOverRows(db, orgId, pair)
  await sql`update person set merged_into = ${keptId}, left_on = least(left_on, ${today}::date), updated_at = ${now}
    where org_id = ${orgId} and id = ${mergedId}`.execute(db)
  await sql`delete from invitation where org_id = ${orgId} and person_id = ${mergedId} and used_at is null`.execute(
    db,
  )
  if (before.account) {
    await setAccountDisabled(db, orgId, before.account.id, now)
    await setSignInNames(db, orgId, before.account.id, [])
  }
  await renameSignIn(db, orgId, keptId)
  return { rows, posts, ...before, ...ended, listedIn }
}

/** Rows written under the joined account while the merge was under way; again finds nothing. */
export async function handOverRows(
  db: Db,
  orgId: string,
  { keptId, mergedId }: Pair,
): Promise<Moved['rows']> {
  const moved: Moved['rows'] = {}
  for (const { table, column, key } of followed) {
    const name = `${table}.${column}`
    const unless = alreadyThere[name]
    const { rows } = await sql<{ key: string[] }>`
      update ${sql.table(table)} t set ${sql.ref(column)} = ${keptId}
       where t.org_id = ${orgId} and t.${sql.ref(column)} = ${mergedId}
         ${
           unless
             ? sql`and not exists (select from ${sql.table(table)} k where k.org_id = t.org_id
                 and k.${sql.ref(column)} = ${keptId} and ${sql.raw(unless)})`
             : sql``
         }
      returning array[${keyOf(key, 't')}] as key`.execute(db)
    if (rows.length > 0) moved[name] = rows.map((row) => row.key)
  }
  return moved
}

/**
 * Hands back what a merge handed over, as far as it still stands with the one that goes on. In a talk that goes
 * back, whatever was written in that part since goes with it; everything else since stays.
 */
export async function handBack(
  db: Db,
  { orgId, now }: Moving,
  { keptId, mergedId }: Pair,
  moved: Moved,
): Promise<void> {
  for (const one of followed) {
    const keys = moved.rows[`${one.table}.${one.column}`]
    if (keys) await giveBack(db, orgId, one, keys, { keptId, mergedId })
  }
  const talks = [
    ...(moved.rows['conversation.employee_id'] ?? []),
    ...(moved.rows['conversation.manager_id'] ?? []),
  ].flat()
  if (talks.length > 0)
    for (const { table, column, talk } of partsInTalk)
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${mergedId}
        where org_id = ${orgId} and ${sql.ref(talk)} = any(${talks}::uuid[]) and ${sql.ref(column)} = ${keptId}`.execute(
        db,
      )
  await handBackPosts(db, orgId, moved.posts)
  await sql`update delegation set employee_ids = array_replace(employee_ids, ${keptId}::uuid, ${mergedId}::uuid)
    where org_id = ${orgId} and id = any(${moved.listedIn}::uuid[])`.execute(db)
  await sql`update role_grant set revoked_at = null, revoked_by = null
    where org_id = ${orgId} and id = any(${moved.grants}::uuid[])`.execute(db)
  await sql`update delegation set withdrawn_at = null, withdrawn_by = null
    where org_id = ${orgId} and id = any(${moved.delegations}::uuid[])`.execute(db)
  await sql`update person set merged_into = null, left_on = ${moved.leftOn}::date, updated_at = ${now}
    where org_id = ${orgId} and id = ${mergedId}`.execute(db)
  if (moved.account) {
    const { id, wasOpen, names } = moved.account
    if (wasOpen) await setAccountDisabled(db, orgId, id, null)
    // A name both would answer to goes back to whom it belonged.
    await sql`delete from sign_in_name where org_id = ${orgId} and name = any(${names}::text[])`.execute(
      db,
    )
    await setSignInNames(db, orgId, id, names)
  }
  await renameSignIn(db, orgId, keptId)
}

async function giveBack(
  db: Db,
  orgId: string,
  { table, column, key }: Followed,
  keys: string[][],
  { keptId, mergedId }: Pair,
) {
  const told = key.map((_, n) => sql`r ->> ${sql.lit(n)}`)
  await sql`update ${sql.table(table)} t set ${sql.ref(column)} = ${mergedId}
    where t.org_id = ${orgId} and t.${sql.ref(column)} = ${keptId}
      and (${keyOf(key, 't')}) in (select ${sql.join(told)} from jsonb_array_elements(${json(keys)}) r)`.execute(
    db,
  )
}

const keyOf = (key: string[], alias: string) =>
  sql.join(key.map((name) => sql`${sql.ref(`${alias}.${name}`)}::text`))

async function standing(
  db: Db,
  orgId: string,
  personId: string,
): Promise<Pick<Moved, 'leftOn' | 'account'>> {
  const { rows } = await sql<Pick<Moved, 'leftOn' | 'account'>>`
    select p.left_on::text, case when a.id is null then null else json_build_object('id', a.id,
        'wasOpen', a.disabled_at is null,
        'names', array(select n.name from sign_in_name n where n.org_id = p.org_id and n.account_id = a.id)) end as account
      from person p left join account a on a.org_id = p.org_id and a.id = p.account_id
     where p.org_id = ${orgId} and p.id = ${personId}`.execute(db)
  return rows[0]!
}

async function relist(db: Db, orgId: string, from: string, to: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update delegation set employee_ids = array_replace(employee_ids, ${from}::uuid, ${to}::uuid)
     where org_id = ${orgId} and ${from}::uuid = any(employee_ids) and not ${to}::uuid = any(employee_ids)
    returning id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Posts of other days go over; what overlaps a post of the one that goes on ends today at the latest. */
async function handOverPosts(
  db: Db,
  { orgId, today }: Moving,
  { keptId, mergedId }: Pair,
): Promise<Moved['posts']> {
  const overlaps = sql`(a.kind = 'primary' and exists (select from assignment k
    where k.org_id = a.org_id and k.person_id = ${keptId} and k.kind = 'primary'
      and greatest(a.from_on, k.from_on) < least(coalesce(a.to_on, 'infinity'), coalesce(k.to_on, 'infinity'))))`
  const { rows } = await sql<{ row: Record<string, unknown>; overlaps: boolean }>`
    select to_jsonb(a) as row, ${overlaps} as overlaps from assignment a
     where a.org_id = ${orgId} and a.person_id = ${mergedId}`.execute(db)
  const ids = (wanted: boolean) =>
    rows.filter((post) => post.overlaps === wanted).map(({ row }) => String(row.id))
  await sql`update assignment set to_on = greatest(from_on, ${today}::date)
    where org_id = ${orgId} and id = any(${ids(true)}::uuid[]) and (to_on is null or to_on > ${today}::date)`.execute(
    db,
  )
  await sql`update assignment set person_id = ${keptId} where org_id = ${orgId} and id = any(${ids(false)}::uuid[])`.execute(
    db,
  )
  return rows.map(({ row }) => row)
}

/** As they stood, whatever has become of them; a manager who was joined to another account since is that other. */
async function handBackPosts(db: Db, orgId: string, posts: Moved['posts']): Promise<void> {
  const ids = posts.map(({ id }) => String(id))
  await sql`delete from assignment where org_id = ${orgId} and id = any(${ids}::uuid[])`.execute(db)
  await sql`insert into assignment select * from jsonb_populate_recordset(null::assignment, ${json(posts)})`.execute(
    db,
  )
  await sql`update assignment set manager_id = person_now(org_id, manager_id)
    where org_id = ${orgId} and id = any(${ids}::uuid[]) and manager_id <> person_now(org_id, manager_id)`.execute(
    db,
  )
}

/** What the one that goes on signs in with: what the two had in common may have been the other's alone. */
async function renameSignIn(db: Db, orgId: string, personId: string): Promise<void> {
  const person = await db
    .selectFrom('person')
    .select(['accountId', 'email', 'employeeNo'])
    .where('orgId', '=', orgId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  if (person.accountId)
    await setSignInNames(db, orgId, person.accountId, [person.email, person.employeeNo])
}
