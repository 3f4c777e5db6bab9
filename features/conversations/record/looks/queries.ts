import { sql } from 'kysely'
import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import type { Context } from '../../../accounts/policy.ts'
import type { Relation } from '../../contract.ts'
import { may } from '../../policy.ts'
import type { Found } from '../../queries.ts'
import type { OpenedAs, OpeningKind, Purpose } from '../contract.ts'

const offices = ['hrbp', 'hrAdmin', 'auditor'] as const
const isOffice = (relation: Relation) => offices.some((office) => office === relation)

const noted = {
  read: 'conversation.recordRead',
  export: 'conversation.exported',
  chain: 'chain.read',
  ratings: 'conversation.ratingsRead',
} as const

/** Why a record is opened, and for what. */
interface Why {
  reason: string | null
  purpose?: Purpose | null
  /** The event it belongs to, when it is one of many that leave together. */
  within?: string | null
  /** Who agreed that they leave together. */
  approvedBy?: string | null
}

/**
 * Whoever reads by role leaves a trace the employee sees; the pair and the line above them do not,
 * unless they read for a purpose: as evidence for a decision everybody does.
 */
export async function noteOpening(
  context: Context,
  found: Found,
  kind: OpeningKind,
  { reason, purpose = null, within = null, approvedBy = null }: Why,
) {
  const { db, orgId, actor, now } = context
  // By right of an office alone: whatever else somebody is to the talk does not give this right.
  const others = found.is.filter((relation) => !isOffice(relation))
  const byRole =
    kind === 'chain' ||
    purpose !== null ||
    !(kind === 'read' ? may(others, 'R', 'sealed') : may(others, 'E', 'bundle'))
  if (byRole)
    await db
      .insertInto('opening')
      .values({
        orgId,
        id: newId(),
        conversationId: found.id,
        personId: actor.personId,
        kind,
        reason,
        at: now,
        relation: found.is.findLast(isOffice) ?? found.is[0]!,
        glassId: null,
        shownFrom: null,
        purpose,
        approvedBy,
      })
      .execute()
  if (byRole || kind === 'export')
    await record(db, context, noted[kind], {
      subjectId: found.id,
      personId: found.employeeId,
      data: { as: found.is[0]!, ...(within && { within }) },
    })
}

/**
 * An office that reads what was written in the talk itself, not on its sealed page, leaves the same
 * trace, once a day.
 */
export async function noteOpenRead(context: Context, found: Found): Promise<void> {
  if (found.is.every(isOffice))
    await noteOnceADay(context, found, { kind: 'read', as: found.is.at(-1)!, reason: null })
}

/** Looks of one kind within a day count as one, unless another reason is given; the employee sees each (I6). */
export async function noteOnceADay(
  context: Context,
  { id, employeeId }: Pick<Found, 'id' | 'employeeId'>,
  { kind, as, reason }: { kind: OpeningKind; as: OpenedAs; reason: string | null },
): Promise<void> {
  const { db, orgId, actor, now } = context
  const { numAffectedRows } = await sql`
    insert into opening (org_id, id, conversation_id, person_id, kind, reason, at, relation)
    select ${orgId}, ${newId()}, ${id}, ${actor.personId}, ${kind}, ${reason}, ${now}, ${as}
     where not exists (select from opening o where o.org_id = ${orgId} and o.conversation_id = ${id}
       and o.person_id = ${actor.personId} and o.kind = ${kind} and (${reason}::text is null or o.reason = ${reason})
       and o.at > ${now}::timestamptz - interval '1 day')`.execute(db)
  if (numAffectedRows)
    await record(db, context, noted[kind], {
      subjectId: id,
      personId: employeeId,
      data: { as },
    })
}

/** Whether whoever asks has looked at it within the day, saying why where they have to. */
export async function hasLooked(
  { db, orgId, actor, now }: Context,
  conversationId: string,
  kind: OpeningKind,
  how: 'noted' | 'withReason',
): Promise<boolean> {
  const { rows } = await sql`
    select from opening o where o.org_id = ${orgId} and o.conversation_id = ${conversationId}
       and o.person_id = ${actor.personId} and o.kind = ${kind} and (${how} = 'noted' or o.reason is not null)
       and o.at > ${now}::timestamptz - interval '1 day' limit 1`.execute(db)
  return rows.length > 0
}
