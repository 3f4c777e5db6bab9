import { createInflateRaw } from 'node:zlib'
import { limits, longestCell, type Row, type Unreadable } from '../rules.ts'

/** A file that cannot be read, with the word for why. */
export class UnreadableRoster extends Error {
  readonly reason: Unreadable
  constructor(reason: Unreadable) {
    super(reason)
    this.reason = reason
  }
}

/** Old and encrypted workbooks share a container; the encrypted ones say so in UTF-16. */
export const isEncrypted = (bytes: Buffer): boolean =>
  bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))

interface Entry {
  name: string
  method: number
  packed: number
  start: number
}

/**
 * Walks a zip without keeping anything of it: entries, sizes and ratios as they really inflate,
 * not as the headers claim, and no document type declarations in its XML.
 * @throws UnreadableRoster before a library gets to see a bomb.
 */
export async function checkWorkbook(bytes: Buffer): Promise<void> {
  const entries = entriesOf(bytes)
  const names = new Set(entries.map((entry) => entry.name))
  if (names.has('mimetype') && names.has('content.xml')) throw new UnreadableRoster('openDocument')
  if (names.has('xl/vbaProject.bin')) throw new UnreadableRoster('macros')
  if (names.has('xl/workbook.bin')) throw new UnreadableRoster('oldWorkbook')
  if (!names.has('[Content_Types].xml') || !names.has('xl/workbook.xml'))
    throw new UnreadableRoster('notARoster')
  let total = 0
  for (const entry of entries) total += await inflatedSize(bytes, entry, limits.bytesOut - total)
}

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

function entriesOf(bytes: Buffer): Entry[] {
  let end = bytes.length - 22
  const last = Math.max(0, end - 65_535)
  while (end >= last && bytes.readUInt32LE(end) !== endOfDirectory) end--
  if (end < last) throw new UnreadableRoster('brokenWorkbook')
  const count = bytes.readUInt16LE(end + 10)
  if (count > limits.entries) throw new UnreadableRoster('zipBomb')
  const entries: Entry[] = []
  try {
    let at = bytes.readUInt32LE(end + 16)
    for (let i = 0; i < count; i++) {
      if (bytes.readUInt32LE(at) !== directoryEntry) throw new RangeError('not a directory entry')
      const [nameLength, extra, comment] = [28, 30, 32].map((offset) =>
        bytes.readUInt16LE(at + offset),
      )
      const local = bytes.readUInt32LE(at + 42)
      entries.push({
        name: bytes.toString('utf8', at + 46, at + 46 + nameLength!),
        method: bytes.readUInt16LE(at + 10),
        packed: bytes.readUInt32LE(at + 20),
        start: local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28),
      })
      at += 46 + nameLength! + extra! + comment!
    }
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableRoster('brokenWorkbook')
    throw error
  }
  return entries
}

// Small parts such as an empty style sheet may compress beyond any ratio without harm.
const ratioCountsFrom = 1024 * 1024

async function inflatedSize(bytes: Buffer, entry: Entry, allowed: number): Promise<number> {
  const packed = bytes.subarray(entry.start, entry.start + entry.packed)
  const look = doctypeWatch(/\.(xml|rels|vml)$/i.test(entry.name))
  let size = 0
  const count = (chunk: Buffer) => {
    size += chunk.length
    if (size > allowed) throw new UnreadableRoster('zipBomb')
    if (size > ratioCountsFrom && size > entry.packed * limits.ratio)
      throw new UnreadableRoster('zipBomb')
    look(chunk)
  }
  if (entry.method === 0) count(packed)
  else if (entry.method === 8) {
    const inflate = createInflateRaw()
    inflate.end(packed)
    try {
      for await (const chunk of inflate) count(chunk as Buffer)
    } catch (error) {
      throw error instanceof UnreadableRoster ? error : new UnreadableRoster('brokenWorkbook')
    }
  } else throw new UnreadableRoster('brokenWorkbook')
  return size
}

