import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { ORPCError } from '@orpc/server'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import { ResponseHeadersPlugin } from '@orpc/server/plugins'
import type { PublicContext } from '../features/accounts/policy.ts'
import { adviceOn, troublesOf } from '../features/sealing/log/health/queries.ts'
import { offlineVerifier } from '../features/sealing/offline/build.ts'
import { CannotStart } from '../platform/cannotStart.ts'
import { sessionCookieName } from '../platform/auth.ts'
import { stopReminders } from '../features/notifications/delivery/stopping/handlers.ts'
import { errorFacts, log } from '../platform/log.ts'
import { invalid } from '../platform/refusal.ts'
import { brokenTextIn } from './brokenText.ts'
import {
  bySession,
  clientAddress,
  decoded,
  sessionToken,
  throughDoor,
  type Arrival,
} from './door.ts'
import { openLive } from './live.ts'
import { door, publicRouter, router, type DoorContext } from './router.ts'
import { onStroke } from './stroke.ts'
import { downloads, uploads } from './transfer.ts'
import type { Services } from './services.ts'

/** Answers of procedures are small; files come through `/api/files`. */
const largestBody = 2 * 1024 * 1024

export interface Serving {
  url: string
  stop(): Promise<void>
}

/**
 * Serves API, files and the web app over HTTP.
 * @param webDir the built web app; null serves the API alone (tests of handlers).
 */
export async function serve(services: Services, webDir: string | null): Promise<Serving> {
  const plugins = () => [new BodyLimitPlugin({ maxBodySize: largestBody })]
  const rpc = new RPCHandler<DoorContext>(router as never, {
    plugins: plugins(),
    clientInterceptors: [
      refuseOnStroke,
      reportUnexpected,
      refuseBrokenText,
      (options) => door(options as never),
    ],
  })
  const publicRpc = new RPCHandler<PublicContext>(publicRouter, {
    plugins: [...plugins(), new ResponseHeadersPlugin()],
    clientInterceptors: [reportUnexpected, refuseBrokenText],
  })
  const live = openLive(services)
  const cookieName = sessionCookieName(services.config.publicUrl?.startsWith('https:') ?? false)

  const server = createServer(async (request, response) => {
    securityHeaders(response, services)
    const path = (request.url ?? '/').split('?', 1)[0]!
    const arrival: Arrival = {
      token: sessionToken(request, cookieName, services.secret),
      ip: clientAddress(request, services.config.trustedProxies),
      userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
      origin: originOf(request, services),
      idleSeconds: path === '/api/live' ? null : idleSeconds(request),
    }
    try {
      if (path === '/healthz') return await health(services, response)
      if (path === '/verify.html') return await offlinePage(response)
      // The link at the end of a mail: mail programs post to it, people open it as a page.
      if (request.method === 'POST' && path.startsWith('/unsubscribe/')) {
        request.resume()
        const isOurs = await stopReminders(services.database, path.slice(13), new Date())
        if (!isOurs) return answer(response, 404, 'app.notFound')
        return void response.writeHead(200).end()
      }
      if (!path.startsWith('/api/')) return await page(request, response, webDir, path)
      // Nothing that was answered to one person stays in a cache for the next.
      response.setHeader('cache-control', 'no-store')
      if (request.method !== 'GET' && !sameOrigin(request, services.config.publicUrl))
        return answer(response, 403, 'app.otherSite')
      // Answered before the body is read, so that the person gets words and not a broken connection.
      const isFile = path.startsWith('/api/files/')
      if (!isFile && Number(request.headers['content-length']) > largestBody)
        return answer(response, 413, 'app.tooLarge')
      const now = new Date()
      if (path.startsWith('/api/public/')) {
        const context: PublicContext = {
          database: services.database,
          auth: services.auth,
          rules: services.rules,
          jobs: services.jobs,
          now,
          ip: arrival.ip,
          userAgent: arrival.userAgent,
          origin: arrival.origin!,
          headers: new Headers({ cookie: request.headers.cookie ?? '' }),
        }
        const { matched } = await publicRpc.handle(request, response, {
          prefix: '/api/public',
          context,
        })
        return matched || answer(response, 404, 'app.notFound')
      }
      if (!arrival.token) return answer(response, 401, 'app.signedOut')
      const entrance = bySession(arrival)
      if (path === '/api/live') return await live.join(request, response, entrance)
      const transfer = request.method === 'POST' ? uploads : downloads
      if (path.startsWith('/api/files/'))
        return await transfer(request, response, (work) =>
          throughDoor(services, entrance, new Date(), work),
        )
      const handOut = async (token: string) => {
        const { api } = await services.auth()
        const { headers } = await api.handOut({ body: { token }, returnHeaders: true })
        for (const cookie of headers.getSetCookie()) response.appendHeader('set-cookie', cookie)
      }
      const context = { enter: { services, entrance, now, handOut } } as unknown as DoorContext
      const { matched } = await rpc.handle(request, response, { prefix: '/api/rpc', context })
      return matched || answer(response, 404, 'app.notFound')
    } catch (error) {
      if (error instanceof ORPCError && error.status < 500)
        return answer(response, error.status, error.message)
      log('request.failed', { path: path.slice(0, 100), ...errorFacts(error) })
      const reason = outage(error)
      if (response.headersSent) response.destroy()
      else answer(response, reason ? 503 : 500, reason ?? 'app.unexpected')
    }
  })
  server.requestTimeout = 120_000

  const { port, host } = services.config
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new CannotStart(
              `端口 ${port} 已被别的程序占用，请换一个，例如 PORT=8081 npm start。 (Port ${port} is taken; choose another, such as PORT=8081 npm start.)`,
            )
          : error,
      ),
    )
    server.listen(port, host, resolve)
  })
  await listening.catch(async (error: unknown) => {
    await live.stop()
    throw error
  })
  const bound = server.address() as { port: number }
  return {
    url: services.config.publicUrl ?? `http://localhost:${bound.port}`,
    async stop() {
      await live.stop()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 3000).unref()
      })
    },
  }
}

