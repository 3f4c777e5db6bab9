import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import '../table.ts'

/** Whom the checkpoint of each day is handed to: who was named for it and has not left. */
export async function contactsOf(db: Db, orgId: string): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    select c.person_id
      from checkpoint_contact c
      join person p on p.org_id = c.org_id and p.id = c.person_id
      join organization o on o.id = c.org_id
     where c.org_id = ${orgId}
       and (p.left_on is null or p.left_on > (now() at time zone o.timezone)::date)`.execute(db)
  return rows.map(({ personId }) => personId)
}

/** The checkpoint of a day for somebody it is still handed to. */
export async function checkpointFor(
  db: Db,
  orgId: string,
  personId: string,
  day: string,
): Promise<string | null> {
  const kept = await db
    .selectFrom('dailyCheckpoint')
    .select('note')
    .where('orgId', '=', orgId)
    .where('day', '=', day)
    .executeTakeFirst()
  return kept && (await contactsOf(db, orgId)).includes(personId) ? kept.note : null
}
