import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { invalid } from '../../../../platform/refusal.ts'
import type { Word } from './handlers.ts'
import { limits, type Reading, reasonFor, type Row, type Unreadable } from './rules.ts'
import { UnreadableRoster } from './workbook/queries.ts'

export { UnreadableRoster }

/** Why a file of that name cannot be read, in words. */
export const unreadable = ({ reason }: UnreadableRoster, name: string, bytes: Uint8Array) =>
  invalid(
    `org.unreadable.${reasonFor(reason, name, bytes)}`,
    {
      rows: limits.csvRows,
      workbookRows: limits.workbookRows,
      columns: limits.workbookColumns,
      megabytes: limits.bytesIn / 1024 / 1024,
    },
    'file',
  )

/** The head of a roster file: what stood above the header, and the header. */
export interface Head {
  encoding: string
  titles: string[]
  /** The line the header stands on. */
  headerLine: number
  header: string[]
}

/** A roster file as a table. */
export type Roster = Head & { rows: Row[] }

/** Takes a roster piece by piece while the rest is still being read: the head first, then its rows. */
export interface Taker {
  head(head: Head): Promise<void>
  rows(rows: Row[]): Promise<void>
}

const child = fileURLToPath(import.meta.resolve('./child/handlers.ts'))
const root = join(import.meta.dirname, '..', '..', '..', '..')

const heapMegabytes = 256
// The process itself, its compiled code and the bytes outside the heap come on top.
const residentMegabytes = 512
const seconds = { workbook: 20, csv: 60 }

/** Reads a whole roster into memory; see `readInto`. */
export async function parseRoster(
  bytes: Buffer,
  options: Reading & { signal?: AbortSignal } = {},
): Promise<Roster> {
  const roster: Roster = { encoding: '', titles: [], headerLine: 0, header: [], rows: [] }
  const taker: Taker = {
    head: async (head) => void Object.assign(roster, head),
    rows: async (rows) => void rows.forEach((row) => roster.rows.push(row)),
  }
  await readInto(bytes, taker, options)
  return roster
}

/**
 * Reads a CSV or XLSX roster in a process of its own: 256 MB of memory, 20 seconds (60 for CSV),
 * no network, no files but the program itself, killed on `signal`.
 * @throws UnreadableRoster with the word for why; whatever was taken until then is not a roster.
 */
export async function readInto(
  bytes: Buffer,
  taker: Taker,
  { signal, ...reading }: Reading & { signal?: AbortSignal } = {},
): Promise<void> {
  if (bytes.length > limits.bytesIn) throw new UnreadableRoster('tooBig')
  const reader = spawn(
    process.execPath,
    [
      `--max-old-space-size=${heapMegabytes}`,
      '--disable-warning=ExperimentalWarning',
      '--permission',
      `--allow-fs-read=${root}/*`,
      `--allow-fs-read=${dirname(child)}/*`,
      child,
      JSON.stringify(reading),
    ],
    { stdio: ['pipe', 'pipe', 'ignore'], env: {} },
  )
  let killedFor: Unreadable | null = null
  const kill = (reason: Unreadable) => {
    killedFor ??= reason
    reader.kill('SIGKILL')
  }
  const limit = bytes[0] === 0x50 ? seconds.workbook : seconds.csv
  const timer = setTimeout(() => kill('tookTooLong'), limit * 1000)
  const stop = () => kill('stopped')
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  const watch = watchMemory(reader, () => kill('tookTooMuchMemory'))
  const exited = new Promise<number | null>((resolve) =>
    reader.once('close', (code) => resolve(code)),
  )
  // A child that refuses early closes its input; what it said is on its output.
  reader.stdin.on('error', () => {})
  reader.stdin.end(bytes)
  try {
    const isWhole = await listen(reader, taker)
    await exited
    if (killedFor) throw new UnreadableRoster(killedFor)
    // It died without a word: V8 gave up at its memory limit.
    if (!isWhole) throw new UnreadableRoster('tookTooMuchMemory')
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    signal?.removeEventListener('abort', stop)
    reader.kill('SIGKILL')
  }
}

/** @returns false when the child ended before it was done. */
async function listen(reader: ChildProcess, taker: Taker): Promise<boolean> {
  const same = sharing()
  for await (const text of createInterface({ input: reader.stdout!, crlfDelay: Infinity })) {
    const word = JSON.parse(text) as Word
    if ('unreadable' in word) throw new UnreadableRoster(word.unreadable as Unreadable)
    if ('done' in word) return true
    if ('header' in word) {
      const { header, titles, encoding, line } = word
      await taker.head({ header, titles, encoding, headerLine: line })
    } else await taker.rows(word.rows.map(([line, cells]) => ({ line, cells: cells.map(same) })))
  }
  return false
}

// Departments, positions and managers repeat; one string each keeps a large roster small in memory.
function sharing(): (text: string) => string {
  const seen = new Map<string, string>()
  return (text) => {
    const known = seen.get(text)
    if (known !== undefined) return known
    if (seen.size < 50_000) seen.set(text, text)
    return text
  }
}

// The heap limit does not cover buffers. Only Linux tells another process's memory for nothing.
function watchMemory(reader: ChildProcess, onTooMuch: () => void): NodeJS.Timeout | undefined {
  if (process.platform !== 'linux') return undefined
  return setInterval(async () => {
    const status = await readFile(`/proc/${reader.pid}/statm`, 'utf8').catch(() => null)
    const pages = Number(status?.split(' ')[1] ?? 0)
    if (pages * 4096 > residentMegabytes * 1024 * 1024) onTooMuch()
  }, 100)
}
