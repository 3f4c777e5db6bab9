import {
  decodeText,
  delimiterOf,
  headerAmong,
  headerWithin,
  isWebPage,
  kindOf,
  limits,
  longestCell,
  type Reading,
  type Row,
} from './rules.ts'
import {
  checkWorkbook,
  isEncrypted,
  UnreadableRoster,
  workbookRows,
  workbookRowsShown,
} from './workbook/queries.ts'

/** What the child process says, one JSON text per line of its output. */
export type Word =
  | { header: string[]; titles: string[]; encoding: string; line: number }
  | { rows: [number, string[]][] }
  | { unreadable: string }
  | { done: true }

const batchSize = 2_000

/**
 * Reads one roster file and says its rows in batches. Runs in a process of its own that may be
 * killed at any time; see `parseRoster`.
 * @throws UnreadableRoster with the word for why.
 */
export async function readRoster(
  bytes: Buffer,
  say: (word: Word) => Promise<void>,
  { asShown = false, headings }: Reading = {},
): Promise<void> {
  if (bytes.length > limits.bytesIn) throw new UnreadableRoster('tooBig')
  const kind = kindOf(bytes)
  if (kind === 'empty') throw new UnreadableRoster('empty')
  if (kind === 'ole') throw new UnreadableRoster(isEncrypted(bytes) ? 'encrypted' : 'oldWorkbook')
  if (kind === 'binary') throw new UnreadableRoster('notARoster')
  if (kind === 'text') return readCsv(bytes, say, headings)
  await checkWorkbook(bytes)
  const rowsOf = asShown ? workbookRowsShown : workbookRows
  // A sheet with headings we know goes before one of notes that only looks like a table.
  for (const onlyKnown of [true, false])
    for (let sheet = 0; sheet < 5; sheet++) {
      const table = { encoding: 'XLSX', most: limits.workbookRows, headings, onlyKnown }
      if (await sayTable(rowsOf(bytes, sheet), table, say)) return
    }
  throw new UnreadableRoster('noHeader')
}

async function readCsv(
  bytes: Buffer,
  say: (word: Word) => Promise<void>,
  headings: Reading['headings'],
): Promise<void> {
  const decoded = decodeText(bytes)
  if (!decoded) throw new UnreadableRoster('unknownEncoding')
  if (isWebPage(decoded.text)) throw new UnreadableRoster('webPage')
  const table = { encoding: decoded.encoding, most: limits.csvRows, headings, onlyKnown: false }
  if (!(await sayTable(csvRows(decoded.text), table, say))) throw new UnreadableRoster('noHeader')
}

async function* csvRows(text: string): AsyncGenerator<Row> {
  const { parse } = await import('csv-parse')
  const parser = parse({
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: 8 * 1024 * 1024,
  })
  const feed = async () => {
    for (let at = 0; at < text.length; at += 65_536)
      if (!parser.write(text.slice(at, at + 65_536)))
        await new Promise((resolve) => parser.once('drain', resolve))
    parser.end()
  }
  void feed()
  let line = 0
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      line++
      if (record.length > limits.csvColumns) throw new UnreadableRoster('tooManyColumns')
      yield {
        line,
        cells: record.map((cell) =>
          cell.length > longestCell ? cell.slice(0, longestCell) : cell,
        ),
      }
    }
  } catch (error) {
    throw error instanceof UnreadableRoster ? error : new UnreadableRoster('brokenCsv')
  }
}

interface Table extends Pick<Reading, 'headings'> {
  encoding: string
  /** Rows. */
  most: number
  onlyKnown: boolean
}

/** @returns false when there is no header in these rows. */
async function sayTable(
  rows: AsyncIterable<Row>,
  { encoding, most, ...known }: Table,
  say: (word: Word) => Promise<void>,
): Promise<boolean> {
  let head: Row[] | null = []
  let batch: [number, string[]][] = []
  let count = 0
  let width = 0
  const take = async (row: Row) => {
    if (++count > most) throw new UnreadableRoster('tooManyRows')
    batch.push([row.line, row.cells.slice(0, width)])
    if (batch.length < batchSize) return
    await say({ rows: batch })
    batch = []
  }
  const open = async (first: Row[]): Promise<boolean> => {
    const at = headerAmong(first, known)
    if (at === null) return false
    const header = first[at]!
    width = Math.max(...first.slice(at).map((row) => row.cells.length))
    const titles = first.slice(0, at).map((row) => row.cells.find((cell) => cell.trim()) ?? '')
    await say({ header: header.cells.slice(0, width), titles, encoding, line: header.line })
    for (const row of first.slice(at + 1)) await take(row)
    return true
  }
  for await (const row of rows) {
    if (row.cells.every((cell) => cell === '' || cell.trim() === '')) continue
    if (!head) await take(row)
    else if (head.push(row) === headerWithin) {
      if (!(await open(head))) return false
      head = null
    }
  }
  if (head && !(await open(head))) return false
  if (batch.length) await say({ rows: batch })
  if (count === 0) throw new UnreadableRoster('noPeople')
  return true
}
