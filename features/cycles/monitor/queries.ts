import { sql, type RawBuilder } from 'kysely'
import type { Context } from '../../accounts/policy.ts'
import { segmentKeys } from '../../flows/beside/rules.ts'
import type { Cell } from './rules.ts'
import type { Scope } from '../policy.ts'

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

/** Somebody in focus is out: gone without a seal. */
export const hasLeft = (today: string) =>
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

/** People and outcomes of one department. */
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
