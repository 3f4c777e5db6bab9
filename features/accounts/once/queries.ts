import { json, type Db } from '../../../platform/database.ts'
import { missing } from '../../../platform/refusal.ts'
import type { Context } from '../policy.ts'
import type {} from '../table.ts'

/** Days a request may be sent again and still be answered as the first time. */
const keptDays = 7

/**
 * Does something once per key that the client made up for it: sent again, also after a lost answer or
 * at the same instant, it is answered as the first time. A refusal is not an answer and keeps nothing.
 * @param key null: the client gave none.
 */
export const once = <Answer>(
  context: Context,
  procedure: string,
  key: string | null | undefined,
  work: () => Promise<Answer>,
): Promise<Answer> =>
  keyed(context, procedure, key, work, {
    keep: (answer) => answer ?? null,
    answerWith: async (kept) => revived(kept) as Answer,
  })

/**
 * The same for answers that hold what somebody wrote: nothing of that is kept, only the id of what was made.
 * @param byId how to answer anew
 * @throws NOT_FOUND when it is sent again and nobody kept the id of what it made
 */
export const onceById = <Answer extends { id: string }>(
  context: Context,
  procedure: string,
  key: string | null | undefined,
  work: () => Promise<Answer>,
  byId: (id: string) => Promise<Answer>,
): Promise<Answer> =>
  keyed(context, procedure, key, work, {
    keep: ({ id }) => id,
    answerWith: async (kept) => {
      if (typeof kept !== 'string') throw missing()
      return byId(kept)
    },
  })

async function keyed<Answer>(
  { db, orgId, actor, now }: Context,
  procedure: string,
  key: string | null | undefined,
  work: () => Promise<Answer>,
  {
    keep,
    answerWith,
  }: { keep: (answer: Answer) => unknown; answerWith: (kept: unknown) => Promise<Answer> },
): Promise<Answer> {
  if (!key) return work()
  const mine = { orgId, accountId: actor.accountId, key: `${procedure} ${key}` }
  // A second one at the same instant waits here until the first has ended.
  const { numInsertedOrUpdatedRows: fresh } = await db
    .insertInto('idempotency')
    .values({ ...mine, procedure, answer: json(null), createdAt: now })
    .onConflict((row) => row.columns(['orgId', 'accountId', 'key']).doNothing())
    .executeTakeFirstOrThrow()
  if (fresh) {
    const answer = await work()
    await db
      .updateTable('idempotency')
      .set({ answer: json(keep(answer)) })
      .where((row) => row.and(mine))
      .execute()
    return answer
  }
  const { answer } = await db
    .selectFrom('idempotency')
    .select('answer')
    .where((row) => row.and(mine))
    .executeTakeFirstOrThrow()
  return answerWith(answer)
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
