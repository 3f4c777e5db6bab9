import { createInflateRaw } from 'node:zlib'

/** One file inside a zip, as its table of contents states it. */
export interface ZipEntry {
  name: string
  /** 0 stored, 8 deflated. */
  method: number
  isEncrypted: boolean
  packed: number
  unpacked: number
  /** Where its local header begins. */
  at: number
}

export interface ZipLimits {
  entries: number
  /** Bytes of everything unpacked. */
  bytes: number
  /** Times a single entry may grow. */
  ratio: number
}

// An entry this small may grow as it likes.
const smallEntry = 1024 * 1024

/** The table of contents; null when the bytes are no whole zip or say more than they hold. */
export function zipEntries(bytes: Buffer): ZipEntry[] | null {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  try {
    // What follows the end, apart from its comment, would be another file's.
    if (end < 0 || end + 22 + bytes.readUInt16LE(end + 20) !== bytes.length) return null
    const entries: ZipEntry[] = []
    let at = bytes.readUInt32LE(end + 16)
    for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
      if (bytes.readUInt32LE(at) !== 0x02014b50) return null
      const nameLength = bytes.readUInt16LE(at + 28)
      entries.push({
        name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
        method: bytes.readUInt16LE(at + 10),
        isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
        packed: bytes.readUInt32LE(at + 20),
        unpacked: bytes.readUInt32LE(at + 24),
        at: bytes.readUInt32LE(at + 42),
      })
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    }
    return at <= end ? entries : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/**
 * Unpacks every entry once, keeping nothing: sizes are what really comes out, not what the headers say.
 * @returns null when all is well within the limits.
 */
export async function zipFlaw(
  bytes: Buffer,
  entries: ZipEntry[],
  limits: ZipLimits,
): Promise<'broken' | 'tooLarge' | null> {
  const stated = entries.reduce((sum, { unpacked }) => sum + unpacked, 0)
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0)
  if (entries.length > limits.entries || stated > limits.bytes) return 'tooLarge'
  // Entries that share their bytes would unpack more than there is.
  if (packed > bytes.length) return 'broken'
  for (const entry of entries) {
    if (entry.unpacked > smallEntry && entry.unpacked > entry.packed * limits.ratio)
      return 'tooLarge'
    if (!(await isAsStated(bytes, entry))) return 'broken'
  }
  return null
}

async function isAsStated(bytes: Buffer, entry: ZipEntry): Promise<boolean> {
  if (entry.at + 30 > bytes.length || bytes.readUInt32LE(entry.at) !== 0x04034b50) return false
  const start =
    entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28)
  const data = bytes.subarray(start, start + entry.packed)
  if (data.length !== entry.packed || entry.isEncrypted) return false
  if (entry.method === 0) return entry.packed === entry.unpacked
  if (entry.method !== 8) return false
  const inflate = createInflateRaw()
  inflate.end(data)
  let size = 0
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > entry.unpacked) return false
    }
  } catch {
    return false
  }
  return size === entry.unpacked
}
