import { sql } from 'kysely'
import { forgetPlans, json, type Db } from '../../../../platform/database.ts'
import type { Source } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { setAccountDisabled, setSignInNames } from '../../../accounts/queries.ts'
import { nameSounds } from '../../queries.ts'
import { beginAnew } from '../../returning/handlers.ts'
import { type Day, stepsOf } from '../../rules.ts'
import type {} from '../../table.ts'
import { numberKey } from '../cells/rules.ts'
import type { Effect } from '../table.ts'
import type { KnownPerson } from '../verdicts/contract.ts'
import type { Judged, Review } from '../verdicts/rules.ts'
import {
  endPosts,
  insertPosts,
  type Leaving,
  moveData,
  type Post,
  type PostNow,
  postsNow,
  replacePosts,
} from './posts/handlers.ts'

/** Who writes, when, and on which day of the organization it takes effect. */
export type Writing = Source & { today: Day }

const batchSize = 5_000

/**
 * Writes a judged roster: departments, then people, then posts, in the caller's transaction.
 * @param leavers people a whole roster no longer mentions and who leave by it.
 * @param onProgress rows written so far.
 * @returns what was done, in pieces small enough to store.
 */
export async function writeReview(
  db: Db,
  writing: Writing,
  review: Pick<Review, 'rows'>,
  people: readonly KnownPerson[],
  leavers: readonly KnownPerson[] = [],
  onProgress: (rows: number) => Promise<void> = async () => {},
): Promise<Effect[]> {
  const effects: Effect[] = []
  const created = review.rows.filter((row) => row.verdict === 'new')
  const updated = review.rows.filter((row) => row.verdict === 'update')
  const departments = await ensureDepartments(db, writing, [...created, ...updated])
  effects.push({ ...nothing, createdDepartments: departments.created })
  const ids = new Map(people.map((person) => [numberKey(person.employeeNo), person.id]))
  for (const { draft, known } of updated) ids.set(numberKey(draft.employeeNo), known!.id)
  for (const row of created) ids.set(numberKey(row.draft.employeeNo), newId())
  const idOf = (employeeNo: string | null) =>
    employeeNo ? (ids.get(numberKey(employeeNo)) ?? null) : null
  let done = 0
  const half = (batch: Judged[]) => onProgress((done += batch.length / 2))
  await oneAhead(batches(created), async (batch) => {
    effects.push(await createPeople(db, writing, batch, idOf))
    await half(batch)
  })
  // The planner knows nothing of rows that were not there a moment ago, and less of a second organization beside a first:
  // it would look up whose a post is through any index that begins with the organization, all of it for each.
  const isMany = created.length >= 200
  if (isMany) await sql`analyze person`.execute(db)
  await forgetPlans(db)
  await oneAhead(batches(created), async (batch) => {
    await createPosts(db, writing, batch, idOf, departments.idOf)
    await half(batch)
  })
  for (const batch of batches(updated)) {
    effects.push(await updatePeople(db, writing, batch, idOf, departments.idOf))
    await onProgress((done += batch.length))
  }
  for (const batch of batches([...leavers]))
    effects.push(await letLeave(db, writing, batch, writing.today))
  if (isMany) await sql`analyze person, assignment, department`.execute(db)
  return effects
}

const nothing: Effect = {
  createdPeople: [],
  createdDepartments: [],
  createdAssignments: [],
  beforePeople: [],
  beforeAssignments: [],
  closedAccounts: [],
  reopenedAccounts: [],
}

function* batches<T>(items: T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += batchSize) yield items.slice(at, at + batchSize)
}

/** Prepares the next batch while the database writes the one before; it writes them in order. */
async function oneAhead(items: Iterable<Judged[]>, work: (batch: Judged[]) => Promise<void>) {
  const under: Promise<void>[] = []
  for (const item of items) {
    const writing = work(item)
    // Told by the one that failed first; what came after it in the same transaction fails with it.
    writing.catch(() => {})
    under.push(writing)
    await under.at(-2)
  }
  await Promise.all(under)
}

