import { json, type Db } from '../../../platform/database.ts'
import { missing } from '../../../platform/refusal.ts'
import type { Context } from '../policy.ts'
import type {} from '../table.ts'

/** Days a request may be sent again and still be answered as the first time. */
const keptDays = 7

/** How to answer anew instead of keeping the answer; by the id of what was made, where that is needed. */
type Again<Answer> = (() => Promise<Answer>) | { byId: (id: string) => Promise<Answer> }

/**
 * Does something once per key that the client made up for it: sent again, also after a lost answer or
 * at the same instant, it is answered as the first time. A refusal is not an answer and keeps nothing.
 * @param key null: the client gave none.
 * @param again for answers with content: this table is one of those that hold nothing anybody said.
 * @throws NOT_FOUND when it is sent again and nobody kept the id of what it made
 */
export function once<Answer extends { id: string }>(
  context: Context,
  procedure: string,
  key: string | null | undefined,
  work: () => Promise<Answer>,
  again: Again<Answer>,
): Promise<Answer>
export function once<Answer>(
  context: Context,
  procedure: string,
  key: string | null | undefined,
  work: () => Promise<Answer>,
): Promise<Answer>
export async function once<Answer>(
  { db, orgId, actor, now }: Context,
  procedure: string,
  key: string | null | undefined,
  work: () => Promise<Answer>,
  again?: Again<Answer>,
): Promise<Answer> {
  if (!key) return work()
  const mine = { orgId, accountId: actor.accountId, key: `${procedure} ${key}` }
  // A second one at the same instant waits here until the first has ended.
  const { numInsertedOrUpdatedRows: fresh } = await db
    .insertInto('idempotency')
    .values({ ...mine, procedure, answer: json(null), createdAt: now })
    .onConflict((row) => row.columns(['orgId', 'accountId', 'key']).doNothing())
    .executeTakeFirstOrThrow()
  const theRow = db.updateTable('idempotency').where((row) => row.and(mine))
  if (fresh) {
    const answer = await work()
    const kept = again ? (answer as { id: string }).id : (answer ?? null)
    await theRow.set({ answer: json(kept) }).execute()
    return answer
  }
  const { answer } = await db
    .selectFrom('idempotency')
    .select('answer')
    .where((row) => row.and(mine))
    .executeTakeFirstOrThrow()
  if (!again) return revived(answer) as Answer
  if (typeof again === 'function') return again()
  if (typeof answer !== 'string') throw missing()
  return again.byId(answer)
}

/** Forgets what nobody will ask again. */
export const forgetAnswers = (db: Db, orgId: string, now: Date) =>
  db
    .deleteFrom('idempotency')
    .where('orgId', '=', orgId)
    .where('createdAt', '<', new Date(now.getTime() - keptDays * 86_400_000))
    .execute()

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

// JSON has no dates of its own.
const revived = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (_, value: unknown) =>
    typeof value === 'string' && moment.test(value) ? new Date(value) : value,
  ) ?? undefined
