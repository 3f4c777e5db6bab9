import { createHash } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { flushFolder } from '../../platform/folders.ts'
import { Complaint, Damaged } from './complaint.ts'
import {
  BrokenFrame,
  framePlaces,
  frameWriter,
  largestPayload,
  readFrame,
  type Frame,
} from './frames.ts'
import type { Manifest, PartEntry } from './manifest.ts'
import { keyOf, newLock, type Lock, type Secret } from './secret.ts'

/** One named stream of bytes in a backup, such as a table of one organization, or one file. */
export interface Part {
  name: string
  chunks: AsyncIterable<Uint8Array>
}

const magic = 'cuxi-backup/1'
const longestHead = 4096

/** A backup being written: beside its final name, until it has been read back whole. */
export interface ArchiveWriter {
  add(part: Part): Promise<PartEntry>
  /** Writes the manifest, reads everything back, and gives the file its name. */
  finish(manifest: Omit<Manifest, 'parts'>): Promise<Manifest>
  /** Leaves nothing behind. */
  abandon(): Promise<void>
}

/** Begins a backup. @throws Complaint when there is a file of that name already */
export async function writeArchive(path: string, secret: Secret): Promise<ArchiveWriter> {
  const { lock, key } = await newLock(secret)
  const draft = `${path}.partial`
  // A draft left by a killed run is nobody's backup.
  await rm(draft, { force: true })
  const file = await open(draft, 'wx', 0o600)
  const abandon = async () => {
    await file.close().catch(() => {})
    await rm(draft, { force: true })
  }
  const head = headOf(lock)
  const about = createHash('sha256').update(head).digest()
  try {
    await file.appendFile(head)
  } catch (error) {
    await abandon()
    throw error
  }
  const frames = frameWriter(file, key, about, head.length)
  const parts: PartEntry[] = []
  return {
    async add({ name, chunks }) {
      const first = frames.next()
      const hash = createHash('sha256')
      let bytes = 0
      await frames.write('part', Buffer.from(name))
      for await (const chunk of chunks) {
        hash.update(chunk)
        bytes += chunk.length
        for (let at = 0; at < chunk.length; at += largestPayload)
          await frames.write('data', chunk.subarray(at, at + largestPayload))
      }
      const entry = { name, bytes, sha256: hash.digest('hex'), first, last: frames.next() }
      await frames.write('end', Buffer.from(JSON.stringify(entry)))
      parts.push(entry)
      return entry
    },
    async finish(rest) {
      const manifest: Manifest = { ...rest, parts }
      const at = { frame: frames.next(), offset: frames.position() }
      const text = Buffer.from(JSON.stringify(manifest))
      for (let from = 0; from < text.length; from += largestPayload)
        await frames.write('manifest', text.subarray(from, from + largestPayload))
      await frames.write('last', Buffer.from(JSON.stringify(at)))
      await file.sync()
      await file.close()
      const written = await openArchive(draft, { key })
      try {
        for await (const part of written.parts()) for await (const _ of part.chunks);
      } finally {
        await written.close()
      }
      await rename(draft, path)
      await flushFolder(dirname(path))
      return manifest
    },
    abandon,
  }
}

function headOf(lock: Lock): Buffer {
  const text = `${magic} ${JSON.stringify(lock)}`
  return Buffer.from(`${text} ${createHash('sha256').update(text).digest('hex')}\n`)
}

/** A backup that can be read: its manifest is at hand, its parts come in the order they were written. */
export interface ArchiveReader {
  manifest: Manifest
  /** Each part's bytes are checked while they are read. @throws Damaged naming part and place */
  parts(): AsyncGenerator<Part>
  close(): Promise<void>
}

/**
 * Opens a backup and reads its manifest.
 * @throws Complaint when it is none, or the secret is wrong; Damaged when it was cut or altered
 */