async function ensureDepartments(db: Db, { orgId, now }: Writing, rows: Judged[]) {
  const known = await db
    .selectFrom('department')
    .select(['id', 'path'])
    .where('orgId', '=', orgId)
    .where('closedAt', 'is', null)
    .execute()
  const ids = new Map(known.map((department) => [department.path, department.id]))
  const created: {
    orgId: string
    id: string
    parentId: string | null
    name: string
    path: string
    createdAt: Date
    closedAt: null
  }[] = []
  for (const path of new Set(rows.map((row) => row.draft.department))) {
    let parentId: string | null = null
    let sofar = ''
    for (const name of path ? stepsOf(path) : []) {
      sofar = sofar ? `${sofar}/${name}` : name
      let id = ids.get(sofar)
      if (!id) {
        id = newId()
        ids.set(sofar, id)
        created.push({ orgId, id, parentId, name, path: sofar, createdAt: now, closedAt: null })
      }
      parentId = id
    }
  }
  // Parents come before their children, and one statement checks its foreign keys at its end.
  for (const batch of batches(created)) await db.insertInto('department').values(batch).execute()
  return { idOf: (path: string) => ids.get(path) ?? null, created: created.map((row) => row.id) }
}

type IdOf = (employeeNo: string | null) => string | null
type DepartmentIdOf = (path: string) => string | null

async function createPeople(
  db: Db,
  { orgId, now, today }: Writing,
  rows: Judged[],
  idOf: IdOf,
): Promise<Effect> {
  const people = rows.map(({ draft }) => ({
    id: idOf(draft.employeeNo)!,
    employee_no: draft.employeeNo,
    name: draft.name,
    ...nameSounds(draft.name),
    gender: draft.gender,
    email: draft.email,
    phone: draft.phone,
    hired_on: draft.hiredOn,
    left_on: leavesOn(draft, today),
  }))
  await sql`
    insert into person (org_id, id, employee_no, name, pinyin, initials, gender, email, phone, hired_on, left_on, created_at, updated_at)
    select ${orgId}, x.id, x.employee_no, x.name, x.pinyin, x.initials, x.gender, x.email, x.phone, x.hired_on, x.left_on, ${now}, ${now}
      from jsonb_to_recordset(${json(people)}) as x(id uuid, employee_no text, name text, pinyin text, initials text,
        gender text, email text, phone text, hired_on date, left_on date)`.execute(db)
  return { ...nothing, createdPeople: people.map((person) => person.id) }
}

async function createPosts(
  db: Db,
  writing: Writing,
  rows: Judged[],
  idOf: IdOf,
  departmentIdOf: DepartmentIdOf,
) {
  const { today } = writing
  const posts = rows.flatMap(({ draft }): Post[] => {
    const department_id = departmentIdOf(draft.department)
    if (!department_id) return []
    const to_on = leavesOn(draft, today)
    // Nobody knows the earlier posts: the first one we see counts from the day of joining.
    const from_on = draft.hiredOn ?? (draft.active ? today : to_on!)
    return [
      {
        id: newId(),
        person_id: idOf(draft.employeeNo)!,
        department_id,
        position: draft.position ?? '',
        job_family: draft.jobFamily,
        level: draft.level,
        manager_id: draft.active ? idOf(draft.managerNo) : null,
        from_on: to_on && from_on > to_on ? to_on : from_on,
        to_on,
      },
    ]
  })
  await insertPosts(db, writing, posts)
}

