import { sql } from 'kysely'
import type { Reactions } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import type {} from '../conversations/table.ts'
import './table.ts'

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
    for (const line of lines)
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
        .onConflict((row) => row.columns(['orgId', 'planLineId']).doNothing())
        .execute()
    // Whoever looks at the conversation or at one's own home page sees them come.
    const people = lines.flatMap((line) => [line.employeeId, line.managerId, line.ownerId])
    for (const subject of new Set([event.subjectId, ...people.filter((id) => id !== null)]))
      await sql`select pg_notify('cuxi', ${JSON.stringify({ org: event.orgId, kind: 'commitments.made', subject })})`.execute(
        db,
      )
  },
}