function doctypeWatch(isXml: boolean): (chunk: Buffer) => void {
  let tail = ''
  return (chunk) => {
    if (!isXml) return
    const text = tail + chunk.toString('latin1')
    if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new UnreadableRoster('externalEntities')
    tail = text.slice(-10)
  }
}

/** The rows of one sheet as text; days from day-formatted cells as 2011-06-23. */
export async function* workbookRows(bytes: Buffer, sheet: number): AsyncGenerator<Row> {
  const { streamXlsxRows } = await import('hucre/xlsx')
  try {
    for await (const row of streamXlsxRows(bytes, { sheet, maxRows: limits.workbookRows + 100 })) {
      if (row.values.length > limits.workbookColumns) {
        const filled = row.values.findLastIndex((value) => value !== null && value !== '')
        if (filled >= limits.workbookColumns) throw new UnreadableRoster('tooManyColumns')
      }
      yield {
        line: row.index + 1,
        cells: row.values.slice(0, limits.workbookColumns).map(cellText),
      }
    }
  } catch (error) {
    throw error instanceof UnreadableRoster ? error : new UnreadableRoster('brokenWorkbook')
  }
}

/**
 * The same as one sees it: cells in a percent format as `30%` instead of `0.3`, and what is merged over several
 * rows in each of them. Keeps the whole sheet and its styles in memory, so it is asked for where it matters.
 */
export async function* workbookRowsShown(bytes: Buffer, sheet: number): AsyncGenerator<Row> {
  const { readXlsx } = await import('hucre/xlsx')
  const percentages = new Map<string, number>()
  let merges: readonly Merged[] = []
  try {
    const { sheets } = await readXlsx(bytes, {
      sheets: [sheet],
      readStyles: true,
      maxRows: limits.workbookRows + 100,
    })
    for (const [at, { value, formulaResult, style }] of sheets[0]?.cells ?? []) {
      const number = formulaResult ?? value
      if (typeof number === 'number' && isPercent(style?.numFmt)) percentages.set(at, number)
    }
    merges = (sheets[0]?.merges ?? []).filter(
      ({ startRow, endRow, startCol }) => endRow > startRow && startCol < limits.workbookColumns,
    )
  } catch {
    throw new UnreadableRoster('brokenWorkbook')
  }
  const fill = downwards(merges)
  for await (const { line, cells } of workbookRows(bytes, sheet)) {
    const shown = cells.map((cell, column) => {
      const share = percentages.get(`${line - 1},${column}`)
      // 0.07 times 100 is 7.000000000000001.
      return share === undefined ? cell : `${Number((share * 100).toPrecision(12))}%`
    })
    yield { line, cells: fill(line - 1, shown) }
  }
}

interface Merged {
  startRow: number
  endRow: number
  startCol: number
}

/** Of merged cells a file has the value of the first only; asked row by row, in their order. */
function downwards(merges: readonly Merged[]): (row: number, cells: string[]) => string[] {
  const coming = [...merges].sort((a, b) => b.startRow - a.startRow)
  const open = new Map<number, { endRow: number; value: string }>()
  return (row, cells) => {
    // A row of nothing but blanks says nothing, merged or not.
    if (cells.every((cell) => cell.trim() === '')) return cells
    for (const [column, { endRow, value }] of open)
      if (row > endRow) open.delete(column)
      else {
        while (cells.length <= column) cells.push('')
        cells[column] ||= value
      }
    while (coming.length > 0 && coming.at(-1)!.startRow <= row) {
      const { startRow, endRow, startCol } = coming.pop()!
      if (startRow === row) open.set(startCol, { endRow, value: cells[startCol] ?? '' })
    }
    return cells
  }
}

/** A percent sign in a number format that is neither quoted nor escaped. */
const isPercent = (format = '') => format.replace(/"[^"]*"|\\./g, '').includes('%')

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  return String(value).slice(0, longestCell)
}
