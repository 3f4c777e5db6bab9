import type { Database } from '../../../../platform/database.ts'
import { record } from '../../../../platform/events.ts'
import { isId } from '../../../../platform/ids.ts'
import { preferencesOf, savePreference } from '../../reminders/preferences/queries.ts'
import { readStopToken } from './queries.ts'

/**
 * Stops reminders to somebody on one way, as the link at the end of each asks; RFC 8058 for mail
 * programs. Words about the safety of an account still come. Asked again, nothing changes.
 * @returns whether the link is one of ours
 */
export async function stopReminders(
  database: Database,
  token: string,
  now: Date,
): Promise<boolean> {
  const orgId = token.split('.', 1)[0]!
  if (!isId(orgId)) return false
  const isKnown = await database.kysely
    .selectFrom('organization')
    .select('id')
    .where('id', '=', orgId)
    .executeTakeFirst()
  const meant = isKnown && (await readStopToken(token))
  if (!meant) return false
  return database.inOrg(orgId, async (db) => {
    const { personId, kind } = meant
    const preference = (await preferencesOf(db, orgId, [personId]))(personId)
    if (!preference.channels.includes(kind)) return true
    const channels = preference.channels.filter((it) => it !== kind)
    await savePreference(db, orgId, personId, { ...preference, channels }, now)
    await record(db, { orgId, actorId: personId, now }, 'reminders.stopped', {
      subjectId: personId,
      personId,
      data: { channel: kind },
    })
    return true
  })
}
