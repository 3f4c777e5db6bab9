import { sql } from 'kysely'
import { among, type Db } from '../../../../platform/database.ts'
import { usualPreference, type Preference } from './rules.ts'
import type { ReminderPreferenceTable } from './table.ts'
import './table.ts'

const preferenceIn = (row: ReminderPreferenceTable): Preference => ({
  channels: row.channels,
  rhythm: row.rhythm,
  quiet: row.quietFrom && row.quietUntil ? { from: row.quietFrom, until: row.quietUntil } : null,
  timezone: row.timezone,
  away: row.awayFrom && row.awayUntil ? { from: row.awayFrom, until: row.awayUntil } : null,
})

/** How these people want to be reminded; everybody has an answer. */
export async function preferencesOf(
  db: Db,
  orgId: string,
  personIds: string[],
): Promise<(personId: string) => Preference> {
  if (personIds.length === 0) return () => usualPreference
  const rows = await db
    .selectFrom('reminderPreference')
    .selectAll()
    .where('orgId', '=', orgId)
    .where(sql<boolean>`person_id ${among(personIds)}`)
    .execute()
  const known = new Map(rows.map((row) => [row.personId, preferenceIn(row)]))
  return (personId) => known.get(personId) ?? usualPreference
}

/** Keeps how somebody wants to be reminded; it counts from the next word on. */
export async function savePreference(
  db: Db,
  orgId: string,
  personId: string,
  { channels, rhythm, quiet, timezone, away }: Preference,
  now: Date,
) {
  const values = {
    channels: [...new Set(channels)],
    rhythm,
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
    timezone,
    awayFrom: away?.from ?? null,
    awayUntil: away?.until ?? null,
    changedAt: now,
  }
  await db
    .insertInto('reminderPreference')
    .values({ orgId, personId, ...values })
    .onConflict((row) => row.columns(['orgId', 'personId']).doUpdateSet(values))
    .execute()
}
