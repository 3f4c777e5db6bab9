import { isHeading, plainHeading } from '../columns/rules.ts'

/** Numbers a roster file may not exceed; a file beyond them is refused with the number. */
export const limits = {
  bytesIn: 20 * 1024 * 1024,
  bytesOut: 200 * 1024 * 1024,
  entries: 200,
  ratio: 100,
  workbookRows: 50_000,
  workbookColumns: 60,
  csvRows: 200_000,
  csvColumns: 200,
} as const

/** Why a file cannot be read; each is a message of its own. */
export type Unreadable =
  | 'empty'
  | 'tooBig'
  | 'tooManyRows'
  | 'tooManyColumns'
  | 'oldWorkbook'
  | 'encrypted'
  | 'macros'
  | 'openDocument'
  | 'notARoster'
  | 'webPage'
  | 'brokenWorkbook'
  | 'zipBomb'
  | 'externalEntities'
  | 'brokenCsv'
  | 'unknownEncoding'
  | 'noHeader'
  | 'noPeople'
  | 'tookTooLong'
  | 'tookTooMuchMemory'
  | 'stopped'

/** One row as the file shows it: the number a person sees beside it, and its cells as text. */
export interface Row {
  line: number
  cells: string[]
}

/** How a file is to be read. */
export interface Reading {
  /** Cells of a workbook come as one sees them: in a percent format as `30%`, and merged ones in each of their rows. */
  asShown?: boolean
  /** What its columns may be called, as `plainHeading` makes them; those of a roster when absent. */
  headings?: readonly string[]
}

/** Why, for whoever chose the file: what is called a workbook and is none, or does not open, is a broken one. */
export function reasonFor(reason: Unreadable, name: string, bytes: Uint8Array): Unreadable {
  if (!/\.xlsx$/i.test(name) || !notATable.has(reason)) return reason
  // A workbook that opened, and lacks a header only.
  return reason === 'noHeader' && kindOf(bytes) === 'zip' ? reason : 'brokenWorkbook'
}
const notATable: ReadonlySet<Unreadable> = new Set([
  'notARoster',
  'brokenCsv',
  'unknownEncoding',
  'noHeader',
])

const startsWith = (bytes: Uint8Array, ...head: number[]) =>
  head.every((byte, i) => bytes[i] === byte)

/** What the bytes are, by content; the name of the file is not asked. */
export function kindOf(bytes: Uint8Array): 'zip' | 'ole' | 'text' | 'empty' | 'binary' {
  if (bytes.length === 0) return 'empty'
  if (startsWith(bytes, 0x50, 0x4b)) return 'zip'
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return 'ole'
  const utf16 = startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)
  return !utf16 && bytes.subarray(0, 4096).includes(0) ? 'binary' : 'text'
}

/** Many systems save a web page under the name of a workbook; a spreadsheet program opens it all the same. */
export const isWebPage = (text: string) =>
  /^\s*<(!doctype|html|head|meta|table|\?xml)\b/i.test(text)

export type Encoding = 'UTF-8' | 'UTF-16' | 'GB18030'

/** Text by byte order mark, else strict UTF-8, else strict GB18030; null when it is none of them. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } | null {
  if (startsWith(bytes, 0xff, 0xfe)) return decoded(bytes, 'utf-16le', 'UTF-16')
  if (startsWith(bytes, 0xfe, 0xff)) return decoded(bytes, 'utf-16be', 'UTF-16')
  return decoded(bytes, 'utf-8', 'UTF-8') ?? decoded(bytes, 'gb18030', 'GB18030')
}

function decoded(bytes: Uint8Array, label: string, encoding: Encoding) {
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding }
  } catch {
    return null
  }
}

/** Comma, semicolon or tab: the one that the first lines use most, outside quotes. */
export function delimiterOf(text: string): ',' | ';' | '\t' {
  const head = text.slice(0, 20_000).replace(/"(?:[^"]|"")*"/g, '')
  const lines = head.split(/\r?\n/).slice(0, 20)
  const count = (mark: string) => lines.reduce((sum, line) => sum + line.split(mark).length - 1, 0)
  const marks = [',', ';', '\t'] as const
  return [...marks].sort((a, b) => count(b) - count(a))[0]!
}

/** Where to stop looking for the header under title lines. */
export const headerWithin = 20

/**
 * The header is the row among the first with most headings we know, at least two; files in a
 * language we do not know have their first wide row instead. Null when there is none.
 */
export function headerAmong(
  rows: Row[],
  headings?: readonly string[],
): { at: number; isKnown: boolean } | null {
  const isKnown = headings ? (cell: string) => headings.includes(plainHeading(cell)) : isHeading
  const head = rows.slice(0, headerWithin)
  const hits = head.map((row) => row.cells.filter(isKnown).length)
  const most = Math.max(0, ...hits)
  if (most >= 2) return { at: hits.indexOf(most), isKnown: true }
  const widths = head.map((row) => row.cells.filter((cell) => cell.trim() !== '').length)
  const widest = Math.max(0, ...widths)
  if (widest < 2) return null
  return { at: widths.findIndex((width) => width >= widest * 0.8), isKnown: false }
}

/** A cell is kept up to this; longer ones are reported as too long, not carried around. */
export const longestCell = 1_000
