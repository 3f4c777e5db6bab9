import { json } from '../../../platform/database.ts'
import type { Reactions } from '../../../platform/events.ts'
import { handOverRows } from './moving/handlers.ts'
import './table.ts'

export const mergesReactions: Reactions = {
  /** What a request that was under way has written since under the account that was joined goes over, too. */
  'merge.made': async (db, event) => {
    const merge = await db
      .selectFrom('personMerge')
      .selectAll()
      .where('orgId', '=', event.orgId)
      .where('id', '=', event.subjectId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (!merge.moved || merge.undoneAt) return
    const late = await handOverRows(db, event.orgId, merge)
    if (Object.keys(late).length === 0) return
    const rows = { ...merge.moved.rows }
    for (const [name, keys] of Object.entries(late)) rows[name] = [...(rows[name] ?? []), ...keys]
    await db
      .updateTable('personMerge')
      .set({ moved: json({ ...merge.moved, rows }) })
      .where('orgId', '=', event.orgId)
      .where('id', '=', event.subjectId)
      .execute()
  },
}
