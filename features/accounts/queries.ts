import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { secondsToWait, signInName } from './rules.ts'

/**
 * Opens an account that signs in by any of `names` (mail address, employee number).
 * @param passwordHash null leaves an account that nobody can enter until a password is set.
 * @returns the account's id.
 */
export async function openAccount(
  db: Db,
  account: {
    orgId: string
    name: string
    names: (string | null)[]
    passwordHash: string | null
    locale: 'zh-CN' | 'en'
    now: Date
  },
): Promise<string> {
  const id = newId()
  const { orgId, name, locale, now, passwordHash } = account
  await db
    .insertInto('account')
    .values({
      orgId,
      id,
      name,
      locale,
      login: `${id}@account.invalid`,
      loginVerified: false,
      image: null,
      disabledAt: null,
      passwordSetAt: passwordHash ? now : null,
      createdAt: now,
      updatedAt: now,
    })
    .execute()
  await setSignInNames(db, orgId, id, account.names)
  if (passwordHash) await setPassword(db, id, passwordHash, now)
  return id
}

/** Replaces what an account may be typed as; a name somebody else has already is left to them. */
export async function setSignInNames(
  db: Db,
  orgId: string,
  accountId: string,
  names: (string | null)[],
) {
  await db
    .deleteFrom('signInName')
    .where('orgId', '=', orgId)
    .where('accountId', '=', accountId)
    .execute()
  const distinct = [...new Set(names.filter((name) => name !== null).map(signInName))].filter(
    Boolean,
  )
  for (const name of distinct)
    await db
      .insertInto('signInName')
      .values({ orgId, name, accountId })
      .onConflict((row) => row.doNothing())
      .execute()
}

/** Sets the password of an account, whether it had one or not. */
export async function setPassword(db: Db, accountId: string, passwordHash: string, now: Date) {
  await db
    .deleteFrom('credential')
    .where('accountId', '=', accountId)
    .where('providerId', '=', 'credential')
    .execute()
  await db
    .insertInto('credential')
    .values({
      id: newId(),
      accountId,
      providerId: 'credential',
      providerAccountId: accountId,
      password: passwordHash,
      createdAt: now,
      updatedAt: now,
      accessToken: null,
      refreshToken: null,
      idToken: null,
      accessTokenExpiresAt: null,
      refreshTokenExpiresAt: null,
      scope: null,
    })
    .execute()
  await db
    .updateTable('account')
    .set({ passwordSetAt: now, updatedAt: now })
    .where('id', '=', accountId)
    .execute()
}

export const passwordHashOf = async (db: Db, accountId: string): Promise<string | null> =>
  (
    await db
      .selectFrom('credential')
      .select('password')
      .where('accountId', '=', accountId)
      .where('providerId', '=', 'credential')
      .executeTakeFirst()
  )?.password ?? null

/** Ends every session of an account, at once and on every node; `except` keeps one. */
export async function endSessionsOf(
  db: Db,
  orgId: string,
  accountId: string,
  except?: string,
): Promise<number> {
  let sessions = db
    .deleteFrom('session')
    .where('orgId', '=', orgId)
    .where('accountId', '=', accountId)
  if (except) sessions = sessions.where('id', '!=', except)
  return Number((await sessions.executeTakeFirst()).numDeletedRows)
}

/** Closes (or reopens) an account: nobody enters it, every session ends. */
export async function setAccountDisabled(
  db: Db,
  orgId: string,
  accountId: string,
  disabledAt: Date | null,
) {
  await db
    .updateTable('account')
    .set({ disabledAt })
    .where('orgId', '=', orgId)
    .where('id', '=', accountId)
    .execute()
  if (disabledAt) await endSessionsOf(db, orgId, accountId)
}

/**
 * Counts one try against `key` before it is made. @returns the seconds to wait instead, when one is
 * not heard now; then it is not counted.
 */
export async function countTry(db: Db, key: string, now: Date): Promise<number> {
  await db
    .insertInto('signInFailure')
    .values({ key, failures: 0, lastAt: now })
    .onConflict((row) => row.doNothing())
    .execute()
  const { failures, lastAt } = await db
    .selectFrom('signInFailure')
    .selectAll()
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const seconds = secondsToWait(failures, lastAt, now)
  if (seconds === 0)
    await db
      .updateTable('signInFailure')
      .set({ failures: failures + 1, lastAt: now })
      .where('key', '=', key)
      .execute()
  return seconds
}

/** Seconds until one of `keys` may try again; 0 when it may now. */
export async function waitFor(db: Db, keys: string[], now: Date): Promise<number> {
  const rows = await db.selectFrom('signInFailure').selectAll().where('key', 'in', keys).execute()
  return Math.max(0, ...rows.map((row) => secondsToWait(row.failures, row.lastAt, now)))
}

export async function noteFailure(db: Db, keys: string[], now: Date) {
  for (const key of keys)
    await db
      .insertInto('signInFailure')
      .values({ key, failures: 1, lastAt: now })
      .onConflict((row) =>
        row
          .column('key')
          .doUpdateSet({ failures: sql<number>`sign_in_failure.failures + 1`, lastAt: now }),
      )
      .execute()
}

export const forgetFailures = (db: Db, keys: string[]) =>
  db.deleteFrom('signInFailure').where('key', 'in', keys).execute()
