import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Word } from './handlers.ts'
import { limits, type Row, type Unreadable } from './rules.ts'
import { UnreadableRoster } from './workbook/queries.ts'

export { UnreadableRoster }

/** A roster file as a table: what stood above the header, the header, and the rows below it. */
export interface Roster {
  encoding: string
  titles: string[]
  /** The line the header stands on. */
  headerLine: number
  header: string[]
  rows: Row[]
}

const child = join(import.meta.dirname, 'child', 'handlers.ts')
const root = join(import.meta.dirname, '..', '..', '..', '..')

const heapMegabytes = 256
// The process itself, its compiled code and the bytes outside the heap come on top.
const residentMegabytes = 512
const seconds = { workbook: 20, csv: 60 }

/**
 * Reads a CSV or XLSX roster in a process of its own: 256 MB of memory, 20 seconds (60 for CSV),
 * no network, no files but the program itself, killed on `signal`.
 * @param onProgress rows read so far.
 * @throws UnreadableRoster with the word for why.
 */
export async function parseRoster(
  bytes: Buffer,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (rows: number) => void } = {},
): Promise<Roster> {
  if (bytes.length > limits.bytesIn) throw new UnreadableRoster('tooBig')
  const reader = spawn(
    process.execPath,
    [
      `--max-old-space-size=${heapMegabytes}`,
      '--disable-warning=ExperimentalWarning',
      '--permission',
      `--allow-fs-read=${root}/*`,
      child,
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
    const roster = await listen(reader, onProgress)
    await exited
    if (killedFor) throw new UnreadableRoster(killedFor)
    // It died without a word: V8 gave up at its memory limit.
    if (!roster) throw new UnreadableRoster('tookTooMuchMemory')
    return roster
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    signal?.removeEventListener('abort', stop)
    reader.kill('SIGKILL')
  }
}

/** @returns null when the child ended before it was done. */
async function listen(
  reader: ChildProcess,
  onProgress?: (rows: number) => void,
): Promise<Roster | null> {
  const roster: Roster = { encoding: '', titles: [], headerLine: 0, header: [], rows: [] }
  const same = sharing()
  for await (const text of createInterface({ input: reader.stdout!, crlfDelay: Infinity })) {
    const word = JSON.parse(text) as Word
    if ('unreadable' in word) throw new UnreadableRoster(word.unreadable as Unreadable)
    else if ('header' in word) {
      const { header, titles, encoding, line } = word
      Object.assign(roster, { header, titles, encoding, headerLine: line })
    } else if ('rows' in word)
      for (const [line, cells] of word.rows) roster.rows.push({ line, cells: cells.map(same) })
    else if ('progress' in word) onProgress?.(word.progress)
    else return roster
  }
  return null
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
