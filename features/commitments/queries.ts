import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { isHr, type Context } from '../accounts/policy.ts'
import { personRef } from '../conversations/people/queries.ts'
import { visibleAmong } from '../conversations/queries.ts'
import type {} from '../conversations/table.ts'
import { lineAbove } from '../org/delegation/queries.ts'
import { postsOn } from '../org/queries.ts'
import type { Commitment } from './contract.ts'
import { checkIn, maySee, reopen, settle, type CommitmentFacts } from './policy.ts'
import { stateOf } from './rules.ts'
import './table.ts'

type Row = CommitmentFacts &
  Omit<
    Commitment,
    'state' | 'refusals' | 'settledAt' | 'agreedAt' | 'checkIns' | 'conversation'
  > & {
    conversation: { id: string; title: string }
    doneAt: Date | null
    notDoneAt: Date | null
    agreedAt: Date
    checkIns: (Omit<Commitment['checkIns'][number], 'at'> & { at: string })[]
  }

/**
 * Commitments with everything a page shows and a right needs, in the order of their days. Rows the
 * actor may not see are filtered here, by the same rule as everywhere.
 */
export async function commitmentsWhere(
  context: Context,
  condition: ReturnType<typeof sql>,
  { limit = 200, after }: { limit?: number; after?: string | undefined } = {},
): Promise<Commitment[]> {
  const { db, actor, today, orgId } = context
  const [afterDay, afterId] = after?.split('_') ?? []
  const above = isHr(actor) ? await lineAbove(db, { orgId, today }, actor.personId) : []
  const { rows } = await sql<Row>`
    select c.id, c.layer, c.what, c.how, c.measure, c.support, c.support_kind, c.owner_kind, c.owner_id,
           c.employee_id, c.manager_id, c.due_on, c.agreed_at, c.done_at, c.not_done_at, c.reason,
           c.done_at is not null or c.not_done_at is not null as is_settled,
           now.manager_id as manager_now_id, above.manager_id as second_line_id, now.department_id,
           ${lineChanged(today)} as has_line_changed, c.employee_id = any(${above}::uuid[]) as is_above_viewer,
           json_build_object('id', t.id, 'title', t.title) as conversation,
           ${personRef('c.employee_id', today)} as employee, ${personRef('c.manager_id', today)} as manager,
           ${personRef('c.owner_id', today)} as owner, ${personRef('c.settled_by', today)} as settled_by,
           coalesce((select json_agg(json_build_object('id', k.id, 'note', k.note, 'at', k.written_at,
               'by', json_build_object('id', w.id, 'name', w.name, 'employeeNo', w.employee_no, 'department', '', 'position', ''))
               order by k.id)
             from check_in k join person w on w.org_id = k.org_id and w.id = k.written_by
            where k.org_id = c.org_id and k.commitment_id = c.id), '[]'::json) as check_ins
      from commitment c
      join conversation t on t.org_id = c.org_id and t.id = c.conversation_id
      left join ${postsOn(today)} now on now.org_id = c.org_id and now.person_id = c.employee_id
      left join ${postsOn(today)} above on above.org_id = c.org_id and above.person_id = now.manager_id
     where c.org_id = ${orgId} and ${condition}
       -- 封存: what came of a restricted record is only stored, except for the person it is about.
       and (c.employee_id = ${actor.personId} or not ${isRestricted})
       and ${afterDay && afterId ? sql`(c.due_on, c.id) > (${afterDay}::date, ${afterId}::uuid)` : sql`true`}
     order by c.due_on, c.id
     limit ${limit}`.execute(db)
  const seen = rows.filter((row) => maySee(actor, row))
  const talks = new Set(seen.map(({ conversation }) => conversation.id))
  const open = await visibleAmong(db, context, [...talks])
  return seen.map((row) => ({
    id: row.id,
    conversation: { ...row.conversation, mayOpen: open.includes(row.conversation.id) },
    employee: row.employee,
    manager: row.manager,
    layer: row.layer,
    what: row.what,
    how: row.how,
    measure: row.measure,
    support: row.support,
    supportKind: row.supportKind,
    ownerKind: row.ownerKind,
    owner: row.owner,
    dueOn: row.dueOn,
    agreedAt: row.agreedAt,
    state: stateOf(row, today),
    settledAt: row.doneAt ?? row.notDoneAt,
    settledBy: row.settledBy,
    reason: row.reason,
    checkIns: row.checkIns.map((entry) => ({ ...entry, at: new Date(entry.at) })),
    refusals: {
      settle: settle(actor, row),
      reopen: reopen(actor, row),
      checkIn: checkIn(actor, row),
    },
  }))
}

/** Who led the talk leads its promises no more, over the alias `c`; see `hasLineChanged` of the talk. */
const lineChanged = (today: string) => sql<boolean>`exists (
  select from ${postsOn(today)} line join conversation led on led.org_id = line.org_id and led.id = c.conversation_id
   where line.org_id = c.org_id and line.person_id = c.employee_id and line.manager_id is not null
     and line.manager_id is distinct from led.line_manager_id and line.manager_id is distinct from c.manager_id)`

/** Which commitments somebody's view of the list holds, as SQL over `c`. */
export function inView(
  view: 'mine' | 'toMe' | 'team' | 'all',
  { actor: { personId }, today }: Pick<Context, 'actor' | 'today'>,
) {
  const reports = sql`exists (select 1 from ${postsOn(today)} r where r.org_id = c.org_id and r.person_id = c.employee_id
    and r.manager_id = ${personId})`
  const leads = sql`(c.manager_id = ${personId} and not ${lineChanged(today)})`
  const held = {
    mine: sql`c.owner_id = ${personId}`,
    toMe: sql`c.owner_id is distinct from ${personId} and (c.employee_id = ${personId} or (${leads} and c.owner_kind = 'employee'))`,
    team: sql`(${leads} or ${reports}) and c.employee_id <> ${personId}`,
    all: sql`(c.owner_id = ${personId} or c.employee_id = ${personId} or ${leads} or ${reports})`,
  }[view]
  return sql`(${held} and (c.employee_id = ${personId} or not ${isRestricted}))`
}

/** The record a commitment came from may only be stored. */
const isRestricted = sql`exists (select from data_hold h where h.org_id = c.org_id
  and h.conversation_id = c.conversation_id and h.kind = 'restriction' and h.lifted_at is null)`

export const isOpen = sql`c.done_at is null and c.not_done_at is null`
export const isSettled = sql`(c.done_at is not null or c.not_done_at is not null)`

/** Holds one commitment for a change. */
export const lock = (db: Db, orgId: string, id: string) =>
  db
    .selectFrom('commitment')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
