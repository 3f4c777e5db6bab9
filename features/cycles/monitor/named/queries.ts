import { sql, type RawBuilder } from 'kysely'
import { postsOn } from '../../../org/queries.ts'
import type { participantStates } from '../../contract.ts'
import { focused, hasLeft, type Focus, type Question } from '../queries.ts'

/** A stage that waits for somebody, and who that is. */
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

/** Whom of the people in focus. */
export interface ParticipantFilter {
  stage?: string | undefined
  state?: Participating | undefined
  q?: string | undefined
  after?: string | undefined
  limit: number
}

/** Somebody in a cycle, as they stood at its launch and as their talk stands now. */
export interface ParticipantRow {
  id: string
  conversationId: string
  isOpened: boolean
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
    select p.id, p.conversation_id, c.id is not null as is_opened, p.person_id, p.snapshot->>'name' as name,
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