/** Text that cannot be kept as it is stays outside: nobody finds other words later than they wrote. */
async function refuseBrokenText<T>({
  input,
  next,
}: {
  input: unknown
  next: () => Promise<T>
}): Promise<T> {
  const field = brokenTextIn(input)
  if (field !== null) throw invalid('app.brokenText', {}, field)
  return next()
}

/** Whether there is nothing or nothing for this person takes the same time. */
async function refuseOnStroke<T>({ next }: { next: () => Promise<T> }): Promise<T> {
  const began = performance.now()
  try {
    return await next()
  } catch (error) {
    if (error instanceof ORPCError && error.status === 404) await onStroke(began)
    throw error
  }
}

/** Refusals pass as they are; anything else is a bug: logged once, told without details. */
async function reportUnexpected<T>({
  path,
  next,
}: {
  path: readonly string[]
  next: () => Promise<T>
}): Promise<T> {
  try {
    return await next()
  } catch (error) {
    if (error instanceof ORPCError && error.status < 500) throw error
    log('procedure.failed', { procedure: path.join('.'), ...errorFacts(error) })
    const reason = outage(error)
    throw new ORPCError(reason ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR', {
      data: { reason: reason ?? 'app.unexpected', params: {} },
    })
  }
}

const outages = {
  'app.unreachable': [
    'ECONNREFUSED',
    'ENOENT',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    '25P03',
    '57P01',
    '57P02',
    '57P03',
    '53300',
    '08006',
  ],
  'app.full': ['ENOSPC', '53100'],
}

/** Why it is worth another try: the database is restarting, out of reach, or out of space. Nothing was saved. */
function outage(error: unknown): string | null {
  const { code, message } = error as { code?: string; message?: string }
  const known = Object.entries(outages).find(([, codes]) => codes.includes(code ?? ''))
  if (known) return known[0]
  return /Connection terminated|timeout exceeded|not queryable/.test(message ?? '')
    ? 'app.unreachable'
    : null
}

