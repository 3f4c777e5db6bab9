import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/**
 * Encrypted pieces, one behind the other: length (4 bytes, the highest bit marks the last), then
 * AES-256-GCM over one kind byte and the payload. The nonce is the piece's number and whether it is
 * the last, so none can be left out, moved, doubled or cut off; `about` (the file's head) is bound too.
 */
const kinds = ['data', 'packed', 'part', 'end', 'manifest', 'last'] as const
export type Kind = (typeof kinds)[number]

export interface Frame {
  kind: Kind
  payload: Buffer
}

const tagBytes = 16
const isLastBit = 0x8000_0000
/** A payload is at most this large; a damaged length never makes us ask for more memory. */
export const largestPayload = 1024 * 1024
const largestFrame = 2 * largestPayload

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

/** Writes frames at the end of a file. */
export function frameWriter(file: FileHandle, key: Buffer, about: Buffer, from: number) {
  let number = 0
  let position = from
  return {
    /** The number the next frame will have. */
    next: () => number,
    position: () => position,
    async write(kind: Exclude<Kind, 'packed'>, payload: Uint8Array): Promise<void> {
      const packed =
        kind === 'data'
          ? zstdCompressSync(payload, {
              params: { [constants.ZSTD_c_compressionLevel]: 1 },
            })
          : null
      const isSmaller = packed !== null && packed.length < payload.length
      const isLast = kind === 'last'
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++, isLast)).setAAD(about)
      const sealed = [
        cipher.update(Uint8Array.of(kinds.indexOf(isSmaller ? 'packed' : kind))),
        cipher.update(isSmaller ? packed : payload),
        cipher.final(),
        cipher.getAuthTag(),
      ]
      const length = Buffer.alloc(4)
      const size = sealed.reduce((sum, piece) => sum + piece.length, 0)
      length.writeUInt32BE((isLast ? size | isLastBit : size) >>> 0)
      const bytes = Buffer.concat([length, ...sealed])
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at)
        at += bytesWritten
      }
      position += bytes.length
    },
  }
}

/** Says where reading had to stop. */
export class BrokenFrame extends Error {
  readonly number: number
  readonly offset: number
  constructor(number: number, offset: number) {
    super(`frame ${number} at byte ${offset} is not what was written`)
    this.number = number
    this.offset = offset
  }
}

/** Where each frame begins, by the lengths alone; the last one is marked. @throws BrokenFrame */
export async function* framePlaces(file: FileHandle, from: number) {
  const { size } = await file.stat()
  const length = Buffer.alloc(4)
  let offset = from
  for (let number = 0; ; number++) {
    const { bytesRead } = await file.read(length, 0, 4, offset)
    const word = length.readUInt32BE()
    const bytes = (word & ~isLastBit) >>> 0
    const isLast = (word & isLastBit) !== 0
    const end = offset + 4 + bytes
    if (bytesRead < 4 || bytes <= tagBytes || bytes > largestFrame || end > size)
      throw new BrokenFrame(number, offset)
    if (isLast && end !== size) throw new BrokenFrame(number + 1, end)
    yield { number, offset, bytes, isLast }
    if (isLast) return
    offset = end
  }
}

/** Reads and opens one frame. @throws BrokenFrame when a single bit of it is not as it was written */
export async function readFrame(
  file: FileHandle,
  key: Buffer,
  about: Buffer,
  {
    number,
    offset,
    bytes,
    isLast,
  }: { number: number; offset: number; bytes: number; isLast: boolean },
): Promise<Frame> {
  const sealed = Buffer.allocUnsafe(bytes)
  const { bytesRead } = await file.read(sealed, 0, bytes, offset + 4)
  if (bytesRead < bytes) throw new BrokenFrame(number, offset)
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast))
    .setAAD(about)
    .setAuthTag(sealed.subarray(-tagBytes))
  let plain: Buffer
  try {
    plain = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
  } catch {
    throw new BrokenFrame(number, offset)
  }
  const kind = kinds[plain[0]!]!
  const payload = plain.subarray(1)
  return kind === 'packed'
    ? { kind: 'data', payload: zstdDecompressSync(payload, { maxOutputLength: largestPayload }) }
    : { kind, payload }
}
