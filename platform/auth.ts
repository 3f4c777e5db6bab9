import { createHash } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Database } from './database.ts'
import { newId } from './ids.ts'
import { tooMany } from './refusal.ts'
import { openTurns } from './turns.ts'

/** Argon2id with 19 MiB and two passes, the first choice of the OWASP password storage sheet. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// A hash takes a core and 19 MiB for its while: a flood of passwords must not take all of either.
const turns = openTurns(2, 20, () => tooMany('accounts.crowded', 30))

/** @throws TOO_MANY_REQUESTS when more passwords are waiting than will be heard soon. */
export const hashPassword = (password: string) =>
  turns.take(() => hash(password.normalize('NFKC'), cost))

/** @throws TOO_MANY_REQUESTS when more passwords are waiting than will be heard soon. */
export const passwordMatches = (stored: string, password: string) =>
  turns.take(() => verify(stored, password.normalize('NFKC')))

/** Refuses before any work is done for a password that could not be heard. */
export const demandPasswordTurn = () => turns.demandRoom()

/** The same work as comparing, for a name nobody has: the clock tells no names. */
export async function passwordOfNobody(password: string): Promise<false> {
  await hashPassword(password)
  return false
}

export interface AuthOptions {
  database: Database
  secret: string
  /** Cookies carry `Secure` and the `__Host-` prefix when people come by https. */
  https: boolean
  sessionSeconds: number
}

/**
 * The cookie a session is carried in. By https a browser takes one named `__Host-` from this host
 * alone: no other host of the same domain can plant one.
 */
export const sessionCookieName = (https: boolean) => `${https ? '__Host-' : ''}cuxi.session_token`

/**
 * The cookie by which a browser is known again: whose accounts it has opened before, as marks. It opens nothing;
 * without it a sign-in counts as one from a new device.
 */
const deviceCookieName = (https: boolean) => `${https ? '__Host-' : ''}cuxi.device`
const deviceDays = 400
const mostMarks = 8
const markOf = (accountId: string) =>
  createHash('sha256').update(`device\0${accountId}`).digest('base64url').slice(0, 16)

/**
 * The sign-in library on our tables. Accounts are known to it by `account.login`, an address of no
 * mailbox, because mail addresses repeat between organizations and many people have none.
 */
async function openLibrary({ database, secret, https, sessionSeconds }: AuthOptions) {
  const { betterAuth } = await import('better-auth')
  const { createAuthEndpoint } = await import('better-auth/api')
  const { setSessionCookie } = await import('better-auth/cookies')
  const { z } = await import('zod')
  // Who may come in is decided by us, by password or otherwise; opening the session is the library's.
  const sessions = {
    id: 'cuxi',
    endpoints: {
      openSession: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ accountId: z.string() }) },
        async (ctx) => {
          const { authCookies, internalAdapter, secret } = ctx.context
          // What this browser brought along ends: a session planted before signing in is worth nothing.
          const brought = await ctx.getSignedCookie(authCookies.sessionToken.name, secret)
          if (brought) await internalAdapter.deleteSession(brought)
          const user = await internalAdapter.findUserById(ctx.body.accountId)
          if (!user) throw new Error('there is no such account')
          const session = await internalAdapter.createSession(user.id)
          const { attributes } = authCookies.sessionToken
          const device = deviceCookieName(https)
          const known = ((await ctx.getSignedCookie(device, secret)) || '')
            .split(' ')
            .filter(Boolean)
          const mark = markOf(user.id)
          const marks = [mark, ...known.filter((other) => other !== mark)].slice(0, mostMarks)
          await ctx.setSignedCookie(device, marks.join(' '), secret, {
            ...attributes,
            maxAge: deviceDays * 86_400,
          })
          await setSessionCookie(ctx, { session, user })
          return { sessionId: session.id, isKnownDevice: known.includes(mark) }
        },
      ),
      // The cookie of a session that goes on under another token.
      handOut: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ token: z.string() }) },
        async (ctx) => {
          const { authCookies, secret, sessionConfig } = ctx.context
          const { name, attributes } = authCookies.sessionToken
          await ctx.setSignedCookie(name, ctx.body.token, secret, {
            ...attributes,
            maxAge: sessionConfig.expiresIn,
          })
        },
      ),
    },
  }
  return betterAuth({
    plugins: [sessions],
    secret,
    baseURL: https ? 'https://localhost' : 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: { db: database.kysely, type: 'postgres' },
    rateLimit: { enabled: false },
    user: {
      // The schema keeps the name apart from the library's own `account`, which is our `credential`.
      modelName: 'public.account',
      fields: { email: 'login', emailVerified: 'loginVerified' },
      additionalFields: {
        orgId: { type: 'string', required: true, input: false },
        locale: { type: 'string', required: true, input: false },
      },
    },
    session: {
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      fields: { userId: 'accountId' },
      additionalFields: { orgId: { type: 'string', required: true, input: false } },
    },
    account: {
      modelName: 'credential',
      fields: { userId: 'accountId', accountId: 'providerAccountId' },
    },
    advanced: {
      cookiePrefix: 'cuxi',
      // The prefix is ours: `__Host-` binds a cookie to this very host, `__Secure-` would not.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: https },
      cookies: { session_token: { name: sessionCookieName(https) } },
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: ['x-cuxi-client'] },
    },
    databaseHooks: {
      session: {
        create: {
          // The session row carries its organization, so that row-level security can hold it.
          before: async (session) => {
            const account = await database.kysely
              .selectFrom('account')
              .select('orgId')
              .where('id', '=', session.userId)
              .executeTakeFirstOrThrow()
            return { data: { ...session, orgId: account.orgId } }
          },
        },
      },
    },
  })
}

/** The library, once it has been read. */
export type Auth = () => ReturnType<typeof openLibrary>

/** Sign-in whose library, the largest there is here, is read when it is first asked for. */
export function openAuth(options: AuthOptions): Auth {
  let library: ReturnType<typeof openLibrary> | null = null
  return () => (library ??= openLibrary(options))
}
