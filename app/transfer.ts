import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from '../features/accounts/policy.ts'
import {
  chainFile,
  chainsFile,
  type Piece,
  type StreamEnd,
} from '../features/admin/audit/export/handlers.ts'
import { recordsFile } from '../features/admin/audit/records/handlers.ts'
import { myDataFile } from '../features/admin/privacy/archive/handlers.ts'
import { addAttachment, attachmentFile } from '../features/conversations/attachments/handlers.ts'
import { largestFile } from '../features/conversations/attachments/rules.ts'
import {
  evidenceFile,
  receiptFile,
  recordPdf,
} from '../features/conversations/record/export/handlers.ts'
import { decodeText, limits } from '../features/org/import/reading/rules.ts'
import { takeIndicators } from '../features/goals/handlers.ts'
import { problemRows, takeRoster } from '../features/org/import/handlers.ts'
import { checkpointFile } from '../features/sealing/checkpoints/handlers.ts'
import { icsFile } from '../features/scheduling/handlers.ts'
import { isId } from '../platform/ids.ts'
import { invalid, missing } from '../platform/refusal.ts'
import { answer } from './answer.ts'
import type { Who } from './door.ts'
import { brokenTextIn } from './brokenText.ts'
import { onStroke } from './stroke.ts'

/** Runs work behind the door: signed in, one transaction; for `known` also once their session has ended. */
type Behind = <T>(work: (context: Context) => Promise<T>, known?: Who) => Promise<T>

/** Hears what was refused. */
type Note = (what: string, error: unknown) => void

/** A file to hand out: never shown inline, so that no upload can act as a page of ours. */
export interface Download {
  name: string
  mediaType: string
  bytes: Uint8Array
}

/** A file that is written while it is read; every piece comes through the door anew. */
interface Stream extends Omit<Download, 'bytes'> {
  piece: (context: Context, after: string | null) => Promise<Piece>
  /** Told at the end, as whoever took it. */
  ended?: (context: Context, end: StreamEnd) => Promise<void>
}

// The most any of the uploads takes; what each takes by itself its feature says.
const largestUpload = Math.max(limits.bytesIn, largestFile)

type Params = { id: string; query: URLSearchParams }

const askedIn = (query: URLSearchParams) => ({
  reason: query.get('reason'),
  key: query.get('key')?.slice(0, 100) ?? null,
  without: query.get('without')?.split(',').filter(Boolean) ?? [],
  version: countIn(query, 'version'),
})

/**
 * Which version, or which archive: 1, 2, 3; null where none is named.
 * @throws BAD_REQUEST for anything else: taken for none, it would hand out another file than was asked for.
 */
function countIn(query: URLSearchParams, name: string): number | null {
  const text = query.get(name)
  if (text === null) return null
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalid('app.notACount', {}, name)
  return Number(text)
}

/** `GET /api/files/<what>/<id>` */
const downloadable: Record<
  string,
  (context: Context, params: Params) => Promise<Download | Stream | null>
> = {
  'import-problems': (context, { id }) => problemRows(context, id),
  attachment: (context, { id }) => attachmentFile(context, id),
  'record-pdf': (context, { id, query }) => recordPdf(context, id, askedIn(query)),
  'record-evidence': (context, { id, query }) => evidenceFile(context, id, askedIn(query)),
  receipt: (context, { id }) => receiptFile(context, id),
  checkpoint: (context, { id, query }) => checkpointFile(context, id, query.get('day')),
  'meeting-ics': (context, { id }) => icsFile(context, id),
  'record-chain': (context, { id, query }) =>
    chainFile(context, id, { format: query.get('format'), reason: query.get('reason') }),
  'my-data': (context, { id }) => myDataFile(context, id),
  records: (context, { id, query }) =>
    recordsFile(context, id, { archive: countIn(query, 'archive') ?? 1 }),
  chains: (context, { id, query }) => chainsFile(context, id, { format: query.get('format') }),
}

/** `POST /api/files/<what>/<id>?name=…`, the body is the file. */
const uploadable: Record<
  string,
  (context: Context, params: Params, bytes: Buffer, name: string) => Promise<unknown>
> = {
  roster: (context, _, bytes, name) => takeRoster(context, bytes, name),
  indicators: (context, { query }, bytes, name) =>
    takeIndicators(context, bytes, name, {
      periodFrom: query.get('from'),
      periodTo: query.get('to'),
    }),
  'conversation-attachment': (context, { id, query }, bytes, name) =>
    addAttachment(context, {
      conversationId: id,
      part: query.get('part') ?? '',
      fieldKey: query.get('field') ?? '',
      name,
      bytes,
    }),
}

/** Every address of a file, for the guard that asks at each as somebody who may not. */
export const fileAddresses = {
  downloads: Object.keys(downloadable),
  uploads: Object.keys(uploadable),
}

