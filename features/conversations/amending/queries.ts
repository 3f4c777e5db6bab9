import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { workdayAfter } from '../../org/calendar/rules.ts'
import { linesOf } from '../glass/queries.ts'
import type { Conversation } from '../queries.ts'
import { proceed, type Doing } from '../stages/queries.ts'

import type { Amendment } from './contract.ts'
import { decideAmendment } from './policy.ts'
import { amendingDays } from './rules.ts'
import type { AmendmentTable } from './table.ts'

type Somebody = Amendment['employee']
type Row = AmendmentTable & {
  title: string
  employeeId: string
  managerId: string | null
  employee: Somebody
  asker: Somebody
  decider: Somebody | null
}

const named = (id: string) => sql`(select json_build_object('id', p.id, 'name', p.name,
  'employeeNo', p.employee_no) from person p where p.org_id = a.org_id and p.id = ${sql.ref(id)})`

/** SQL over the alias `a`: approved, and not sealed yet. */
export const isUnderWay = sql<boolean>`(a.approved_at is not null and a.sealed_at is null)`

/** A version of `c` is being written after an earlier one was sealed, or after a dispute; SQL. */
export const isBeingAmended = sql<boolean>`exists (select from amendment a
  where a.org_id = c.org_id and a.conversation_id = c.id and ${isUnderWay})`

/** Amendments as whoever asks may treat them, the newest first; never those of one's own record in the list of all. */
export async function amendmentsOf(
  context: Context,
  wanted: { id?: string; conversationId?: string } = {},
): Promise<Amendment[]> {
  const { db, orgId, actor } = context
  const { id = null, conversationId = null } = wanted
  const { rows } = await sql<Row>`
    select a.*, c.title, c.employee_id, c.manager_id, ${named('c.employee_id')} as employee,
           ${named('a.asked_by')} as asker, ${named('a.decided_by')} as decider
      from amendment a join conversation c on c.org_id = a.org_id and c.id = a.conversation_id
     where a.org_id = ${orgId} and (${id}::uuid is null or a.id = ${id})
       and (${conversationId}::uuid is null or a.conversation_id = ${conversationId})
       and (${id}::uuid is not null or ${conversationId}::uuid is not null
         or (c.employee_id <> ${actor.personId} and (a.decided_at is null or ${isUnderWay})))
     order by a.id desc limit 100`.execute(db)
  return Promise.all(
    rows.map(async (row) => ({
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
      refusals: {
        decide: decideAmendment(
          actor,
          { askedBy: row.askedBy, isDecided: row.decidedAt !== null },
          await linesOf(context, row),
        ),
      },
    })),
  )
}

const stateOf = ({ decidedAt, approvedAt, sealedAt }: AmendmentTable): Amendment['state'] =>
  !decidedAt ? 'asked' : !approvedAt ? 'declined' : sealedAt ? 'sealed' : 'open'

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
  const version = conversation.recordVersion + 1
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

/** The amendment that led to this version is done with its seal. */
export async function finishAmendment(
  db: Db,
  orgId: string,
  conversationId: string,
  sealedAt: Date,
): Promise<void> {
  await db
    .updateTable('amendment')
    .set({ sealedAt })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .where('approvedAt', 'is not', null)
    .where('sealedAt', 'is', null)
    .execute()
}
