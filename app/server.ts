import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { ORPCError } from '@orpc/server'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import { ResponseHeadersPlugin } from '@orpc/server/plugins'
import type { PublicContext } from '../features/accounts/policy.ts'
import { stopReminders } from '../features/notifications/delivery/stopping/handlers.ts'
import { sessionCookieName } from '../platform/auth.ts'
import { CannotStart } from '../platform/cannotStart.ts'
import { errorFacts, log } from '../platform/log.ts'
import { answer } from './answer.ts'
import {
  asKnown,
  bySession,
  clientAddress,
  remembering,
  sessionToken,
  throughDoor,
  type Arrival,
} from './door.ts'
import { health } from './health.ts'
import {
  noteRefusal,
  notingRefusals,
  refuseBrokenText,
  refuseOnStroke,
  reportUnexpected,
  type Refused,
} from './interceptors.ts'
import { openLive } from './live.ts'
import { outage } from './outage.ts'
import { offlinePage, page } from './pages.ts'
import { door, publicRouter, router, type DoorContext } from './router.ts'
import type { Services } from './services.ts'
import { downloads, uploads } from './transfer.ts'

/** Answers of procedures are small; files come through `/api/files`. */
const largestBody = 2 * 1024 * 1024

export interface Serving {
  url: string
  stop(): Promise<void>
}

/** A stranger's request, and who it turned out to be about. */
type Stranger = PublicContext & { about: () => Refused }

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
      notingRefusals(({ enter }) => enter.about!()),
      reportUnexpected,
      refuseBrokenText,
      (options) => door(options as never),
    ],
  })
  const publicRpc = new RPCHandler<Stranger>(publicRouter, {
    plugins: [...plugins(), new ResponseHeadersPlugin()],
    clientInterceptors: [
      notingRefusals(({ about }) => about()),
      reportUnexpected,
      refuseBrokenText,
    ],
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
      account: accountOf(request, path),
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
      const { ip } = arrival
      if (request.method !== 'GET' && !sameOrigin(request, services.config.publicUrl)) {
        const refused = { status: 403, data: { reason: 'app.otherSite' } }
        noteRefusal(path.slice(5, 100), refused, { person: null, account: null, ip })
        return answer(response, 403, 'app.otherSite')
      }
      // Answered before the body is read, so that the person gets words and not a broken connection.
      const isFile = path.startsWith('/api/files/')
      if (!isFile && Number(request.headers['content-length']) > largestBody)
        return answer(response, 413, 'app.tooLarge')
      const now = new Date()
      if (path.startsWith('/api/public/')) {
        let account: string | null = null
        const context: Stranger = {
          about: () => ({ person: null, account, ip }),
          meant: (id) => (account = id),
          database: services.database,
          auth: services.auth,
          rules: services.rules,
          jobs: services.jobs,
          now,
          ip,
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
      const { entrance, seen } = remembering(bySession(arrival))
      const about = (): Refused => ({
        person: seen()?.personId ?? null,
        account: seen()?.accountId ?? null,
        ip,
      })
      if (path === '/api/live') return await live.join(request, response, entrance)
      const transfer = request.method === 'POST' ? uploads : downloads
      if (path.startsWith('/api/files/'))
        return await transfer(
          request,
          response,
          (work, known) =>
            throughDoor(services, known ? asKnown(known) : entrance, new Date(), work),
          (what, error) => noteRefusal(what, error, about()),
        )
      const handOut = async (token: string) => {
        const { api } = await services.auth()
        const { headers } = await api.handOut({ body: { token }, returnHeaders: true })
        for (const cookie of headers.getSetCookie()) response.appendHeader('set-cookie', cookie)
      }
      const context = {
        enter: { services, entrance, now, about, handOut },
      } as unknown as DoorContext
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

/** Whose page asks, as our pages say: in a header, or in the address where a browser sends none. */
function accountOf(request: IncomingMessage, path: string): string | null {
  const said = request.headers['x-cuxi-account']
  if (typeof said === 'string') return said
  if (path !== '/api/live') return null
  return new URLSearchParams((request.url ?? '').split('?')[1]).get('account')
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