/** Hands out a file: refused like a procedure, sent whole or piece by piece. */
export async function downloads(
  request: IncomingMessage,
  response: ServerResponse,
  behind: Behind,
  note: Note,
) {
  const { what, params } = addressOf(request)
  const give = Object.hasOwn(downloadable, what) ? downloadable[what] : null
  if (!give || !isId(params.id) || request.method !== 'GET')
    return answer(response, 404, 'app.notFound')
  const refused = (error: unknown) => note(`files/${what}`, error)
  await answering(response, refused, async () => {
    demandPlain(params.query)
    const { file, who } = await behind(async (context) => ({
      file: await give(context, params),
      who: { actor: context.actor, org: context.org },
    }))
    if (!file) throw missing()
    response.writeHead(200, {
      'content-type': 'bytes' in file ? typeOf(file) : file.mediaType,
      ...('bytes' in file && { 'content-length': file.bytes.length }),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, escape)}`,
      'content-security-policy': `sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-store',
    })
    if ('bytes' in file) return void response.end(file.bytes)
    const end = await streaming(response, (after) =>
      behind((context) => file.piece(context, after)),
    )
    const { ended } = file
    if (ended) await behind((context) => ended(context, end), who)
  })
}

/** Takes a file in, and answers like a procedure. */
export async function uploads(
  request: IncomingMessage,
  response: ServerResponse,
  behind: Behind,
  note: Note,
) {
  const { what, params } = addressOf(request)
  const take = Object.hasOwn(uploadable, what) ? uploadable[what] : null
  if (!take || (!isId(params.id) && params.id !== 'new'))
    return answer(response, 404, 'app.notFound')
  const refused = (error: unknown) => note(`files/${what}`, error)
  await answering(response, refused, async () => {
    demandPlain(params.query)
    const bytes = await bodyOf(request)
    if (!bytes)
      return answer(response, 413, 'app.fileTooLarge', {
        params: { megabytes: largestUpload / 1024 / 1024 },
      })
    const name = (params.query.get('name') ?? 'file').slice(0, 200)
    const json = await behind((context) => take(context, params, bytes, name))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ json }))
  })
}

/** A text says in which characters it is written; one that is in none we know is sent as bytes. */
function typeOf({ mediaType, bytes }: Download): string {
  if (!/^text\/[^;]+$/.test(mediaType)) return mediaType
  const text = decodeText(bytes)
  return text ? `${mediaType}; charset=${text.encoding}` : 'application/octet-stream'
}

/** Sends piece after piece; one that is refused leaves a file cut short, so that nobody takes it for whole. */
async function streaming(
  response: ServerResponse,
  next: (after: string | null) => Promise<Piece>,
): Promise<StreamEnd> {
  let reached: string | null = null
  const broken = () => ({ isWhole: false, reached })
  try {
    for (;;) {
      const piece = await next(reached)
      if (response.destroyed) return broken()
      const hasRoom = response.write(piece.data)
      if (piece.next === null) return { isWhole: await lastByte(response), reached }
      reached = piece.next
      if (!hasRoom) await room(response)
      if (response.destroyed) return broken()
    }
  } catch {
    response.destroy()
    return broken()
  }
}

/** Until more can be written, or nobody is there any more: who goes away drains nothing. */
async function room(response: ServerResponse) {
  const over = new AbortController()
  await Promise.race(
    ['drain', 'close'].map((event) => once(response, event, { signal: over.signal })),
  )
  over.abort()
}

/** Ends the answer. @returns whether all of it went to the other side's line before that was cut */
function lastByte(response: ServerResponse): Promise<boolean> {
  const { socket } = response
  return new Promise((settle) => {
    // Asked before the server itself lets go of the line; an answer that was cut says it is finished as well.
    response.prependOnceListener('finish', () => settle(socket !== null && !socket.destroyed))
    response.once('close', () => settle(false))
    response.end()
  })
}

function addressOf(request: IncomingMessage) {
  const url = new URL(request.url ?? '/', 'http://local')
  const [what = '', id = ''] = url.pathname.slice('/api/files/'.length).split('/')
  return { what, params: { id, query: url.searchParams } }
}

/** The body, or null when it is larger than a file may be. It is read to its end: a sender cut off hears nothing. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers['content-length']) > largestUpload) return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= largestUpload) chunks.push(chunk)
    else chunks.length = 0
  }
  return size > largestUpload ? null : Buffer.concat(chunks)
}

/** Whole text, and every parameter once: of two nobody can tell which was meant. */
function demandPlain(query: URLSearchParams) {
  const field = brokenTextIn(Object.fromEntries(query))
  if (field !== null) throw invalid('app.brokenText', {}, field)
  const twice = [...query.keys()].find((name) => query.getAll(name).length > 1)
  if (twice !== undefined) throw invalid('app.askedTwice', {}, twice.slice(0, 40))
}

async function answering(
  response: ServerResponse,
  refused: (error: unknown) => void,
  work: () => Promise<unknown>,
) {
  const began = performance.now()
  try {
    await work()
  } catch (error) {
    const { code, status, data } = error as {
      code?: string
      status?: number
      data?: { reason?: string; params?: object }
    }
    if (!status || !data?.reason) throw error
    refused(error)
    if (status === 404) await onStroke(began)
    answer(response, status, data.reason, { code, params: data.params })
  }
}
