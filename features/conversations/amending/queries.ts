import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { workdayAfter } from '../../org/calendar/rules.ts'
import { dutyConflict } from '../duties/queries.ts'
import { linesOf } from '../glass/queries.ts'
import type { Conversation } from '../queries.ts'
import { proceed, type Doing } from '../stages/queries.ts'

import type { Amendment } from './contract.ts'
import { decideAmendment, withdrawAmendment } from './policy.ts'
import { amendingDays } from './rules.ts'
import type { AmendmentTable } from './table.ts'
import { isUnderWay } from './underway/queries.ts'

type Somebody = Amendment['employee']
type Row = AmendmentTable & {
  title: string
  employeeId: string
  managerId: string | null
  employee: Somebody
  asker: Somebody
  decider: Somebody | null
  withdrawer: Somebody | null
  isAnswered: boolean
  hasCopy: boolean
}

const named = (id: string) => sql`(select json_build_object('id', p.id, 'name', p.name,
  'employeeNo', p.employee_no) from person p where p.org_id = a.org_id and p.id = ${sql.ref(id)})`

/** Amendments as whoever asks may treat them, the newest first; never those of one's own record in the list of all. */
export async function amendmentsOf(
  context: Context,
  wanted: { id?: string; conversationId?: string } = {},
): Promise<Amendment[]> {
  const { db, orgId, actor } = context
  const { id = null, conversationId = null } = wanted
  const { rows } = await sql<Row>`
    select a.*, c.title, c.employee_id, c.manager_id, ${named('c.employee_id')} as employee,
           ${named('a.asked_by')} as asker, ${named('a.decided_by')} as decider,
           ${named('a.withdrawn_by')} as withdrawer,
           exists (select from signature s where s.org_id = a.org_id and s.record_id = a.conversation_id
             and s.version = a.version and s.role = 'employee') as is_answered,
           exists (select from amendment_copy k where k.org_id = a.org_id and k.amendment_id = a.id
             and k.standing is not null) as has_copy
      from amendment a join conversation c on c.org_id = a.org_id and c.id = a.conversation_id
     where a.org_id = ${orgId} and (${id}::uuid is null or a.id = ${id})
       and (${conversationId}::uuid is null or a.conversation_id = ${conversationId})
       and (${id}::uuid is not null or ${conversationId}::uuid is not null
         or (c.employee_id <> ${actor.personId} and ((a.decided_at is null and a.withdrawn_at is null) or ${isUnderWay})))
     order by a.id desc limit 100`.execute(db)
  return Promise.all(
    rows.map(async (row) => {
      const lines = await linesOf(context, row)
      const conflict = await dutyConflict(context, 'amendment', row.conversationId, actor.personId)
      return {
        id: row.id,
        conversationId: row.conversationId,
        title: row.title,
        employee: row.employee,
        reason: row.reason,
        fromCase: row.appealId !== null,
        parts: row.parts,
        state: stateOf(row),
        askedBy: row.asker,
        askedAt: row.askedAt,
        decidedBy: row.decider,
        decidedAt: row.decidedAt,
        version: row.version,
        sealedAt: row.sealedAt,
        withdrawn: row.withdrawnAt && {
          by: row.withdrawer!, // with the time, in the database's own words
          at: row.withdrawnAt,
          reason: row.withdrawReason!,
        },
        refusals: {
          decide:
            decideAmendment(
              actor,
              { askedBy: row.askedBy, isDecided: (row.decidedAt ?? row.withdrawnAt) !== null },
              lines,
            ) ?? conflict,
          withdraw:
            withdrawAmendment(
              actor,
              { ...row, state: stateOf(row), fromCase: row.appealId !== null },
              lines,
            ) ?? conflict,
        },
      }
    }),
  )
}

/** How far one is: the first of these that is true. */
function stateOf({ decidedAt, approvedAt, sealedAt, withdrawnAt }: AmendmentTable) {
  const states: [unknown, Amendment['state']][] = [
    [withdrawnAt, 'withdrawn'],
    [!decidedAt, 'asked'],
    [!approvedAt, 'declined'],
    [sealedAt, 'sealed'],
  ]
  return states.find(([isSo]) => isSo)?.[1] ?? 'open'
}

/**
 * Opens a record again for a new version: what both had read is withdrawn, the agreement and the
 * signature wait again. What is sealed stays sealed.
 * @returns the number of the new version
 */
export async function openAgain(
  db: Db,
  doing: Doing & { today: string },
  conversation: Conversation,
): Promise<number> {
  const { orgId } = doing
  const { id } = conversation
  const version = (await newestNumber(db, orgId, conversation)) + 1
  await db
    .deleteFrom('presentedPage')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', id)
    .execute()
  await db
    .updateTable('conversation')
    .set({ recordVersion: version, presentedHash: null, presentedAt: null, presentedBy: null })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
  const settled = await db
    .selectFrom('stage')
    .select(['key', 'kind'])
    .where('orgId', '=', orgId)
    .where('runId', '=', id)
    .where('kind', 'in', ['agreement', 'signature', 'archive', 'follow'])
    .where((is) => is.or([is('doneAt', 'is not', null), is('skippedAt', 'is not', null)]))
    .where((is) => is.or([is('skipReason', 'is', null), is('skipReason', '!=', 'notNeeded')]))
    .execute()
  const keys = (isFollow: boolean) =>
    settled.filter(({ kind }) => (kind === 'follow') === isFollow).map(({ key }) => key)
  const by = doing.actorId ?? conversation.employeeId
  const dueOn = workdayAfter(await calendarOf(db, orgId), doing.today, amendingDays)
  if (keys(true).length > 0)
    await proceed(db, doing, conversation, { type: 'reopen', stages: keys(true), by })
  if (keys(false).length > 0)
    await proceed(db, doing, conversation, {
      type: 'reopen',
      stages: keys(false),
      by,
      dueOn,
    })
  // A day that has passed would seal silence at once.
  await sql`
    update stage set due_on = ${dueOn}
     where org_id = ${orgId} and run_id = ${id} and kind in ('agreement', 'signature')
       and due_on < ${dueOn}::date`.execute(db)
  return version
}

/** A number that a withdrawn amendment has used is not used again: its signatures were for other words. */
async function newestNumber(db: Db, orgId: string, { id, recordVersion }: Conversation) {
  const { rows } = await sql<{ newest: number }>`
    select greatest(${recordVersion}::int, max(version)) as newest from amendment
     where org_id = ${orgId} and conversation_id = ${id}`.execute(db)
  return rows[0]!.newest
}

/** The amendment that led to this version is done with its seal, and nothing to go back to is needed. */
export async function finishAmendment(
  db: Db,
  orgId: string,
  conversationId: string,
  sealedAt: Date,
): Promise<void> {
  await Promise.all([
    sql`
      delete from amendment_copy where org_id = ${orgId} and conversation_id = ${conversationId}
         and standing is not null`.execute(db),
    db
      .updateTable('amendment')
      .set({ sealedAt })
      .where('orgId', '=', orgId)
      .where('conversationId', '=', conversationId)
      .where('approvedAt', 'is not', null)
      .where('sealedAt', 'is', null)
      .where('withdrawnAt', 'is', null)
      .execute(),
  ])
}
