import { Transformer } from '@napi-rs/image'

/** Pixels a picture may have: 40 million, about 160 MB once it is open. */
export const mostPixels = 40_000_000

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp'

const encode = {
  'image/png': (picture: Transformer) => picture.png(),
  'image/jpeg': (picture: Transformer) => picture.jpeg(88),
  'image/webp': (picture: Transformer) => picture.webp(88),
} satisfies Record<PictureType, (picture: Transformer) => Promise<Buffer>>

export const isPictureType = (mediaType: string): mediaType is PictureType =>
  Object.hasOwn(encode, mediaType)

// One at a time: a picture of the largest size fills 160 MB while it is open.
let before: Promise<unknown> = Promise.resolve()

/**
 * Draws a picture anew from its pixels, turned the way it is meant to be seen: no position, no camera,
 * no bytes behind its end.
 * @returns the new file, or why there is none: its header says it is too large (it is not opened
 *   then), or it cannot be read.
 */
export async function redraw(
  bytes: Uint8Array,
  mediaType: PictureType,
): Promise<Buffer | 'tooLarge' | 'broken'> {
  const size = pictureSize(bytes, mediaType)
  if (!size || size.width === 0 || size.height === 0) return 'broken'
  if (size.width * size.height > mostPixels) return 'tooLarge'
  const drawn = before.then(() => encode[mediaType](new Transformer(bytes).rotate()))
  before = drawn.catch(() => {})
  return drawn.catch(() => 'broken' as const)
}

/** Width and height as the header states them; null where there is no such header. */
export function pictureSize(
  bytes: Uint8Array,
  mediaType: PictureType,
): { width: number; height: number } | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return sizes[mediaType](view)
  } catch (error) {
    // Cut off inside its header.
    if (error instanceof RangeError) return null
    throw error
  }
}

const sizes = {
  'image/png': (view: Buffer) =>
    view.toString('latin1', 12, 16) === 'IHDR'
      ? { width: view.readUInt32BE(16), height: view.readUInt32BE(20) }
      : null,
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
} satisfies Record<PictureType, (view: Buffer) => { width: number; height: number } | null>

// From marker to marker to the start of a frame: C0–CF without the tables C4, C8 and CC.
function jpegSize(view: Buffer) {
  let at = 2
  while (at < view.length) {
    if (view.readUInt8(at) !== 0xff) return null
    const marker = view.readUInt8(at + 1)
    if (marker === 0xff) at++
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7) }
    else if (marker === 0xd9 || marker === 0xda) return null
    else at += 2 + view.readUInt16BE(at + 2)
  }
  return null
}

function webpSize(view: Buffer) {
  const kind = view.toString('latin1', 12, 16)
  if (kind === 'VP8X')
    return { width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1 }
  if (kind === 'VP8L') {
    const bits = view.readUInt32LE(21)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (kind === 'VP8 ')
    return { width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff }
  return null
}
