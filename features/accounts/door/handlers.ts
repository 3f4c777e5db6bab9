import { implement } from '@orpc/server'
import { demandPasswordTurn, passwordMatches, passwordOfNobody } from '../../../platform/auth.ts'
import { record } from '../../../platform/events.ts'
import { invalid, tooMany } from '../../../platform/refusal.ts'
import { accountsPublicContract } from '../contract.ts'
import { factorOf, takeCode, takeRecoveryCode } from '../factor/queries.ts'
import type { PublicContext } from '../policy.ts'
import { replacePassword } from '../passwords/queries.ts'
import { endSurplusSessions, recordSignIn } from '../sessions/queries.ts'
import { endSessionsOf } from '../queries.ts'
import { isPasswordOld, signInName } from '../rules.ts'
import { countTry, forgiveTries, keysOf, uncountTry } from '../tries/queries.ts'
import '../table.ts'

const os = implement(accountsPublicContract).$context<PublicContext>()

const welcome = os.welcome.handler(async ({ context: { database, rules } }) => {
  const organizations = await database.kysely
    .selectFrom('organization')
    .select(['code', 'name', 'demoSince', 'settings'])
    .orderBy('id')
    .execute()
  // A demo torn off in the middle stays behind unfinished; nobody can enter it, so nobody is shown it.
  const finished = organizations.filter(({ demoSince, settings }) => !demoSince || settings.ready)
  const demo = finished.find(({ demoSince }) => demoSince)
  const making = organizations.findLast(({ demoSince, settings }) => demoSince && !settings.ready)
  return {
    organizations: finished.map(({ code, name, demoSince }) => ({
      code,
      name,
      demo: demoSince !== null,
    })),
    foundable: organizations.every(({ demoSince }) => demoSince),
    demo: demo ? 'ready' : making ? 'preparing' : 'absent',
    demoProgress: Number(making?.settings.progress ?? 0),
    passwordLength: rules.passwordLength,
    passwordKinds: rules.passwordKinds,
  } as const
})

const signIn = os.signIn.handler(async ({ input, context }) => {
  const { database, now, rules } = context
  demandPasswordTurn()
  const name = signInName(input.name)
  const keys = keysOf(name, context.ip)
  // Counted before it is compared, one after the other: a hundred guesses at once are a hundred guesses.
  const seconds = await database.inOrg(null, (db) => countTry(db, keys, now))
  if (seconds > 0) throw tooMany('accounts.tooManyTries', seconds)

  const candidates = await database.kysely
    .selectFrom('signInName')
    .innerJoin('account', 'account.id', 'signInName.accountId')
    .innerJoin('organization', 'organization.id', 'signInName.orgId')
    .leftJoin('credential', (join) =>
      join
        .onRef('credential.accountId', '=', 'account.id')
        .on('credential.providerId', '=', 'credential'),
    )
    .select([
      'account.id',
      'account.orgId',
      'account.passwordSetAt',
      'organization.code',
      'credential.password',
    ])
    .where('signInName.name', '=', name)
    .where('account.disabledAt', 'is', null)
    .$if(input.organization !== undefined, (query) =>
      query.where('organization.code', '=', input.organization!),
    )
    .execute()
  for (const { id } of candidates) context.meant?.(id)
  const account = await whose(candidates, input.password).catch(async (error) => {
    await database.inOrg(null, (db) => uncountTry(db, keys))
    throw error
  })
  if (!account) throw invalid('accounts.wrongNameOrPassword', {}, 'password')

  const more = async (asks: 'code' | 'newPassword') => {
    await database.inOrg(null, (db) => uncountTry(db, keys))
    return { organization: account.code, asks }
  }
  const isOld = isPasswordOld(account.passwordSetAt, rules, now)
  if (isOld && input.next === undefined) return more('newPassword')
  // A code is good for half a minute and once: it is asked for last.
  const factor = await showFactor(context, account, input.code)
  if (factor === 'asked') return more('code')
  const source = { orgId: account.orgId, actorId: null, now }
  if (isOld && input.next !== undefined) {
    const { next } = input
    await database.inOrg(account.orgId, async (db) => {
      await replacePassword(db, account, next, { rules, now, field: 'next' })
      await endSessionsOf(db, account.orgId, account.id)
      await record(db, source, 'account.passwordChanged', { subjectId: account.id })
    })
  }
  const secondFactor = factor === 'shown'
  const { isKnownDevice } = await enter(context, account.id, { secondFactor })
  await database.inOrg(account.orgId, async (db) => {
    await forgiveTries(db, keys)
    await recordSignIn(db, source, account.id, { by: 'password', secondFactor, isKnownDevice })
  })
  return { organization: account.code, asks: null }
})

const signOut = os.signOut.handler(async ({ context: { auth, headers, resHeaders } }) => {
  const { api } = await auth()
  const answer = await api.signOut({ headers, returnHeaders: true }).catch(() => null)
  for (const cookie of answer?.headers.getSetCookie() ?? [])
    resHeaders?.append('set-cookie', cookie)
})

export const accountsPublicHandlers = os.router({ welcome, signIn, signOut })

/** The account the password belongs to. A name nobody has costs the same time as a wrong password. */
async function whose<Account extends { password: string | null }>(
  accounts: Account[],
  password: string,
): Promise<Account | null> {
  const withPassword = accounts.filter((account) => account.password !== null)
  if (withPassword.length === 0) await passwordOfNobody(password)
  for (const account of withPassword)
    if (await passwordMatches(account.password!, password)) return account
  return null
}

/**
 * Asks for the second factor of an account that has one.
 * @throws BAD_REQUEST on `code`; the try has been counted with the name, so codes are not guessed either
 */
async function showFactor(
  { database, now }: PublicContext,
  { id: accountId, orgId }: { id: string; orgId: string },
  code: string | undefined,
): Promise<'none' | 'asked' | 'shown'> {
  return database.inOrg(orgId, async (db) => {
    const account = { orgId, accountId }
    if (!(await factorOf(db, account))?.confirmedAt) return 'none'
    if (code === undefined) return 'asked'
    if (await takeCode(db, account, code, now)) return 'shown'
    if (!(await takeRecoveryCode(db, account, code, now)))
      throw invalid('accounts.wrongCode', {}, 'code')
    await record(db, { orgId, actorId: null, now }, 'factor.recovered', {
      subjectId: accountId,
      data: { accountId },
    })
    return 'shown'
  })
}

/**
 * Opens a new session for somebody who has shown who they are, and hands its cookie out.
 * @returns whether this browser has opened the account before
 */
export async function enter(
  { auth, database, resHeaders, headers, ip, userAgent, rules, now }: PublicContext,
  accountId: string,
  { secondFactor = false } = {},
): Promise<{ isKnownDevice: boolean }> {
  const { api } = await auth()
  const answer = await api.openSession({
    body: { accountId },
    headers: new Headers({
      'x-cuxi-client': ip,
      'user-agent': userAgent,
      cookie: headers.get('cookie') ?? '',
    }),
    returnHeaders: true,
  })
  const { sessionId, isKnownDevice } = answer.response
  await database.inOrg(null, async (db) => {
    if (secondFactor)
      await db
        .updateTable('session')
        .set({ secondFactorAt: now })
        .where('id', '=', sessionId)
        .execute()
    await endSurplusSessions(db, accountId, rules, now)
  })
  for (const cookie of answer.headers.getSetCookie()) resHeaders?.append('set-cookie', cookie)
  return { isKnownDevice }
}
