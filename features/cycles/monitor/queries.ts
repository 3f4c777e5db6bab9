import { sql, type RawBuilder } from 'kysely'
import { missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { segmentKeys } from '../../flows/beside/rules.ts'
import { lineAbove } from '../../org/delegation/queries.ts'
import { postsOn } from '../../org/queries.ts'
import type { participantStates } from '../contract.ts'
import { chainTo, sizeOf, standsAlone, type Cell, type Department } from './rules.ts'
import { hidesSmall, hrScope, smallestGroup, type Scope, type View } from '../policy.ts'

/** Which participations a question is about. */
export interface Focus {
  cycleId: string
  /** Departments of the viewer; null is every one. */
  scope: Scope
  /** Departments that were asked for, with everything below; null is every one. */
  departmentIds: string[] | null
  /** People who have left without a seal are counted too. */
  leavers: boolean
  /** People left out where names are shown: whom HR itself reports to (I5). */
  apart?: readonly string[]
}

/** Who asks, and when. */
export type Question = Pick<Context, 'db' | 'orgId' | 'today' | 'org'>

const hasLeft = (today: string) =>
  sql<boolean>`(p.sealed_at is null and (p.closed_at is not null or coalesce(h.left_on <= ${today}, false)))`

/** The participations in focus, as `p` with their person `h`; begins `from`. */
export const focused = (
  { orgId, today }: Question,
  { cycleId, scope, departmentIds, leavers, apart = [] }: Focus,
): RawBuilder<unknown> => sql`
  participation p join person h on h.org_id = p.org_id and h.id = p.person_id
  where p.org_id = ${orgId} and p.cycle_id = ${cycleId}
    ${scope === null ? sql`` : sql`and p.department_id = any(${scope}::uuid[])`}
    ${departmentIds === null ? sql`` : sql`and p.department_id = any(${departmentIds}::uuid[])`}
    ${apart.length === 0 ? sql`` : sql`and p.person_id <> all(${apart}::uuid[])`}
    ${leavers ? sql`` : sql`and not ${hasLeft(today)}`}`

/** How many are in and have no talk yet: it is opened in the background after a launch. */
export async function countOpening(question: Question, focus: Focus): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*)::int as people
      from (select p.org_id, p.conversation_id from ${focused(question, focus)}) p
      left join conversation c on c.org_id = p.org_id and c.id = p.conversation_id
     where c.id is null`.execute(question.db)
  return rows[0]!.people
}

/** Disputes and appeals about talks in focus: how many were opened, how many are decided. Never whose. */
export async function countCases(
  question: Question,
  focus: Focus,
): Promise<{ opened: number; decided: number }> {
  // Cases are a later feature's table; the monitor counts them all the same.
  const { rows } = await sql<{ opened: number; decided: number }>`
    select count(*)::int as opened, count(a.decided_at)::int as decided from appeal a
     where a.org_id = ${question.orgId}
       and a.conversation_id in (select p.conversation_id from ${focused(question, focus)})`.execute(
    question.db,
  )
  return rows[0]!
}

export interface PeopleCell {
  departmentId: string
  people: number
  left: number
  unrated: number
  sealed: number
  agreed: number
  readWithReservation: number
  refused: number
  notAnswered: number
}

/** People and outcomes per department; `left` counts also those the focus leaves out. */
export async function countPeople(question: Question, focus: Focus): Promise<PeopleCell[]> {
  const meant = focus.leavers ? sql`true` : sql`not ${hasLeft(question.today)}`
  const count = (test: RawBuilder<unknown>) => sql`count(*) filter (where ${meant} and ${test})`
  const { rows } = await sql<PeopleCell>`
    select p.department_id, ${count(sql`true`)} as people,
           count(*) filter (where ${hasLeft(question.today)}) as left,
           ${count(sql`(p.snapshot->>'unrated')::boolean`)} as unrated,
           ${count(sql`p.sealed_at is not null`)} as sealed,
           ${count(sql`p.outcome = 'agreed'`)} as agreed,
           ${count(sql`p.outcome = 'readWithReservation'`)} as read_with_reservation,
           ${count(sql`p.outcome = 'refused'`)} as refused,
           ${count(sql`p.outcome = 'notAnswered'`)} as not_answered
      from ${focused(question, { ...focus, leavers: true })}
     group by p.department_id`.execute(question.db)
  return rows
}

/**
 * Stages per department: done in time, late, missing, not due. A stage whose condition is still open
 * counts once it is somebody's turn; what a person passed over by hand or nobody needs does not count.
 * @param conditional the stages with a condition.
 */
export async function countStages(
  question: Question,
  focus: Focus,
  conditional: { flowVersionId: string; key: string }[],
): Promise<Cell[]> {
  const { db, orgId, org, today } = question
  const late = sql`count(*) filter (where s.due_on < (s.done_at at time zone ${org.timezone})::date)`
  const missing = sql`count(*) filter (where s.done_at is null and (s.skipped_at is not null or s.due_on < ${today}))`
  // The people first, by themselves: the planner would look each of them up once for every stage.
  const { rows } = await sql<Cell>`
    with people as materialized (
      select p.department_id, p.conversation_id from ${focused(question, focus)})
    select p.department_id, s.key, count(*) as of, count(s.done_at) - ${late} as on_time, ${late} as late,
           ${missing} as missing, count(*) - count(s.done_at) - ${missing} as not_due
      from people p
      join stage s on s.org_id = ${orgId} and s.run_id = p.conversation_id
     where s.actor <> 'system' and s.due_on is not null
       -- Summaries of earlier posts belong to no flow: whoever writes one is named where it waits.
       and s.key not like ${`${segmentKeys}%`}
       and s.skip_reason is distinct from 'notNeeded' and s.skip_reason is distinct from 'byHand'
       and (s.opened_at is not null or s.done_at is not null or s.skipped_at is not null
            or (s.flow_version_id, s.key) not in (select * from unnest(${conditional.map(({ flowVersionId }) => flowVersionId)}::uuid[], ${conditional.map(({ key }) => key)}::text[])))
     group by p.department_id, s.key`.execute(db)
  return rows
}

/** In which phase people stand; who has no stage yet is about to prepare. */
export async function countStandings(
  question: Question,
  focus: Focus,
): Promise<{ at: string; people: number }[]> {
  const { rows } = await sql<{ at: string; people: number }>`
    select at, count(*) as people from (
      select case when p.sealed_at is not null then 'sealed'
                  when p.closed_at is not null then 'closed'
                  else coalesce((array_agg(s.phase order by s.position) filter (where s.phase is not null))[1], 'prepare')
             end as at
        from (select p.org_id, p.id, p.conversation_id, p.sealed_at, p.closed_at from ${focused(question, focus)}) p
        left join stage s on s.org_id = p.org_id and s.run_id = p.conversation_id
             and s.opened_at is not null and s.done_at is null and s.skipped_at is null
       group by p.id, p.sealed_at, p.closed_at) standing
     group by at`.execute(question.db)
  return rows.map(({ at, people }) => ({ at: at === 'follow' ? 'sealed' : at, people }))
}

export interface WaitRow {
  conversationId: string
  stageKey: string
  flowVersionId: string
  actor: 'employee' | 'manager' | 'both' | 'system' | 'hr'
  personId: string
  name: string
  employeeNo: string
  department: string
  leaderId: string | null
  leaderName: string | null
  /** Whose turn it is, where the flow names somebody by relation. */
  ownerId: string | null
  ownerName: string | null
  openedAt: Date
  dueOn: string | null
  total: number
}

/** Who leads the talk of a participation by now: the one of the launch, or whom HR has named since. */
const withManager = (of: RawBuilder<unknown>) => sql`
  left join conversation c on c.org_id = ${of}.org_id and c.id = ${of}.conversation_id
  left join person m on m.org_id = c.org_id and m.id = c.manager_id and m.id is distinct from ${of}.manager_id`
const managerOf = (of: RawBuilder<unknown>) => sql`coalesce(m.id, ${of}.manager_id) as leader_id,
  coalesce(m.name, ${of}.snapshot->>'managerName') as leader_name`

/** The stages that wait for somebody: what is late first, then the longest wait. */
export async function waiting(question: Question, focus: Focus, limit: number): Promise<WaitRow[]> {
  const order = sql`coalesce(due_on < ${question.today}, false) desc, opened_at, participation_id, position`
  const { rows } = await sql<WaitRow>`
    select w.*, ${managerOf(sql`w`)}, o.name as owner_name
      from (select p.org_id, p.id as participation_id, p.conversation_id, p.person_id, p.manager_id, p.snapshot,
                   p.snapshot->>'name' as name, p.snapshot->>'employeeNo' as employee_no,
                   p.snapshot->>'department' as department, s.key as stage_key, s.flow_version_id, s.actor,
                   s.position, s.owner_id, s.opened_at, s.due_on, count(*) over () as total
              from (select p.* from ${focused(question, focus)} and p.sealed_at is null) p
              join stage s on s.org_id = p.org_id and s.run_id = p.conversation_id
             where s.opened_at is not null and s.done_at is null and s.skipped_at is null and s.actor <> 'system'
             order by ${order} limit ${limit}) w
      ${withManager(sql`w`)}
      left join person o on o.org_id = w.org_id and o.id = w.owner_id
     order by ${order}`.execute(question.db)
  return rows
}

type Participating = (typeof participantStates)[number]

export interface ParticipantFilter {
  stage?: string | undefined
  state?: Participating | undefined
  q?: string | undefined
  after?: string | undefined
  limit: number
}

export interface ParticipantRow {
  id: string
  conversationId: string
  personId: string
  name: string
  employeeNo: string
  department: string
  position: string
  leaderId: string | null
  leaderName: string | null
  unrated: boolean
  leftOn: string | null
  sealedAt: Date | null
  outcome: string | null
  handOver: boolean
}

const openStage = sql`exists (select 1 from stage s where s.org_id = p.org_id and s.run_id = p.conversation_id
  and s.actor <> 'system' and s.opened_at is not null and s.done_at is null and s.skipped_at is null`

/** Somebody else stands above the employee by now, and nobody has decided who goes on. */
const handOver = (today: string) => sql<boolean>`exists (select 1 from conversation c
  join ${postsOn(today)} line on line.org_id = c.org_id and line.person_id = c.employee_id
  where c.org_id = p.org_id and c.id = p.conversation_id and c.sealed_at is null and c.closed_at is null
    and line.manager_id is not null and line.manager_id is distinct from c.line_manager_id
    and line.manager_id is distinct from c.manager_id)`

/** One page of a cycle's people in the order they were added, and how many there are in all. */
export async function participants(
  question: Question,
  focus: Focus,
  filter: ParticipantFilter,
): Promise<{ rows: ParticipantRow[]; total: number }> {
  const { db, today } = question
  const { stage, state, q, after, limit } = filter
  const tests = [sql`true`]
  if (q) {
    const piece = `%${q.replace(/[\\%_]/g, '\\$&')}%`
    tests.push(
      sql`(p.snapshot->>'name' like ${piece} or p.snapshot->>'employeeNo' ilike ${piece} or h.initials ilike ${piece})`,
    )
  }
  if (stage) tests.push(sql`${openStage} and s.key = ${stage})`)
  const states = {
    open: () => sql`p.sealed_at is null and ${openStage})`,
    late: () => sql`p.sealed_at is null and ${openStage} and s.due_on < ${today})`,
    handOver: () => handOver(today),
    sealed: () => sql`p.sealed_at is not null`,
    left: () => hasLeft(today),
    unrated: () => sql`(p.snapshot->>'unrated')::boolean`,
  }
  if (state) tests.push(states[state]())
  const from = sql`${focused(question, { ...focus, leavers: focus.leavers || state === 'left' })} and ${sql.join(tests, sql` and `)}`
  const { rows } = await sql<ParticipantRow>`
    select p.id, p.conversation_id, p.person_id, p.snapshot->>'name' as name,
           p.snapshot->>'employeeNo' as employee_no, p.snapshot->>'department' as department,
           p.snapshot->>'position' as position, ${managerOf(sql`p`)},
           (p.snapshot->>'unrated')::boolean as unrated, p.left_on, p.sealed_at, p.outcome,
           ${handOver(today)} as hand_over
      from (select p.*, h.left_on from ${from} ${after ? sql`and p.id > ${after}::uuid` : sql``}
             order by p.id limit ${limit}) p
      ${withManager(sql`p`)}
     order by p.id`.execute(db)
  const counted = await sql<{ total: number }>`select count(*) as total from ${from}`.execute(db)
  return { rows, total: counted.rows[0]!.total }
}

/** The organization's departments by id, closed ones too: a cycle may be older than a reorganization. */
export async function departmentsById({ db, orgId }: Question): Promise<Map<string, Department>> {
  const rows = await db
    .selectFrom('department')
    .select(['id', 'parentId', 'name'])
    .where('orgId', '=', orgId)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** A department and everything below it. */
const within = (departments: ReadonlyMap<string, Department>, id: string): string[] =>
  [...departments.keys()].filter((each) => chainTo(departments, each).includes(id))

/**
 * The participations a viewer asks about.
 * @param scope the departments of the viewer.
 * @throws NOT_FOUND for a department that is none of this organization's.
 */
export function focusOn(
  departments: ReadonlyMap<string, Department>,
  scope: Scope,
  input: { id: string; departmentId?: string | undefined; leavers?: boolean | undefined },
): Focus {
  if (input.departmentId && !departments.has(input.departmentId)) throw missing()
  const departmentIds = input.departmentId ? within(departments, input.departmentId) : null
  return { cycleId: input.id, scope, departmentIds, leavers: input.leavers ?? false }
}

/**
 * The same for whoever may only count. The people counted are then always the same, whoever has left since
 * and whatever is filtered: between two looks or two filters nobody can be subtracted. A department that does
 * not stand on its own is not counted, nor is a whole that is too small (E18).
 * @throws FORBIDDEN for what is too small to be counted.
 */
export async function countsFocus(
  context: Context,
  view: View,
  input: Parameters<typeof focusOn>[2],
): Promise<Focus> {
  const departments = await departmentsById(context)
  const focus = focusOn(departments, view.counts, input)
  if (!hidesSmall(view)) return focus
  const named = new Set(view.names ?? [])
  const everybody = focusOn(departments, view.counts, { id: input.id, leavers: true })
  // Whom one may name anyway hides nobody else.
  const sizes = new Map(
    (await countPeople(context, everybody))
      .filter(({ people, departmentId }) => people > 0 && !named.has(departmentId))
      .map(({ departmentId, people }) => [departmentId, people]),
  )
  const all = sizeOf(sizes.keys(), sizes)
  if (all > 0 && all < smallestGroup) {
    if (view.names) return focusOn(departments, view.names, input)
    throw refuse('cycles.tooFewToCount', { k: smallestGroup })
  }
  const { departmentId } = input
  if (
    departmentId &&
    !named.has(departmentId) &&
    all > 0 &&
    !standsAlone(departments, sizes, departmentId, smallestGroup)
  )
    throw refuse('cycles.tooFewToCount', { k: smallestGroup })
  return { ...focus, leavers: true }
}

/** The same where people are named: HR finds nobody above itself there, as at the talk’s own door (I5). */
export async function namesFocus(
  context: Context,
  names: Scope,
  input: Parameters<typeof focusOn>[2],
): Promise<Focus> {
  const { db, actor } = context
  const focus = focusOn(await departmentsById(context), names, input)
  if (hrScope(actor) === undefined) return focus
  return { ...focus, apart: await lineAbove(db, context, actor.personId) }
}
