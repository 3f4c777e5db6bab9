import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { offlineVerifier } from '../features/sealing/offline/build.ts'
import { answer } from './answer.ts'
import { decoded } from './door.ts'

/** The verifier in one file: kept by people who want to check records without us. */
export async function offlinePage(response: ServerResponse) {
  const page = await offlineVerifier()
  // It carries a policy of its own, which allows its inline script and no network at all; only what a page
  // cannot say of itself is said here.
  response.setHeader(
    'content-security-policy',
    `object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
    .end(page)
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** A built file, or the one page that shows every place of the site. */
export async function page(
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
