import { hash, verify } from '@node-rs/argon2'
import type { Database } from './database.ts'
import { newId } from './ids.ts'

/** Argon2id with 19 MiB and two passes, the first choice of the OWASP password storage sheet. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string) => hash(password.normalize('NFKC'), cost)
export const passwordMatches = (stored: string, password: string) =>
  verify(stored, password.normalize('NFKC'))

export interface AuthOptions {
  database: Database
  secret: string
  /** Cookies carry `Secure` and the `__Secure-` prefix when people come by https. */
  https: boolean
  sessionSeconds: number
}

/**
 * The sign-in library on our tables. Accounts are known to it by `account.login`, an address of no
 * mailbox, because mail addresses repeat between organizations and many people have none.
 */
async function openLibrary({ database, secret, https, sessionSeconds }: AuthOptions) {
  const { betterAuth } = await import('better-auth')
  return betterAuth({
    secret,
    baseURL: https ? 'https://localhost' : 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: { db: database.kysely, type: 'postgres' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      maxPasswordLength: 200,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }) => passwordMatches(hash, password),
      },
    },
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
      useSecureCookies: https,
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
