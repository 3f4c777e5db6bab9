import { lookup } from 'node:dns/promises'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { BlockList, isIP } from 'node:net'

/** Why nothing was sent, or no answer came. */
export type OutboundFault = 'address' | 'unreachable' | 'timeout' | 'tls' | 'tooLarge'

/** Somebody else's server could not be spoken to, and why. */
export class NotReached extends Error {
  readonly fault: OutboundFault
  constructor(fault: OutboundFault) {
    super(`outbound: ${fault}`)
    this.name = 'NotReached'
    this.fault = fault
  }
}

export interface OutboundLimits {
  /** `host` or `host:port` that may be reached wherever they are, without TLS too. */
  allowed: readonly string[]
  /** For the whole exchange, in milliseconds. */
  timeoutMs?: number
  /** The most that is read of an answer. */
  maxBytes?: number
  /** Looks a name up; once per request. */
  resolve?: (host: string) => Promise<Address[]>
}

export interface Address {
  address: string
  family: number
}

// Loopback, private, link-local (where clouds keep their secrets), shared, documentation, multicast,
// and every way of writing IPv4 inside IPv6. https://www.iana.org/assignments/iana-ipv4-special-registry
const closedRanges = {
  ipv4: `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`,
  ipv6: `::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20
    5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8`,
}

// A list each: an IPv4 address is also looked for among IPv6 ranges, where all that is mapped is closed.
const listOf = (family: 'ipv4' | 'ipv6') => {
  const list = new BlockList()
  for (const range of closedRanges[family].split(/\s+/)) {
    const [net, bits] = range.split('/')
    list.addSubnet(net!, Number(bits), family)
  }
  return list
}
const closed = { ipv4: listOf('ipv4'), ipv6: listOf('ipv6') }

/** Whether an address belongs to the open internet. */
export const isPublic = (address: string): boolean =>
  isIP(address) === 4
    ? !closed.ipv4.check(address, 'ipv4')
    : isIP(address) === 6 && !closed.ipv6.check(address, 'ipv6')

const resolveAll = (host: string) => lookup(host, { all: true })

/** Where a request would go, if it may. @throws NotReached `address` when it may not */
async function pinned(
  url: URL,
  { allowed, resolve = resolveAll }: OutboundLimits,
): Promise<Address> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isAllowed = allowed.includes(host) || allowed.includes(url.host)
  if (url.username || url.password || !/^https?:$/.test(url.protocol))
    throw new NotReached('address')
  if (!isAllowed && (url.protocol !== 'https:' || url.port !== '')) throw new NotReached('address')
  const found: Address[] = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await resolve(host).catch(() => {
        throw new NotReached('unreachable')
      })
  if (found.length === 0) throw new NotReached('unreachable')
  // One that points inside is enough: whoever owns the name may choose which of them is used.
  if (!isAllowed && !found.every(({ address }) => isPublic(address)))
    throw new NotReached('address')
  return found[0]!
}

/**
 * Posts to an address somebody else has chosen. The name is looked up once and the connection goes to
 * that very address; nothing inside the network is reached unless it is allowed by name; redirects
 * are answers like any other.
 * @throws NotReached
 */
export async function postOut(
  address: string,
  { headers, body }: { headers: Record<string, string>; body: string },
  limits: OutboundLimits,
): Promise<{ status: number; text: string }> {
  const url = URL.parse(address)
  if (!url) throw new NotReached('address')
  const { timeoutMs = 5000, maxBytes = 64 * 1024 } = limits
  const deadline = AbortSignal.timeout(timeoutMs)
  const at = await untilThen(pinned(url, limits), deadline)
  const request = url.protocol === 'https:' ? secureRequest : plainRequest
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      {
        method: 'POST',
        agent: false,
        signal: deadline,
        headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
        // Node asks for one or for all of them; both get the one that was looked at.
        lookup: (_, { all }, answer) =>
          all ? answer(null, [at]) : answer(null, at.address, at.family),
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
          if (text.length > maxBytes) sending.destroy(new NotReached('tooLarge'))
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        response.on('error', (error) => reject(notReached(error, deadline)))
      },
    )
    sending.on('error', (error) => reject(notReached(error, deadline)))
    sending.end(body)
  })
}

function notReached(error: Error & { code?: string }, deadline: AbortSignal): NotReached {
  if (error instanceof NotReached) return error
  if (deadline.aborted) return new NotReached('timeout')
  const isTls = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO)/.test(
    error.code ?? '',
  )
  return new NotReached(isTls ? 'tls' : 'unreachable')
}

const untilThen = <T>(work: Promise<T>, deadline: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) =>
      deadline.addEventListener('abort', () => reject(new NotReached('timeout')), { once: true }),
    ),
  ])