async function updatePeople(
  db: Db,
  writing: Writing,
  rows: Judged[],
  idOf: IdOf,
  departmentIdOf: DepartmentIdOf,
): Promise<Effect> {
  const { orgId, today, now } = writing
  const effect = await beforeImage(
    db,
    orgId,
    rows.map((row) => row.known!.id),
    today,
  )
  const present = await postsNow(
    db,
    orgId,
    rows.map((row) => row.known!.id),
    today,
  )
  const people: Record<string, unknown>[] = []
  const posts: Post[] = []
  const leavings: Leaving[] = []
  const happenings: Happened[] = []
  const returned: string[] = []
  for (const { draft, known, changes } of rows) {
    const has = new Set(changes)
    const before = present.get(known!.id)!
    const keep = <T>(field: 'gender' | 'email' | 'phone' | 'hiredOn', value: T, old: T) =>
      has.has(field) ? value : old
    const returns = has.has('status') && draft.active
    const leaves = has.has('status') && !draft.active
    const leftOn = leaves || returns || has.has('leftOn') ? leavesOn(draft, today) : before.left_on
    people.push({
      id: known!.id,
      employee_no: has.has('employeeNo') ? draft.employeeNo : before.employee_no,
      name: draft.name,
      ...nameSounds(draft.name),
      gender: keep('gender', draft.gender, before.gender),
      email: keep('email', draft.email, before.email),
      phone: keep('phone', draft.phone, before.phone),
      hired_on: keep('hiredOn', draft.hiredOn, before.hired_on),
      left_on: leftOn,
    })
    if (returns) returned.push(known!.id)
    if (before.account_id && leaves) effect.closedAccounts.push(before.account_id)
    if (before.account_id && returns) effect.reopenedAccounts.push(before.account_id)
    if (before.account_id && (has.has('email') || has.has('employeeNo')))
      await setSignInNames(db, orgId, before.account_id, [
        has.has('email') ? draft.email : before.email,
        has.has('employeeNo') ? draft.employeeNo : before.employee_no,
      ])
    const post: Post = {
      id: newId(),
      person_id: known!.id,
      department_id: (draft.department && departmentIdOf(draft.department)) || before.department_id,
      position: has.has('position') ? (draft.position ?? '') : (before.position ?? ''),
      job_family: has.has('jobFamily') ? draft.jobFamily : before.job_family,
      level: has.has('level') ? draft.level : before.level,
      manager_id: has.has('managerNo') || returns ? idOf(draft.managerNo) : before.manager_id,
      from_on: before.id && before.from_on > today ? before.from_on : today,
      to_on: earlier(
        before.to_on === before.left_on ? null : laterThan(today, before.to_on),
        leftOn,
      ),
    }
    const moves =
      draft.active &&
      (post.to_on === null || post.to_on > post.from_on) &&
      (returns ||
        ['department', 'position', 'jobFamily', 'level', 'managerNo'].some((field) =>
          has.has(field as never),
        ))
    if (moves) posts.push(post)
    const leavesLater = draft.active && has.has('leftOn')
    happenings.push(
      ...happened(known!.id, before, post, {
        leavesOn: leaves || leavesLater ? leftOn : null,
        returns,
        moves,
      }),
    )
    if (leftOn) leavings.push({ person_id: known!.id, left_on: leftOn, before: before.left_on })
  }
  await db.executeQuery(
    sql`
      update person set employee_no = x.employee_no, name = x.name, pinyin = x.pinyin, initials = x.initials, gender = x.gender, email = x.email,
             phone = x.phone, hired_on = x.hired_on, left_on = x.left_on, updated_at = ${now}
        from jsonb_to_recordset(${json(people)}) as x(id uuid, employee_no text, name text, pinyin text, initials text, gender text, email text,
             phone text, hired_on date, left_on date)
       where person.org_id = ${orgId} and person.id = x.id`.compile(db),
  )
  await endPosts(db, writing, leavings)
  effect.createdAssignments = await replacePosts(db, writing, posts)
  await switchAccounts(db, orgId, effect, now)
  await beginAnew(db, writing, returned)
  await recordMany(db, writing, happenings)
  return effect
}

