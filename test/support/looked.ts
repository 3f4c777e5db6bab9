import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** How many rows of these tables the database reads for a piece of work in a running transaction. */
export async function rowsLookedAt(
  db: Db,
  tables: string[],
  work: () => Promise<unknown>,
): Promise<number> {
  const sofar = async () => {
    const { rows } = await sql<{ n: number }>`
      select sum(seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables
       where relname = any(${tables})`.execute(db)
    return rows[0]!.n
  }
  const before = await sofar()
  await work()
  return (await sofar()) - before
}
