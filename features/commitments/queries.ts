import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Context } from '../accounts/policy.ts'
import { personRef } from '../conversations/people/queries.ts'
import type {} from '../conversations/table.ts'
import { postsOn } from '../org/queries.ts'
import type { Commitment } from './contract.ts'
import { checkIn, maySee, reopen, settle, type CommitmentFacts } from './policy.ts'
import { stateOf } from './rules.ts'
import './table.ts'

type Row = CommitmentFacts &
  Omit<Commitment, 'state' | 'refusals' | 'settledAt' | 'agreedAt' | 'checkIns'> & {
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
  { db, actor, today, orgId }: Context,
  condition: ReturnType<typeof sql>,
  { limit = 200, after }: { limit?: number; after?: string | undefined } = {},
): Promise<Commitment[]> {
  const [afterDay, afterId] = after?.split('_') ?? []
  const { rows } = await sql<Row>`
    select c.id, c.layer, c.what, c.how, c.measure, c.support, c.support_kind, c.owner_kind, c.owner_id,
           c.employee_id, c.manager_id, c.due_on, c.agreed_at, c.done_at, c.not_done_at, c.reason,
           c.done_at is not null or c.not_done_at is not null as is_settled,
           now.manager_id as manager_now_id, above.manager_id as second_line_id, now.department_id,
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
  return rows
    .filter((row) => maySee(actor, row))
    .map((row) => ({
      id: row.id,
      conversation: row.conversation,
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

/** Which commitments somebody's view of the list holds, as SQL over `c`. */
export function inView(
  view: 'mine' | 'toMe' | 'team' | 'all',
  { actor: { personId }, today }: Pick<Context, 'actor' | 'today'>,
) {
  const reports = sql`exists (select 1 from ${postsOn(today)} r where r.org_id = c.org_id and r.person_id = c.employee_id
    and r.manager_id = ${personId})`
  const held = {
    mine: sql`c.owner_id = ${personId}`,
    toMe: sql`c.owner_id is distinct from ${personId} and (c.employee_id = ${personId} or (c.manager_id = ${personId} and c.owner_kind = 'employee'))`,
    team: sql`(c.manager_id = ${personId} or ${reports}) and c.employee_id <> ${personId}`,
    all: sql`(c.owner_id = ${personId} or c.employee_id = ${personId} or c.manager_id = ${personId} or ${reports})`,
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
