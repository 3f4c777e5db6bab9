import type { Reactions } from '../../platform/events.ts'
import type {} from './table.ts'

/**
 * What became of a conversation, noted on its participation: a cycle of 100,000 is counted without
 * opening a record. `conversation.sealed` carries `outcome`; `conversation.closed` may come without a seal.
 */
export const cyclesReactions: Reactions = {
  'conversation.sealed': async (db, event) => {
    await db
      .updateTable('participation')
      .set({ sealedAt: event.at, outcome: String(event.data.outcome) })
      .where('orgId', '=', event.orgId)
      .where('conversationId', '=', event.subjectId)
      .execute()
  },
  'conversation.closed': async (db, event) => {
    await db
      .updateTable('participation')
      .set({ closedAt: event.at })
      .where('orgId', '=', event.orgId)
      .where('conversationId', '=', event.subjectId)
      .where('sealedAt', 'is', null)
      .execute()
  },
}
