import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Encrypts small secrets for the database under a key that lies in a file, outside of it. */
export interface Box {
  /** AES-256-GCM; `owner` is bound to it, so that it opens in no other row. */
  close(plain: string, owner: string): Buffer
  /** @returns null when it was altered, belongs to another owner, or the key is another one. */
  open(closed: Uint8Array, owner: string): string | null
  /** Marks a text as ours: the same text has the same mark, and nobody else can make it. */
  mark(text: string): Buffer
}

/** Opens the box whose key lies at `path`; the key is made when there is none yet. */
export async function openBox(path: string): Promise<Box> {
  const key = await keyAt(path)
  return {
    close(plain, owner) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
      return Buffer.concat([
        nonce,
        cipher.update(plain, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ])
    },
    open(closed, owner) {
      if (closed.length < 28) return null
      const decipher = createDecipheriv('aes-256-gcm', key, closed.subarray(0, 12), {
        authTagLength: 16,
      })
      decipher.setAAD(Buffer.from(owner)).setAuthTag(closed.subarray(-16))
      try {
        const plain = [decipher.update(closed.subarray(12, -16)), decipher.final()]
        return Buffer.concat(plain).toString('utf8')
      } catch {
        return null
      }
    },
    mark: (text) => createHmac('sha256', key).update(`mark\0${text}`).digest(),
  }
}

async function keyAt(path: string): Promise<Buffer> {
  const stored = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return null
  })
  if (stored !== null) return Buffer.from(stored, 'hex')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // Written aside, then linked: two nodes agree on one key, and nobody reads half of one.
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(aside, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600, flush: true })
  await link(aside, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(aside)
  return Buffer.from(await readFile(path, 'utf8'), 'hex')
}
