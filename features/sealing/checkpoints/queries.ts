import type { Db } from '../../../platform/database.ts'
import '../table.ts'

/** Whom the checkpoint of each day is handed to. */
export async function contactsOf(db: Db, orgId: string): Promise<string[]> {
  const contacts = await db
    .selectFrom('checkpointContact')
    .select('personId')
    .where('orgId', '=', orgId)
    .execute()
  return contacts.map(({ personId }) => personId)
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