/** People who are not on a whole roster any more, or whom somebody takes leave of by hand. */
export async function letLeave(
  db: Db,
  writing: Writing,
  leavers: readonly { id: string }[],
  lastDay: Day,
): Promise<Effect> {
  const { orgId, now } = writing
  const ids = leavers.map((person) => person.id)
  const effect = await beforeImage(db, orgId, ids, writing.today)
  const left = await db
    .updateTable('person')
    .set({ leftOn: lastDay, updatedAt: now })
    .where('orgId', '=', orgId)
    .where('id', 'in', ids)
    .returning('accountId')
    .execute()
  if (lastDay <= writing.today)
    effect.closedAccounts = left.flatMap(({ accountId }) => accountId ?? [])
  await endPosts(
    db,
    writing,
    (effect.beforePeople as unknown as PostNow[]).map(({ id, left_on }) => ({
      person_id: id,
      left_on: lastDay,
      before: left_on,
    })),
  )
  await switchAccounts(db, orgId, effect, now)
  await recordMany(
    db,
    writing,
    ids.map((personId) => ({ kind: 'person.left', personId, data: { on: lastDay } })),
  )
  return effect
}

async function switchAccounts(db: Db, orgId: string, effect: Effect, now: Date) {
  // Who was shut out before stays so when this is undone.
  if (effect.closedAccounts.length)
    effect.closedAccounts = (
      await db
        .selectFrom('account')
        .select('id')
        .where('orgId', '=', orgId)
        .where('id', 'in', effect.closedAccounts)
        .where('disabledAt', 'is', null)
        .execute()
    ).map((account) => account.id)
  for (const account of effect.closedAccounts) await setAccountDisabled(db, orgId, account, now)
  for (const account of effect.reopenedAccounts) await setAccountDisabled(db, orgId, account, null)
}

async function beforeImage(db: Db, orgId: string, ids: string[], today: Day): Promise<Effect> {
  const people = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(p) as row from person p where org_id = ${orgId} and id = any(${ids})`.execute(
    db,
  )
  const posts = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(a) as row from assignment a
     where org_id = ${orgId} and person_id = any(${ids}) and (to_on is null or to_on >= ${today})`.execute(
    db,
  )
  return {
    ...nothing,
    closedAccounts: [],
    reopenedAccounts: [],
    beforePeople: people.rows.map(({ row }) => row),
    beforeAssignments: posts.rows.map(({ row }) => row),
  }
}

// Whoever is here may have a last day ahead; whoever is not has left today at the latest.
const leavesOn = ({ active, leftOn }: Judged['draft'], today: Day): Day | null =>
  active ? laterThan(today, leftOn) : (leftOn ?? today)

const laterThan = (today: Day, day: Day | null) => (day && day > today ? day : null)

const earlier = (one: Day | null, other: Day | null) =>
  one && other && other < one ? other : (one ?? other)

interface Happened {
  kind: string
  personId: string
  data: Record<string, string | null>
}

function happened(
  personId: string,
  before: PostNow,
  after: Post,
  { leavesOn, returns, moves }: { leavesOn: Day | null; returns: boolean; moves: boolean },
): Happened[] {
  const events: Happened[] = [{ kind: 'person.changed', personId, data: {} }]
  if (leavesOn) events.push({ kind: 'person.left', personId, data: { on: leavesOn } })
  if (returns) events.push({ kind: 'person.returned', personId, data: {} })
  if (moves) events.push({ kind: 'assignment.changed', personId, data: moveData(before, after) })
  return events
}

/** Many events of one change in one statement each; who waits for them hears of the change itself. */
async function recordMany(db: Db, { orgId, actorId, now }: Writing, happenings: Happened[]) {
  if (happenings.length === 0) return
  const rows = happenings.map((happening) => ({ ...happening, id: newId() }))
  await sql`
    with happened as (
      insert into event (org_id, id, kind, subject_id, person_id, actor_id, data, at)
      select ${orgId}, x.id, x.kind, x."personId", x."personId", ${actorId}, x.data, ${now}
        from jsonb_to_recordset(${json(rows)}) as x(id uuid, kind text, "personId" uuid, data jsonb)
      returning id)
    insert into outbox (org_id, event_id) select ${orgId}, id from happened`.execute(db)
}
