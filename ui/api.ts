import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient, AnyContractRouter } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { MutationCache, QueryClient } from '@tanstack/react-query'
import { failureOf, noteDeed } from './failure.ts'
import { presenceHeaders } from './presence.ts'
import { accountHere, nobodyHere, signedInAgain } from './session.ts'

/**
 * Filled in by the application that uses this kit:
 * `declare module '…/ui/api.ts' { interface Register { contract: …; publicContract: … } }`.
 * @public
 */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface Register {}
type Contract = Register extends { contract: infer C extends AnyContractRouter }
  ? C
  : AnyContractRouter
type PublicContract = Register extends { publicContract: infer C extends AnyContractRouter }
  ? C
  : AnyContractRouter

/** Said with a call. */
interface Asking {
  /** For whoever is signed in, also where this was somebody else's page. */
  asWhoever?: boolean
}

/** Whose page asks: the server takes nothing from it for anybody else who has signed in meanwhile. */
export const accountHeader = (): Record<string, string> =>
  accountHere() ? { 'x-cuxi-account': accountHere() } : {}

const link = new RPCLink<Asking>({
  url: () => new URL('/api/rpc', location.origin),
  headers: ({ context }) => ({ ...presenceHeaders(), ...(!context.asWhoever && accountHeader()) }),
  interceptors: [
    async ({ next }) => {
      const isLost = (error: unknown) => failureOf(error).kind === 'session'
      try {
        return await next().catch(async (error) => {
          if (!isLost(error) || !accountHere()) throw error
          // Whoever has just entered the password again has a new cookie: this request left with the old one.
          await new Promise((resolve) => setTimeout(resolve, 400))
          return next()
        })
      } catch (error) {
        // A lost session is not a failure: the person comes back, then the same request runs again.
        if (!isLost(error) || !(await signedInAgain())) throw error
        return next()
      }
    },
  ],
})
const publicLink = new RPCLink({ url: () => new URL('/api/public', location.origin) })

/** Calls by name: `await client.org.search({ text })`. Waits through an expired session. */
export const client: ContractRouterClient<Contract, Asking> = createORPCClient(link)

/** What strangers may call: signing in, first visit, verifying. */
export const publicClient: ContractRouterClient<PublicContract> = createORPCClient(publicLink)

/** The same names for TanStack Query: `useQuery(api.org.people.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client)

/** The strangers' calls for TanStack Query. */
export const publicApi = createTanstackQueryUtils(publicClient, { path: ['public'] })

/** Calls a procedure by its path, for requests kept across a reload. */
export function callByPath(path: readonly string[], input: unknown): Promise<unknown> {
  const procedure = path.reduce<unknown>(
    (at, name) => (at as Record<string, unknown>)[name],
    client,
  )
  return (procedure as (input: unknown) => Promise<unknown>)(input)
}

/** One cache for the whole app: fresh for 15 s, refetched on focus, retried only when the network was the reason. */
export const queryClient = new QueryClient({
  mutationCache: new MutationCache({ onError: noteDeed }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => failureOf(error).kind === 'offline' && count < 2,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** Forgets whoever was here, before somebody comes in. */
export function startAnew(): void {
  queryClient.clear()
  nobodyHere()
}
