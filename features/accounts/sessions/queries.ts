import { randomBytes } from 'node:crypto'
import type { Db } from '../../../platform/database.ts'
import { record, type Source } from '../../../platform/events.ts'
import type { Voucher } from '../passkeys/rules.ts'
import type { Context } from '../policy.ts'
import { tellEnded } from '../queries.ts'
import type { SignInRules } from '../rules.ts'
import '../table.ts'

/**
 * Notes that somebody has just shown again who they are. The session goes on under a new token, so
 * that one read off earlier signs nothing.
 */
export async function markSteppedUp({ db, actor, now, handOut }: Context, by: Voucher) {
  const token = handOut && randomBytes(32).toString('base64url')
  await db
    .updateTable('session')
    .set({ steppedUpAt: now, steppedUpBy: by, ...(token && { token }) })
    .where('orgId', '=', actor.orgId)
    .where('id', '=', actor.sessionId)
    .execute()
  if (token) await handOut?.(token)
}

/** An account's sessions that have neither run out nor fallen silent, the liveliest first. */
export async function openSessionsOf(
  db: Db,
  accountId: string,
  { idleMinutes }: SignInRules,
  now: Date,
) {
  return db
    .selectFrom('session')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', now)
    .where('updatedAt', '>', new Date(now.getTime() - idleMinutes * 60_000))
    .orderBy('updatedAt', 'desc')
    .execute()
}

/** Notes a sign-in, and one from a browser that never opened this account before; not the first of all. */
export async function recordSignIn(
  db: Db,
  source: Source,
  accountId: string,
  how: { by: 'password' | 'passkey'; secondFactor: boolean; isKnownDevice: boolean },
) {
  const { by, secondFactor, isKnownDevice } = how
  const before = await db
    .selectFrom('event')
    .select('id')
    .where('orgId', '=', source.orgId)
    .where('subjectId', '=', accountId)
    .where('kind', '=', 'account.signedIn')
    .limit(1)
    .executeTakeFirst()
  await record(db, source, 'account.signedIn', { subjectId: accountId, data: { by, secondFactor } })
  if (before && !isKnownDevice) await recordNewDevice(db, source, accountId)
}

/** Its owner is told. */
export const recordNewDevice = (db: Db, source: Source, accountId: string) =>
  record(db, source, 'account.newDevice', { subjectId: accountId, data: { accountId } })

/** Ends what has run out, and beyond the number the rules allow the sessions silent longest. */
export async function endSurplusSessions(db: Db, accountId: string, rules: SignInRules, now: Date) {
  const staying = (await openSessionsOf(db, accountId, rules, now)).slice(0, rules.sessionsAtOnce)
  const ended = await db
    .deleteFrom('session')
    .where('accountId', '=', accountId)
    .$if(staying.length > 0, (query) =>
      query.where(
        'id',
        'not in',
        staying.map(({ id }) => id),
      ),
    )
    .returning('orgId')
    .execute()
  if (ended[0]) await tellEnded(db, ended[0].orgId, accountId)
}
