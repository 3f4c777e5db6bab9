import { sql } from 'kysely'
import { dayIn } from '../../../platform/clock.ts'
import type { OrganizationTable } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { workdayAfter } from '../../org/calendar/rules.ts'
import type { Lines } from '../glass/policy.ts'
import { linesOf } from '../glass/queries.ts'
import { findConversation, type Found } from '../queries.ts'
import { usualDays, type AppealDays, type Case } from './contract.ts'
import { decideCase, nameHandler, readsCase, withdrawCase } from './policy.ts'
import type { AppealTable } from './table.ts'

type Somebody = Case['employee']
type Row = AppealTable & {
  title: string
  employeeId: string
  employee: Somebody
  handler: Somebody | null
  steps: (Omit<Case['steps'][number], 'at'> & { at: string })[]
}

/** Working days for an appeal after the seal, and for its answer. */
export const appealDays = ({ settings }: Pick<OrganizationTable, 'settings'>): AppealDays => ({
  window: (settings.appealDays as number | undefined) ?? usualDays,
  answer: (settings.appealAnswerDays as number | undefined) ?? usualDays,
})

/** The last day for an appeal against the newest seal; null while nothing is sealed. */
export const appealUntil = async (
  { db, org }: Pick<Context, 'db' | 'org'>,
  { sealedAt }: Pick<Found, 'sealedAt'>,
): Promise<string | null> =>
  sealedAt &&
  workdayAfter(await calendarOf(db, org.id), dayIn(org.timezone, sealedAt), appealDays(org).window)

const named = (table: string, id: string) =>
  sql`(select json_build_object('id', p.id, 'name', p.name, 'employeeNo', p.employee_no)
         from person p where p.org_id = ${sql.ref(`${table}.org_id`)} and p.id = ${sql.ref(`${table}.${id}`)})`

/** Cases as far as whoever asks may know of them, each with what they may do about it; the newest first. */
export async function casesOf(
  context: Context,
  wanted: {
    id?: string
    conversationId?: string
    /** Not decided. */
    isOpen?: boolean
    handlerId?: string
  },
): Promise<Case[]> {
  const { db, orgId } = context
  const { id = null, conversationId = null, isOpen = false, handlerId = null } = wanted
  const { rows } = await sql<Row>`
    select a.*, c.title, c.employee_id, ${named('c', 'employee_id')} as employee, ${named('a', 'handler_id')} as handler,
           coalesce((select json_agg(json_build_object('kind', s.kind, 'person', ${named('s', 'person_id')},
               'by', ${named('s', 'by_id')}, 'reason', s.reason, 'at', s.at) order by s.id)
             from appeal_step s where s.org_id = a.org_id and s.appeal_id = a.id), '[]') as steps
      from appeal a join conversation c on c.org_id = a.org_id and c.id = a.conversation_id
     where a.org_id = ${orgId} and (${id}::uuid is null or a.id = ${id})
       and (${conversationId}::uuid is null or a.conversation_id = ${conversationId})
       and (not ${isOpen} or a.decided_at is null)
       and (${handlerId}::uuid is null or a.handler_id = ${handlerId})
     order by a.id desc limit 200`.execute(db)
  const cases: Case[] = []
  for (const row of rows) {
    const found = await findConversation(db, context, row.conversationId)
    if (found) cases.push(...visible(context, row, found, await linesOf(context, found)))
  }
  return cases
}

function visible({ actor }: Context, row: Row, found: Found, lines: Lines): Case[] {
  const standing = {
    employeeId: row.employeeId,
    handlerId: row.handlerId,
    aboutManager: row.aboutManager,
    isDecided: row.decidedAt !== null,
  }
  if (!readsCase(actor, found.is, standing, lines, found.sealedVersion !== null)) return []
  const decide = decideCase(actor, standing)
  return [
    {
      id: row.id,
      conversationId: row.conversationId,
      title: row.title,
      kind: row.kind,
      version: row.recordVersion,
      employee: row.employee,
      reason: row.reason,
      wish: row.wish,
      aboutManager: row.aboutManager,
      openedAt: row.openedAt,
      dueOn: row.dueOn,
      handler: row.handler,
      outcome: row.outcome,
      answer: row.answer,
      parts: row.parts,
      decidedAt: row.decidedAt,
      steps: row.steps.map((step) => ({ ...step, at: new Date(step.at) })),
      own: row.employeeId === actor.personId,
      refusals: {
        name: nameHandler(actor, found.is, standing, lines),
        recuse: decide,
        decide,
        withdraw: withdrawCase(actor, standing),
      },
    },
  ]
}

/** The case that is open about a conversation, for the flag on everything that leaves the house. */
export const openCaseOf = ({ db, orgId }: Pick<Context, 'db' | 'orgId'>, conversationId: string) =>
  db
    .selectFrom('appeal')
    .select(['kind', 'openedAt'])
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .where('decidedAt', 'is', null)
    .executeTakeFirst()

/** Everybody who has signed any version of a record. */
export async function signersOf(
  { db, orgId }: Pick<Context, 'db' | 'orgId'>,
  recordId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('signature')
    .select(sql<string>`person_now(org_id, person_id)`.as('personId'))
    .distinct()
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .execute()
  return rows.map(({ personId }) => personId)
}

/** Whether a case was ever in somebody’s hands. */
export const hasHandled = async ({ db, orgId, actor }: Context): Promise<boolean> =>
  (await db
    .selectFrom('appealStep')
    .select('id')
    .where('orgId', '=', orgId)
    .where('personId', '=', actor.personId)
    .limit(1)
    .executeTakeFirst()) !== undefined
