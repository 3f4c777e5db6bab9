import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { forgottenAfterMinutes, mostKept, networkOf, patience, secondsToWait } from './rules.ts'
import '../table.ts'

/** What a try is counted by: always a name, and where it matters the address it came from. */
export type TryKey = `${keyof typeof patience}:${string}`

/** The keys of a sign-in. Two names of one account count apart, or the count would tell that they belong together. */
export const keysOf = (name: string, ip: string): [TryKey, TryKey] => [
  `name:${name}`,
  `address:${networkOf(ip)}`,
]

const patienceOf = (key: TryKey) => patience[key.split(':', 1)[0] as keyof typeof patience]

/**
 * Counts one try before it is made. @returns the seconds to wait instead, when it is not heard now;
 * then it is not counted.
 */
export async function countTry(db: Db, keys: TryKey[], now: Date): Promise<number> {
  const forgotten = new Date(now.getTime() - forgottenAfterMinutes * 60_000)
  let seconds = 0
  for (const key of keys) {
    // One statement: between finding and holding a row, somebody who got in could take it away.
    const row = await db
      .insertInto('signInFailure')
      .values({ key, failures: 0, lastAt: now })
      .onConflict((clash) => clash.column('key').doUpdateSet({ key }))
      .returningAll()
      .returning(sql<boolean>`xmax = 0`.as('isNew'))
      .executeTakeFirstOrThrow()
    if (row.isNew) await sweep(db, forgotten)
    if (row.lastAt > forgotten)
      seconds = Math.max(seconds, secondsToWait(row, patienceOf(key), now))
  }
  if (seconds > 0) return seconds
  await db
    .updateTable('signInFailure')
    .set({
      failures: sql<number>`case when last_at > ${forgotten} then failures else 0 end + 1`,
      lastAt: now,
    })
    .where('key', 'in', keys)
    .execute()
  return 0
}

/** Whoever gets in takes their own failed tries along: what remains at the address is others'. */
export async function forgiveTries(db: Db, [name, ...others]: TryKey[]) {
  const own = await db
    .deleteFrom('signInFailure')
    .where('key', '=', name!)
    .returning('failures')
    .executeTakeFirst()
  if (own && others.length > 0) await takeBack(db, others, own.failures)
}

/** A try that was counted and then not heard, for want of room. */
export const uncountTry = (db: Db, keys: TryKey[]) => takeBack(db, keys, 1)

const takeBack = (db: Db, keys: TryKey[], count: number) =>
  db
    .updateTable('signInFailure')
    .set({ failures: sql<number>`greatest(failures - ${count}, 0)` })
    .where('key', 'in', keys)
    .execute()

// Each new row may take away more than one old one, so the table cannot grow without end.
async function sweep(db: Db, forgotten: Date) {
  await sql`
    delete from sign_in_failure where key in (
      (select key from sign_in_failure where last_at < ${forgotten} limit 100)
      union
      (select key from sign_in_failure order by last_at desc offset ${mostKept} limit 100))`.execute(
    db,
  )
}
