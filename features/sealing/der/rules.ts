import { concatBytes, equalBytes, type Bytes } from '../bytes/rules.ts'

// X.690 DER, the one spelling of each value only: what is read here is exactly what would have been written.

/** One element: its tag byte, what it holds, and its own bytes with tag and length. */
export type Der = { tag: number; content: Bytes; whole: Bytes }

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  none: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** Writes one element around its parts. */
export function der(tag: number, ...parts: Uint8Array[]): Bytes {
  const content = concatBytes(parts)
  const digits: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256))
    digits.unshift(rest % 256)
  const length = content.length < 128 ? [content.length] : [0x80 | digits.length, ...digits]
  return concatBytes([Uint8Array.of(tag, ...length), content])
}

export const sequence = (...parts: Uint8Array[]): Bytes => der(TAG.sequence, ...parts)
export const set = (...parts: Uint8Array[]): Bytes => der(TAG.set, ...parts)

/** An object identifier from its dotted numbers. */
export function oid(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const digits = [part % 128]
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left % 128) | 0x80)
    return digits
  })
  return der(TAG.oid, Uint8Array.from(bytes))
}

/** The dotted numbers of an object identifier's content. */
export function dottedOid(content: Uint8Array): string {
  const parts: number[] = []
  let value = 0
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      parts.push(value)
      value = 0
    }
  }
  const [head = 0, ...rest] = parts
  const first = Math.min(2, Math.floor(head / 40))
  return [first, head - first * 40, ...rest].join('.')
}

/** The elements that fill `bytes` from end to end; null when one byte is over, missing or oddly spelt. */
export function readDer(bytes: Uint8Array): Der[] | null {
  const elements: Der[] = []
  for (let at = 0; at < bytes.length;) {
    const head = headOf(bytes, at)
    if (!head || head.end > bytes.length) return null
    elements.push({
      tag: bytes[at]!,
      content: bytes.slice(head.start, head.end) as Bytes,
      whole: bytes.slice(at, head.end) as Bytes,
    })
    at = head.end
  }
  return elements
}

function headOf(bytes: Uint8Array, at: number): { start: number; end: number } | null {
  const first = bytes[at + 1]
  // Tags above 30 take more bytes; nothing of ours has them.
  if (first === undefined || (bytes[at]! & 0x1f) === 0x1f) return null
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const count = first & 0x7f
  if (count === 0 || count > 4) return null
  let length = 0
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0)
  const start = at + 2 + count
  // Padded lengths would be a second spelling.
  if (length < 128 || bytes[at + 2] === 0 || start > bytes.length) return null
  return { start, end: start + length }
}

/** The one element that is all of `bytes`, with this tag. */
export function readOne(bytes: Uint8Array, tag: number): Der | null {
  const all = readDer(bytes)
  return all?.length === 1 && all[0]!.tag === tag ? all[0]! : null
}

/** What stands in a sequence or set; null when it is none, or not well spelt inside. */
export const inside = (element: Der | undefined | null, tag: number): Der[] | null =>
  element?.tag === tag ? readDer(element.content) : null

/** Is the element this object identifier? */
export const isOid = (element: Der | undefined, dotted: string): boolean =>
  element !== undefined && equalBytes(element.whole, oid(dotted))

/**
 * An ECDSA signature as WebCrypto takes it, from its DER spelling.
 * @param size bytes of one of the two numbers: 32 for P-256
 */
export function rawSignature(bytes: Uint8Array, size: number): Bytes | null {
  const numbers = inside(readOne(bytes, TAG.sequence), TAG.sequence)
  if (numbers?.length !== 2) return null
  const raw = new Uint8Array(size * 2)
  for (const [i, { tag, content }] of numbers.entries()) {
    const isPadded = content[0] === 0
    if (tag !== TAG.integer || content.length === 0 || content[0]! >= 0x80) return null
    if (isPadded && (content.length === 1 || content[1]! < 0x80)) return null
    const value = isPadded ? content.subarray(1) : content
    if (value.length > size) return null
    raw.set(value, size * (i + 1) - value.length)
  }
  return raw
}
