import { sha256 } from '@noble/hashes/sha2.js'
import {
  concatBytes,
  fromBase64,
  textOf,
  toBase64,
  toHex,
  utf8,
  type Bytes,
} from '../bytes/rules.ts'
import { checkNote, readNote, type Key, type SignatureCheck } from '../note/rules.ts'

// A PDF comment between the trailer and `startxref`: allowed by ISO 32000 §7.2.4, ignored by every reader,
// and unlike bytes after %%EOF it leaves the file PDF/A.
const MARK = '\n%cuxi-seal '
const HEADER = 'cuxi/pdf/v1'

/** Where the seal line stands and what the two sides of it are. */
type Parts = { before: Uint8Array; line: string; after: Uint8Array }

/** The text the log key signs for a PDF: its first line keeps it from ever being read as a checkpoint. */
export function pdfSealText(origin: string, before: Uint8Array, after: Uint8Array): string {
  const digest = toHex(sha256(concatBytes([before, after])))
  return `${HEADER}\n${origin}\n${before.length} ${after.length}\n${digest}\n`
}

/**
 * Cuts a finished PDF where its seal belongs.
 * @throws Error when the file does not end in a classic trailer
 */
export function cutForSeal(pdf: Uint8Array): { before: Bytes; after: Bytes } {
  const at = lastIndexOf(pdf, utf8('\nstartxref\n'))
  if (at < 0) throw new Error('the PDF has no trailer to seal')
  return { before: pdf.slice(0, at + 1) as Bytes, after: pdf.slice(at + 1) as Bytes }
}

/** Puts a signed note (`pdfSealText`) into its place. */
export const withSeal = (before: Uint8Array, note: string, after: Uint8Array): Bytes =>
  concatBytes([before, utf8(`${MARK.slice(1)}${toBase64(utf8(note))}\n`), after])

/** What the seal over a PDF's bytes amounts to; `absent` when there is none that can be read. */
export type PdfSealCheck = SignatureCheck | 'absent' | 'changed'

/** Does the seal inside the PDF cover every other byte, and is it by this key? */
export async function checkPdfSeal(pdf: Uint8Array, key: Key): Promise<PdfSealCheck> {
  const parts = splitAtSeal(pdf)
  const bytes = parts && fromBase64(parts.line)
  const note = bytes && readNote(textOf(bytes) ?? '')
  if (!note) return 'absent'
  if (note.text !== pdfSealText(key.name, parts.before, parts.after)) return 'changed'
  return checkNote(note, key)
}

function splitAtSeal(pdf: Uint8Array): Parts | null {
  const at = lastIndexOf(pdf, utf8(MARK))
  if (at < 0) return null
  const from = at + MARK.length
  const end = pdf.indexOf(10, from)
  const line = end < 0 ? null : textOf(pdf.subarray(from, end))
  return line === null
    ? null
    : { before: pdf.subarray(0, at + 1), line, after: pdf.subarray(end + 1) }
}

export const isPdf = (bytes: Uint8Array): boolean => startsWith(bytes, utf8('%PDF-'), 0)

/** The one embedded file of a PDF of ours; null when there is none, or more than one. */
export async function attachedFile(pdf: Uint8Array): Promise<Bytes | null> {
  const type = utf8('/Type /EmbeddedFile')
  const at = lastIndexOf(pdf, type)
  if (at < 0 || lastIndexOf(pdf.subarray(0, at), type) >= 0) return null
  const start = lastIndexOf(pdf.subarray(0, at), utf8(' obj\n'))
  const open = indexOf(pdf, utf8('>>\nstream\n'), at)
  if (start < 0 || open < 0) return null
  const dictionary = new TextDecoder('latin1').decode(pdf.subarray(start, open))
  const length = /\/Length (\d+)/.exec(dictionary)?.[1]
  const from = open + '>>\nstream\n'.length
  if (length === undefined || !startsWith(pdf, utf8('\nendstream'), from + Number(length)))
    return null
  const content = pdf.slice(from, from + Number(length)) as Bytes
  return dictionary.includes('/Filter /FlateDecode') ? inflate(content) : content
}

const MAX_EVIDENCE = 20_000_000

async function inflate(bytes: Bytes): Promise<Bytes | null> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))
    const parts: Uint8Array[] = []
    let size = 0
    for (const reader = stream.getReader(); ;) {
      const { done, value } = await reader.read()
      if (done) return concatBytes(parts)
      size += value.length
      if (size > MAX_EVIDENCE) return null
      parts.push(value)
    }
  } catch {
    return null
  }
}

const startsWith = (bytes: Uint8Array, wanted: Uint8Array, at: number) =>
  at >= 0 && at + wanted.length <= bytes.length && wanted.every((byte, i) => bytes[at + i] === byte)

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(wanted[0]!, from); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (startsWith(bytes, wanted, at)) return at
  }
  return -1
}

function lastIndexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  for (
    let at = bytes.lastIndexOf(wanted[0]!);
    at >= 0;
    at = at === 0 ? -1 : bytes.lastIndexOf(wanted[0]!, at - 1)
  ) {
    if (startsWith(bytes, wanted, at)) return at
  }
  return -1
}