export async function openArchive(
  path: string,
  secret: Secret | { key: Buffer },
): Promise<ArchiveReader> {
  const file = await open(path, 'r').catch(() => {
    throw new Complaint(`读不到备份 ${path}。`, `The backup ${path} cannot be read.`)
  })
  try {
    const { lock, head } = await readHead(path, file)
    const key = 'key' in secret ? secret.key : await keyOf(lock, secret)
    const about = createHash('sha256').update(head).digest()
    const manifest = await readManifest(path, file, key, about, head.length)
    return {
      manifest,
      parts: () => readParts(path, file, key, about, head.length, manifest),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function readHead(path: string, file: FileHandle): Promise<{ lock: Lock; head: Buffer }> {
  const start = Buffer.alloc(longestHead)
  const { bytesRead } = await file.read(start, 0, longestHead, 0)
  const end = start.subarray(0, bytesRead).indexOf('\n')
  const head = start.subarray(0, end + 1)
  if (!head.toString().startsWith(`${magic} `))
    throw new Complaint(`${path} 不是促膝的备份。`, `${path} is not a backup made by Cuxi.`)
  const text = head.toString().trimEnd()
  const cut = text.lastIndexOf(' ')
  const sum = createHash('sha256').update(text.slice(0, cut)).digest('hex')
  if (text.slice(cut + 1) !== sum) throw new Damaged(path, 0, 'head')
  return { lock: JSON.parse(text.slice(magic.length + 1, cut)) as Lock, head }
}

async function readManifest(
  path: string,
  file: FileHandle,
  key: Buffer,
  about: Buffer,
  from: number,
): Promise<Manifest> {
  const places = []
  let last = 'head'
  try {
    for await (const place of framePlaces(file, from)) places.push(place)
    const { frame } = JSON.parse(
      (await readFrame(file, key, about, places.at(-1)!)).payload.toString(),
    ) as { frame: number }
    const texts = []
    last = 'manifest'
    for (const place of places.slice(frame, -1))
      texts.push((await readFrame(file, key, about, place)).payload)
    return JSON.parse(Buffer.concat(texts).toString()) as Manifest
  } catch (error) {
    if (!(error instanceof BrokenFrame)) throw error
    // Without the manifest the names stand at the beginning of each part that can still be read.
    for (const place of places) {
      if (place.number >= error.number) break
      const frame = await readFrame(file, key, about, place).catch(() => null)
      if (!frame) throw new Damaged(path, place.offset, last)
      if (frame.kind === 'part') last = frame.payload.toString()
    }
    throw new Damaged(path, error.offset, last)
  }
}

async function* readParts(
  path: string,
  file: FileHandle,
  key: Buffer,
  about: Buffer,
  from: number,
  { parts }: Manifest,
): AsyncGenerator<Part> {
  const frames = (async function* () {
    for await (const place of framePlaces(file, from))
      yield { place, frame: await readFrame(file, key, about, place) }
  })()
  let offset = from
  const next = async (): Promise<Frame> => {
    try {
      const { value, done } = await frames.next()
      if (done) throw new Error('read beyond the last frame')
      offset = value.place.offset
      return value.frame
    } catch (error) {
      if (!(error instanceof BrokenFrame)) throw error
      const part = parts.find(({ first, last }) => first <= error.number && error.number <= last)
      throw new Damaged(path, error.offset, part?.name ?? 'manifest')
    }
  }
  for (const entry of parts) {
    const begin = await next()
    if (begin.kind !== 'part' || begin.payload.toString() !== entry.name)
      throw new Damaged(path, offset, entry.name)
    let isRead = false
    const chunks = (async function* () {
      const hash = createHash('sha256')
      for (let frame = await next(); frame.kind === 'data'; frame = await next()) {
        hash.update(frame.payload)
        yield frame.payload
      }
      isRead = true
      if (hash.digest('hex') !== entry.sha256) throw new Damaged(path, offset, entry.name)
    })()
    yield { name: entry.name, chunks }
    // Whoever skipped a part goes on behind it.
    if (!isRead) for await (const _ of chunks);
  }
}
