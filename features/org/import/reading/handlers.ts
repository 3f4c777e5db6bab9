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
  const table = await sheetOf((sheet) => rowsOf(bytes, sheet), headings)
  await sayTable(table, { encoding: 'XLSX', most: limits.workbookRows }, say)
}

/** A sheet with headings we know goes before one of notes that only looks like a table. */
async function sheetOf(
  rowsOf: (sheet: number) => AsyncIterable<Row>,
  headings: Reading['headings'],
): Promise<Table> {
  let found: Table | null = null
  for (let sheet = 0; sheet < 5; sheet++)
    try {
      const table = await tableIn(rowsOf(sheet), headings)
      if (table?.isKnown && (table.hasRows || !found?.hasRows)) return table
      if (!found?.hasRows) found = table ?? found
    } catch (error) {
      // What is the matter with a later sheet is no matter of the one before it.
      if (!found?.hasRows || !(error instanceof UnreadableRoster)) throw error
    }
  if (!found) throw new UnreadableRoster('noHeader')
  return found
}

async function readCsv(
  bytes: Buffer,
  say: (word: Word) => Promise<void>,
  headings: Reading['headings'],
): Promise<void> {
  const decoded = decodeText(bytes)
  if (!decoded) throw new UnreadableRoster('unknownEncoding')
  if (isWebPage(decoded.text)) throw new UnreadableRoster('webPage')
  const table = await tableIn(csvRows(decoded.text), headings)
  if (!table) throw new UnreadableRoster('noHeader')
  await sayTable(table, { encoding: decoded.encoding, most: limits.csvRows }, say)
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

/** A table whose header has been found, read as far as that took. */
interface Table {
  /** Up to the header, the header, and the first of its rows. */
  first: Row[]
  /** Where among them the header stands. */
  at: number
  /** By headings we know, not by its width. */
  isKnown: boolean
  hasRows: boolean
  rest: AsyncIterable<Row>
}

/** @returns null when there is no header in these rows. */
async function tableIn(
  rows: AsyncIterable<Row>,
  headings: Reading['headings'],
): Promise<Table | null> {
  const rest = filled(rows)
  const first: Row[] = []
  while (first.length <= headerWithin) {
    const row = await rest.next()
    if (row.done) break
    first.push(row.value)
  }
  const header = headerAmong(first, headings)
  return header && { first, ...header, hasRows: header.at < first.length - 1, rest }
}

async function* filled(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) if (row.cells.some((cell) => cell.trim() !== '')) yield row
}

async function sayTable(
  { first, at, hasRows, rest }: Table,
  { encoding, most }: { encoding: string; most: number },
  say: (word: Word) => Promise<void>,
): Promise<void> {
  if (!hasRows) throw new UnreadableRoster('noPeople')
  const header = first[at]!
  const width = Math.max(...first.slice(at).map((row) => row.cells.length))
  const titles = first.slice(0, at).map((row) => row.cells.find((cell) => cell.trim()) ?? '')
  await say({ header: header.cells.slice(0, width), titles, encoding, line: header.line })
  let batch: [number, string[]][] = []
  let count = 0
  const take = async (row: Row) => {
    if (++count > most) throw new UnreadableRoster('tooManyRows')
    batch.push([row.line, row.cells.slice(0, width)])
    if (batch.length < batchSize) return
    await say({ rows: batch })
    batch = []
  }
  for (const row of first.slice(at + 1)) await take(row)
  for await (const row of rest) await take(row)
  if (batch.length) await say({ rows: batch })
}
