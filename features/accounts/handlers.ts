import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { passwordMatches } from '../../platform/auth.ts'
import { record } from '../../platform/events.ts'
import { demand, invalid, missing, tooMany } from '../../platform/refusal.ts'
import { accountsContract, type Me } from './contract.ts'
import { factorHandlers } from './factor/handlers.ts'
import { passkeysHandlers, type SigningStates } from './passkeys/handlers.ts'
import type { Context } from './policy.ts'
import { endSessionsOf, passwordHashOf, tellEnded } from './queries.ts'
import { markSteppedUp, openSessionsOf } from './sessions/queries.ts'
import { stepUpFirst, stepUpUntil } from './rules.ts'
import { replacePassword } from './passwords/queries.ts'
import { countTry, forgiveTries, type TryKey } from './tries/queries.ts'
import './table.ts'

/**
 * `me` speaks of departments and reports, and the list of passkeys of the log: later features know
 * them, the router hands them in.
 */
export const accountsHandlers = (
  describe: (context: Context) => Promise<Me>,
  signing: SigningStates,
) => {
  const os = implement(accountsContract).$context<Context>()

  const me = os.me.handler(({ context }) => describe(context))

  const sessions = os.sessions.handler(async ({ context: { db, actor, rules, now } }) => {
    const rows = await openSessionsOf(db, actor.accountId, rules, now)
    return rows.map((row) => ({
      id: row.id,
      current: row.id === actor.sessionId,
      ip: row.ipAddress ?? '',
      userAgent: row.userAgent ?? '',
      createdAt: row.createdAt,
      seenAt: row.updatedAt,
    }))
  })

  const endSession = os.endSession.handler(async ({ input, context }) => {
    const { db, actor, now } = context
    demand(stepUpFirst(actor, now))
    const ended = await db
      .deleteFrom('session')
      .where('orgId', '=', actor.orgId)
      .where('accountId', '=', actor.accountId)
      .where('id', '=', input.id)
      .executeTakeFirst()
    if (ended.numDeletedRows === 0n) throw missing()
    await tellEnded(db, actor.orgId, actor.accountId)
    await record(db, context, 'account.sessionEnded', {
      subjectId: actor.accountId,
      personId: actor.personId,
    })
  })

  const endOtherSessions = os.endOtherSessions.handler(async ({ context }) => {
    const { db, actor, now } = context
    demand(stepUpFirst(actor, now))
    const ended = await endSessionsOf(db, actor.orgId, actor.accountId, actor.sessionId)
    await record(db, context, 'account.sessionEnded', {
      subjectId: actor.accountId,
      personId: actor.personId,
      data: { ended },
    })
    return { ended }
  })

  const setLocale = os.setLocale.handler(async ({ input, context: { db, actor, now } }) => {
    await db
      .updateTable('account')
      .set({ locale: input.locale, updatedAt: now })
      .where('orgId', '=', actor.orgId)
      .where('id', '=', actor.accountId)
      .execute()
  })

  const changePassword = os.changePassword.handler(async ({ input, context }) => {
    const { db, actor, now, rules } = context
    await checkPassword(context, input.current)
    const account = { orgId: actor.orgId, id: actor.accountId }
    await replacePassword(db, account, input.next, { rules, now, field: 'next' })
    await endSessionsOf(db, actor.orgId, actor.accountId, actor.sessionId)
    await record(db, context, 'account.passwordChanged', {
      subjectId: actor.accountId,
      personId: actor.personId,
    })
  })

  const stepUp = os.stepUp.handler(async ({ input, context }) => {
    const { now } = context
    await checkPassword(context, input.password)
    await markSteppedUp(context, 'password')
    return { until: stepUpUntil(now)! }
  })

  return os.router({
    me,
    sessions,
    endSession,
    endOtherSessions,
    setLocale,
    changePassword,
    stepUp,
    factor: factorHandlers,
    passkeys: passkeysHandlers(signing),
  })
}

/**
 * Compares a password typed again with the account's own, under the same delays as signing in.
 * @throws BAD_REQUEST on field `password`, TOO_MANY_REQUESTS while a delay runs.
 */
async function checkPassword({ db, actor, now, afterwards }: Context, typed: string) {
  const keys: TryKey[] = [`name:again ${actor.accountId}`]
  // One at a time: the count of a try that fails is written after this transaction has ended.
  const { rows } = await sql<{ alone: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${keys[0]}, 0)) as alone`.execute(db)
  if (!rows[0]!.alone) throw tooMany('accounts.tooManyTries', 1)
  const seconds = await countTry(db, keys, now)
  if (seconds > 0) throw tooMany('accounts.tooManyTries', seconds)
  const stored = await passwordHashOf(db, actor.accountId)
  if (stored && (await passwordMatches(stored, typed))) return forgiveTries(db, keys)
  // The refusal rolls the count back with everything else; it is made again.
  afterwards((later) => countTry(later, keys, now))
  throw invalid('accounts.wrongPassword', {}, 'password')
}
