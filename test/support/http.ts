import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { contract, publicContract } from '../../app/contract.ts'

/** Somebody at a browser: an address, a cookie of their own, and the API spoken over HTTP. */
export interface Visitor {
  api: ContractRouterClient<typeof contract>
  stranger: ContractRouterClient<typeof publicContract>
  /** Any request with this visitor's cookie; the path begins with `/`. */
  send(path: string, init?: RequestInit): Promise<Response>
  /** The cookie header as it stands now; empty before signing in. */
  cookie(): string
}

interface Options {
  /** Headers added to every request. */
  headers?: Record<string, string>
  /** After this long a request counts as lost. */
  timeoutMs?: number
}

/** A browser at a running product. It keeps the cookies it is given. */
export function visitorAt(
  url: string,
  { headers = {}, timeoutMs = 60_000 }: Options = {},
): Visitor {
  const jar = new Map<string, string>()
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';', 1)[0]!.split('=', 2) as [string, string]
      if (value) jar.set(name, value)
      else jar.delete(name)
    }
    return response
  }
  const linkTo = (path: string) =>
    new RPCLink({
      url: `${url}${path}`,
      headers: () => ({ ...headers, cookie: cookie() }),
      fetch: async (request) =>
        keep(await fetch(request, { signal: AbortSignal.timeout(timeoutMs) })),
    })
  return {
    api: createORPCClient(linkTo('/api/rpc')),
    stranger: createORPCClient(linkTo('/api/public')),
    send: async (path, init = {}) =>
      keep(
        await fetch(`${url}${path}`, {
          ...init,
          headers: { ...headers, cookie: cookie(), ...(init.headers as Record<string, string>) },
        }),
      ),
    cookie,
  }
}

/** Signs in by name and password. */
export async function signedInAt(
  url: string,
  name: string,
  password: string,
  options?: Options,
): Promise<Visitor> {
  const visitor = visitorAt(url, options)
  await visitor.stranger.accounts.signIn({ name, password })
  return visitor
}

/** What an answer over HTTP says: its status, the message key and where it belongs. */
export async function wordsOf(response: Response) {
  const text = await response.text()
  const { json } = JSON.parse(text || '{}') as {
    json?: {
      code?: string
      data?: { reason?: string; params?: Record<string, unknown>; field?: string }
    }
  }
  return {
    status: response.status,
    code: json?.code,
    reason: json?.data?.reason,
    field: json?.data?.field,
    params: json?.data?.params,
    text,
  }
}

/** A procedure asked with exactly this body, as somebody with other tools than our pages would. */
export const ask = (
  visitor: Visitor,
  name: string,
  input: unknown,
  headers: Record<string, string> = {},
) =>
  visitor.send(`/api/rpc/${name.replaceAll('.', '/')}`, {
    method: 'POST',
    body: typeof input === 'string' ? input : JSON.stringify({ json: input }),
    headers: { 'content-type': 'application/json', ...headers },
  })
