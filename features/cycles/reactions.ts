import type { Db } from '../../platform/database.ts'
import { notify, type EventTable, type Reactions } from '../../platform/events.ts'
import type {} from './table.ts'

/** Tells an open monitor that somebody in its cycle has moved on. */
async function tellMonitor(db: Db, { orgId, subjectId }: EventTable) {
  const part = await db
    .selectFrom('participation')
    .select('cycleId')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', subjectId)
    .executeTakeFirst()
  if (part) await notify(db, { org: orgId, kind: 'cycle.moved', subject: part.cycleId })
}

/**
 * What became of a conversation, noted on its participation: a cycle of 100,000 is counted without
 * opening a record. `conversation.sealed` carries `outcome`; `conversation.closed` may come without a seal
 * and be taken back by `conversation.reopened`.
 */
export const cyclesReactions: Reactions = {
  // Later features open the talks of these people in the same transaction: heard once all is there.
  'cycle.participantsAdded': async (db, { orgId, subjectId }) => {
    await notify(db, { org: orgId, kind: 'cycle.moved', subject: subjectId })
  },
  'conversation.submitted': tellMonitor,
  'conversation.stageCompleted': tellMonitor,
  'conversation.talkEnded': tellMonitor,
  'conversation.presented': tellMonitor,
  'conversation.signed': tellMonitor,
  'conversation.sealed': async (db, event) => {
    await db
      .updateTable('participation')
      .set({ sealedAt: event.at, outcome: String(event.data.outcome) })
      .where('orgId', '=', event.orgId)
      .where('conversationId', '=', event.subjectId)
      .execute()
    await tellMonitor(db, event)
  },
  'conversation.closed': async (db, event) => {
    await db
      .updateTable('participation')
      .set({ closedAt: event.at })
      .where('orgId', '=', event.orgId)
      .where('conversationId', '=', event.subjectId)
      .where('sealedAt', 'is', null)
      .execute()
    await tellMonitor(db, event)
  },
  'conversation.reopened': async (db, event) => {
    await db
      .updateTable('participation')
      .set({ closedAt: null })
      .where('orgId', '=', event.orgId)
      .where('conversationId', '=', event.subjectId)
      .execute()
    await tellMonitor(db, event)
  },
}
