import type { Db } from '../../platform/database.ts'
import { notify } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { signInName } from './rules.ts'

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

/** What a password is compared with; null for an account without one. */
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
  const ended = await sessions.executeTakeFirst()
  await tellEnded(db, orgId, accountId)
  return Number(ended.numDeletedRows)
}

/** Open pages of the account look at once whether theirs is still there. */
export const tellEnded = (db: Db, orgId: string, accountId: string) =>
  notify(db, { org: orgId, kind: 'session.ended', subject: accountId })

/** Closes an account, so that nobody enters it, or opens it again; either way every session from before is over. */
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
  await endSessionsOf(db, orgId, accountId)
}
