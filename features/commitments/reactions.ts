import { sql } from 'kysely'
import type { Reactions } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import type {} from '../conversations/table.ts'
import './table.ts'

const renewed = [
  'layer',
  'what',
  'how',
  'measure',
  'support',
  'supportKind',
  'ownerKind',
  'ownerId',
  'dueOn',
] as const

/** A sealed plan becomes promises: one for each line, whoever keeps it. Twice makes none twice. */
export const commitmentsReactions: Reactions = {
  'conversation.sealed': async (db, event) => {
    const lines = await db
      .selectFrom('planLine')
      .innerJoin('conversation', (join) =>
        join
          .onRef('conversation.orgId', '=', 'planLine.orgId')
          .onRef('conversation.id', '=', 'planLine.conversationId'),
      )
      .selectAll('planLine')
      .select(['conversation.employeeId', 'conversation.managerId', 'conversation.sealedAt'])
      .where('planLine.orgId', '=', event.orgId)
      .where('planLine.conversationId', '=', event.subjectId)
      .where('planLine.removedAt', 'is', null)
      .where('planLine.dueOn', 'is not', null)
      .execute()
    // Whoever refused or gave no answer has promised nothing.
    const isPromised = !['refused', 'notAnswered'].includes(String(event.data.outcome))
    for (const line of lines.filter((each) => isPromised || each.ownerKind !== 'employee'))
      await db
        .insertInto('commitment')
        .values({
          orgId: event.orgId,
          id: newId(),
          conversationId: event.subjectId,
          planLineId: line.id,
          employeeId: line.employeeId,
          managerId: line.managerId,
          layer: line.layer,
          what: line.what,
          how: line.how,
          measure: line.measure,
          support: line.support,
          supportKind: line.supportKind,
          ownerKind: line.ownerKind,
          ownerId:
            line.ownerId ??
            (line.ownerKind === 'employee'
              ? line.employeeId
              : line.ownerKind === 'manager'
                ? line.managerId
                : null),
          dueOn: line.dueOn!,
          agreedAt: line.sealedAt ?? event.at,
          doneAt: null,
          notDoneAt: null,
          settledBy: null,
          reason: null,
        })
        .onConflict((row) =>
          row
            .columns(['orgId', 'planLineId'])
            // A record signed anew says what is promised now; what is settled stays as it was.
            .doUpdateSet((row) =>
              Object.fromEntries(renewed.map((column) => [column, row.ref(`excluded.${column}`)])),
            )
            .where('commitment.doneAt', 'is', null)
            .where('commitment.notDoneAt', 'is', null),
        )
        .execute()
    // A line that was struck out in a later version promises nothing more.
    await sql`
      delete from commitment k using plan_line l
       where k.org_id = ${event.orgId} and k.conversation_id = ${event.subjectId} and l.org_id = k.org_id
         and l.id = k.plan_line_id and l.removed_at is not null and k.done_at is null and k.not_done_at is null
         and not exists (select from check_in i where i.org_id = k.org_id and i.commitment_id = k.id)`.execute(
      db,
    )
    // Whoever looks at the conversation or at one's own home page sees them come.
    const people = lines.flatMap((line) => [line.employeeId, line.managerId, line.ownerId])
    for (const subject of new Set([event.subjectId, ...people.filter((id) => id !== null)]))
      await sql`select pg_notify('cuxi', ${JSON.stringify({ org: event.orgId, kind: 'commitments.made', subject })})`.execute(
        db,
      )
  },
}
