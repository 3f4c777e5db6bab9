import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import type { Context } from '../../accounts/policy.ts'
import { lineAbove } from '../../org/delegation/queries.ts'
import { dutyConflict } from '../duties/queries.ts'
import type { Relation } from '../people/contract.ts'
import type { Glass } from './contract.ts'
import { decideGlass, endGlass, isInLine, type Lines, withdrawGlass } from './policy.ts'
import type { BreakGlassTable } from './table.ts'

type Row = BreakGlassTable & {
  employeeId: string
  managerId: string | null
  employee: Glass['employee']
  asker: Glass['employee']
  decider: Glass['employee'] | null
}

const named = (id: string) => sql`(select json_build_object('id', p.id, 'name', p.name,
  'employeeNo', p.employee_no) from person p where p.org_id = b.org_id and p.id = ${sql.ref(id)})`

/**
 * Emergencies as whoever asks may treat them: what waits first, then the newest; one or those of one talk. In
 * the list of all there are none of the asker's own line, but those they declared themselves (I5).
 */
export async function glassesOf(
  context: Context,
  wanted: { id?: string; conversationId?: string; isAsked?: boolean } = {},
): Promise<Glass[]> {
  const { db, orgId, actor, now } = context
  const { rows } = await sql<Row>`
    select b.*, c.employee_id, c.manager_id, ${named('c.employee_id')} as employee,
           ${named('b.asked_by')} as asker, ${named('b.decided_by')} as decider
      from break_glass b join conversation c on c.org_id = b.org_id and c.id = b.conversation_id
     where b.org_id = ${orgId} and c.employee_id <> ${actor.personId}
       and (${wanted.id ?? null}::uuid is null or b.id = ${wanted.id ?? null})
       and (${wanted.conversationId ?? null}::uuid is null or b.conversation_id = ${wanted.conversationId ?? null})
       and (not ${wanted.isAsked ?? false} or (b.decided_at is null and b.withdrawn_at is null))
     order by b.decided_at is not null or b.withdrawn_at is not null, b.id desc limit 50`.execute(
    db,
  )
  const isList = wanted.id === undefined && wanted.conversationId === undefined
  const found = await Promise.all(
    rows.map(async (row) => {
      const lines = await linesOf(context, row)
      if (isList && row.askedBy !== actor.personId && isInLine(actor, lines)) return null
      const asked = {
        askedBy: row.askedBy,
        isDecided: row.decidedAt !== null,
        isWithdrawn: row.withdrawnAt !== null,
      }
      const isOpen = row.endsAt !== null && row.endsAt > now && row.endedAt === null
      return {
        id: row.id,
        conversationId: row.conversationId,
        employee: row.employee,
        askedBy: row.asker,
        askedAt: row.askedAt,
        reason: row.reason,
        hours: row.hours,
        hold:
          row.holdReason && row.holdUntil ? { reason: row.holdReason, until: row.holdUntil } : null,
        state: stateOf(row, isOpen),
        decidedBy: row.decider,
        endsAt: row.endedAt ?? row.endsAt,
        refusals: {
          decide:
            decideGlass(actor, asked, lines) ??
            (await dutyConflict(context, 'glass', row.conversationId, actor.personId)),
          withdraw: withdrawGlass(actor, asked),
          end: endGlass(actor, isOpen),
        },
      }
    }),
  )
  return found.filter((glass) => glass !== null)
}

function stateOf({ withdrawnAt, decidedAt, approvedAt }: Row, isOpen: boolean): Glass['state'] {
  if (withdrawnAt) return 'withdrawn'
  if (!decidedAt) return 'asked'
  return !approvedAt ? 'declined' : isOpen ? 'open' : 'over'
}

/** Who stands above the employee, and above whoever asks, as of today. */
export async function linesOf(
  { db, orgId, today, actor }: Pick<Context, 'db' | 'orgId' | 'today' | 'actor'>,
  { employeeId, managerId }: { employeeId: string; managerId: string | null },
): Promise<Lines> {
  const aboveEmployee = await lineAbove(db, { orgId, today }, employeeId)
  return {
    employeeId,
    aboveEmployee: managerId ? [managerId, ...aboveEmployee] : aboveEmployee,
    aboveActor: await lineAbove(db, { orgId, today }, actor.personId),
  }
}

/** Looks within so many minutes count as one. */
const oneLookMinutes = 10

/** Whoever reaches a talk through an emergency leaves a trace its person reads; nobody else does here. */
export async function noteLook(
  db: Db,
  { orgId, now, actor }: Pick<Context, 'orgId' | 'now' | 'actor'>,
  { id: conversationId, is, glassId }: { id: string; is: Relation[]; glassId: string | null },
): Promise<void> {
  if (!glassId || !is.includes('breakGlass')) return
  // One after the other: what a page asks for at the same moment is one look.
  await sql`select from break_glass where org_id = ${orgId} and id = ${glassId} for no key update`.execute(
    db,
  )
  const { rows } = await sql`
    insert into opening (org_id, id, conversation_id, person_id, kind, reason, at, relation, glass_id, shown_from)
    select b.org_id, ${newId()}, b.conversation_id, ${actor.personId}, 'read', b.reason, ${now}, 'breakGlass', b.id, b.told_from
      from break_glass b
     where b.org_id = ${orgId} and b.id = ${glassId} and b.conversation_id = ${conversationId}
       and not exists (select from opening o where o.org_id = b.org_id and o.conversation_id = b.conversation_id
         and o.glass_id = b.id and o.at > ${now}::timestamptz - make_interval(mins => ${oneLookMinutes}))
    returning id`.execute(db)
  if (rows.length > 0)
    await record(db, { orgId, actorId: actor.personId, now }, 'glass.looked', {
      subjectId: glassId,
      data: { conversationId },
    })
}
