import { implement } from '@orpc/server'
import { record } from '../../../platform/events.ts'
import { invalid, tooMany } from '../../../platform/refusal.ts'
import { accountsPublicContract } from '../contract.ts'
import type { PublicContext } from '../policy.ts'
import { countTry, forgetFailures } from '../queries.ts'
import { signInName } from '../rules.ts'
import '../table.ts'

const os = implement(accountsPublicContract).$context<PublicContext>()

const welcome = os.welcome.handler(async ({ context: { database } }) => {
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
  } as const
})

const signIn = os.signIn.handler(async ({ input, context }) => {
  const { database, now } = context
  const name = signInName(input.name)
  const keys = [`name:${name}`]
  // Counted before it is compared, one after the other: a hundred guesses at once are a hundred guesses.
  const seconds = await database.inOrg(null, (db) => countTry(db, keys[0]!, now))
  if (seconds > 0) throw tooMany('accounts.tooManyTries', seconds)

  const candidates = await database.kysely
    .selectFrom('signInName')
    .innerJoin('account', 'account.id', 'signInName.accountId')
    .innerJoin('organization', 'organization.id', 'signInName.orgId')
    .select(['account.id', 'account.login', 'account.orgId', 'organization.code'])
    .where('signInName.name', '=', name)
    .where('account.disabledAt', 'is', null)
    .$if(input.organization !== undefined, (query) =>
      query.where('organization.code', '=', input.organization!),
    )
    .execute()

  for (const account of candidates)
    if (await enter(context, account.login, input.password)) {
      await database.inOrg(account.orgId, async (db) => {
        await forgetFailures(db, keys)
        await record(db, { orgId: account.orgId, actorId: null, now }, 'account.signedIn', {
          subjectId: account.id,
        })
      })
      return { organization: account.code }
    }
  // A name nobody has costs the same time as a wrong password: names cannot be guessed by the clock.
  if (candidates.length === 0) await enter(context, 'nobody@account.invalid', input.password)
  throw invalid('accounts.wrongNameOrPassword', {}, 'password')
})

const signOut = os.signOut.handler(async ({ context: { auth, headers, resHeaders } }) => {
  const { api } = await auth()
  const answer = await api.signOut({ headers, returnHeaders: true }).catch(() => null)
  for (const cookie of answer?.headers.getSetCookie() ?? [])
    resHeaders?.append('set-cookie', cookie)
})

export const accountsPublicHandlers = os.router({ welcome, signIn, signOut })

/** Signs in with the library and passes its cookie on. @returns false when the password is wrong. */
export async function enter(
  { auth, resHeaders, ip, userAgent }: PublicContext,
  login: string,
  password: string,
): Promise<boolean> {
  const { api } = await auth()
  try {
    const answer = await api.signInEmail({
      body: { email: login, password },
      headers: new Headers({ 'x-cuxi-client': ip, 'user-agent': userAgent }),
      returnHeaders: true,
    })
    for (const cookie of answer.headers.getSetCookie()) resHeaders?.append('set-cookie', cookie)
    return true
  } catch (error) {
    if ((error as { status?: string }).status === 'UNAUTHORIZED') return false
    throw error
  }
}