function securityHeaders(response: ServerResponse, services: Services) {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'same-origin')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  response.setHeader(
    'content-security-policy',
    `default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; ` +
      `connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  )
  if (services.config.publicUrl?.startsWith('https:'))
    response.setHeader('strict-transport-security', 'max-age=31536000')
}

/** Writes come from our own pages only: a form on another site carries another Origin. */
function sameOrigin(request: IncomingMessage, publicUrl: string | null): boolean {
  const site = request.headers['sec-fetch-site']
  if (site && site !== 'same-origin') return false
  const { origin, host } = request.headers
  if (!origin) return true
  // At the address people type, http is another site than https.
  const published = publicUrl ? new URL(publicUrl) : null
  if (published?.host === host) return origin === published!.origin
  return origin.replace(/^https?:\/\//, '') === host
}

/** How long ago the person did something, as our pages say; what other tools send is done by somebody. */
function idleSeconds(request: IncomingMessage): number {
  const said = Number(request.headers['x-cuxi-idle'] ?? 0)
  return said >= 0 ? said : Infinity
}

/**
 * The site as people type it: as configured, or as their browser says, whose word `sameOrigin` has
 * compared with the host. Behind a proxy that ends TLS nobody else here knows that it was https.
 */
const originOf = (request: IncomingMessage, services: Services) =>
  services.config.publicUrl ??
  request.headers.origin ??
  `http://${request.headers.host ?? 'localhost'}`

function answer(response: ServerResponse, status: number, reason: string) {
  const codes: Record<number, string> = {
    401: 'UNAUTHORIZED',
    403: 'FORBIDDEN',
    404: 'NOT_FOUND',
    413: 'PAYLOAD_TOO_LARGE',
    500: 'INTERNAL_SERVER_ERROR',
    503: 'SERVICE_UNAVAILABLE',
  }
  response.writeHead(status, { 'content-type': 'application/json' })
  // The shape the API client reads errors from.
  response.end(
    JSON.stringify({
      json: {
        defined: false,
        code: codes[status],
        status,
        message: reason,
        data: { reason, params: {} },
      },
    }),
  )
}

const FRESH = 15_000
const seen = new WeakMap<Services, { at: number; advice: Promise<string[]> }>()

/** Where sealing is paused and what to do; looked at now and then, however often somebody asks. */
function pausedLogs(services: Services): Promise<string[]> {
  const known = seen.get(services)
  if (known && Date.now() - known.at < FRESH) return known.advice
  const advice = troublesOf(services.database).then((troubles) => troubles.map(adviceOn))
  seen.set(services, { at: Date.now(), advice })
  return advice
}

async function health(services: Services, response: ServerResponse) {
  try {
    // A line that has gone dead does not refuse, it says nothing.
    const answered = services.database.pool.query('select 1').then(() => pausedLogs(services))
    const silence = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('silent')), 3000).unref()
    })
    // Reading goes on while sealing is paused: a balancer must not take the node away for it.
    const paused = (await Promise.race([answered, silence])).map((advice) => `${advice}\n`)
    response
      .writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
      .end(`ok\n${paused.join('')}`)
  } catch {
    response.writeHead(503, { 'content-type': 'text/plain' }).end('database unreachable\n')
  }
}

/** The verifier in one file: kept by people who want to check records without us. */
async function offlinePage(response: ServerResponse) {
  const page = await offlineVerifier()
  // It carries a policy of its own, which allows its inline script and no network at all.
  response.removeHeader('content-security-policy')
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
    .end(page)
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** A built file, or the one page that shows every place of the site. */
async function page(
  request: IncomingMessage,
  response: ServerResponse,
  webDir: string | null,
  path: string,
) {
  if (!webDir || (request.method !== 'GET' && request.method !== 'HEAD'))
    return answer(response, 404, 'app.notFound')
  const plain = decoded(path)
  if (plain === null) return answer(response, 404, 'app.notFound')
  const asked = normalize(plain)
  const inside = join(webDir, asked)
  // By the endings there are: the token of an invitation has a dot in it, too.
  const isAsset = extname(asked) in mediaTypes && inside.startsWith(webDir + sep)
  const file = isAsset ? inside : join(webDir, 'index.html')
  const packed =
    String(request.headers['accept-encoding'] ?? '').includes('br') && (await exists(`${file}.br`))
  if (!packed && !(await exists(file))) return answer(response, 404, 'app.notFound')
  response.writeHead(200, {
    'content-type': mediaTypes[extname(file)] ?? 'application/octet-stream',
    'cache-control': asked.startsWith('/assets/')
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    vary: 'accept-encoding',
    ...(packed && { 'content-encoding': 'br' }),
  })
  if (request.method === 'HEAD') return response.end()
  createReadStream(packed ? `${file}.br` : file).pipe(response)
}

const exists = (file: string) =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  )
