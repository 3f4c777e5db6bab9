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
const HEADERS = { bare: 'cuxi/pdf/v1', signed: 'cuxi/pdf/v2' } as const

/**
 * The text the log key signs for a PDF: its first line keeps it from ever being read as a checkpoint. With a
 * certificate it also says that a signature by exactly this certificate follows behind the sealed bytes.
 */
export function pdfSealText(
  origin: string,
  before: Uint8Array,
  after: Uint8Array,
  certificate: Uint8Array | null = null,
): string {
  const digest = toHex(sha256(concatBytes([before, after])))
  const lines = [origin, `${before.length} ${after.length}`, digest]
  return certificate
    ? [HEADERS.signed, ...lines, toHex(sha256(certificate)), ''].join('\n')
    : [HEADERS.bare, ...lines, ''].join('\n')
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

/**
 * What the seal says of a PDF: `sealed` bytes from the beginning are covered by it, and `certificate` (SHA-256, hex) is
 * what the rest of the file is signed with; null where nothing may follow.
 */
export type PdfSeal = { check: PdfSealCheck; sealed: number; certificate: string | null }

/** Does the seal inside the PDF cover every byte before the signature, and is it by this key? */
export async function checkPdfSeal(pdf: Uint8Array, key: Key): Promise<PdfSeal> {
  const absent: PdfSeal = { check: 'absent', sealed: pdf.length, certificate: null }
  const at = lastIndexOf(pdf, utf8(MARK))
  if (at < 0) return absent
  const end = pdf.indexOf(10, at + MARK.length)
  const line = end < 0 ? null : textOf(pdf.subarray(at + MARK.length, end))
  const bytes = line === null ? null : fromBase64(line)
  const note = bytes && readNote(textOf(bytes) ?? '')
  if (!note) return absent
  const [header, , lengths, , stamp] = note.text.split('\n')
  const certificate = header === HEADERS.signed && stamp ? stamp : null
  const rest = Number(/^\d+ (\d+)$/.exec(lengths ?? '')?.[1] ?? 0)
  const sealed = certificate === null ? pdf.length : Math.min(pdf.length, end + 1 + rest)
  const before = pdf.subarray(0, at + 1)
  const after = pdf.subarray(end + 1, sealed)
  const plain = pdfSealText(key.name, before, after)
  const expected =
    certificate === null ? plain : `${plain.replace(HEADERS.bare, HEADERS.signed)}${certificate}\n`
  if (note.text !== expected) return { check: 'changed', sealed, certificate }
  return { check: await checkNote(note, key), sealed, certificate }
}

export const isPdf = (bytes: Uint8Array): boolean => startsWith(bytes, utf8('%PDF-'), 0)

/** The files embedded in a PDF of ours, in the order they stand; what cannot be read is left out. */
export async function attachedFiles(pdf: Uint8Array): Promise<Bytes[]> {
  const type = utf8('/Type /EmbeddedFile')
  const files: Bytes[] = []
  for (let at = indexOf(pdf, type, 0); at >= 0; at = indexOf(pdf, type, at + 1)) {
    const file = await fileAt(pdf, at)
    if (file) files.push(file)
  }
  return files
}

async function fileAt(pdf: Uint8Array, at: number): Promise<Bytes | null> {
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
