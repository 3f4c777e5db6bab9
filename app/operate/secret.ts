import { createHmac, hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Complaint } from './complaint.ts'

/** What locks a backup: words somebody remembers, or a file somebody keeps. */
export type Secret = { passphrase: string } | { keyFile: string }

/** How a backup's key came about; stands unencrypted at its head. `check` tells a wrong secret from damage. */
export interface Lock {
  by: 'passphrase' | 'keyFile'
  salt: string
  /** scrypt's cost: N, r, p. */
  cost: [number, number, number] | null
  check: string
}

export const shortestPassphrase = 12
const shortestKeyFile = 32

// 128 MB and about half a second: once per backup, and dear for somebody who guesses.
const cost: [number, number, number] = [2 ** 17, 8, 1]

/** A fresh lock and its key, 32 bytes, never used for another file. */
export async function newLock(secret: Secret): Promise<{ lock: Lock; key: Buffer }> {
  if ('passphrase' in secret && secret.passphrase.length < shortestPassphrase)
    throw new Complaint(
      `口令太短：至少 ${shortestPassphrase} 个字符。`,
      `The passphrase is too short: at least ${shortestPassphrase} characters.`,
    )
  const lock: Omit<Lock, 'check'> = {
    by: 'passphrase' in secret ? 'passphrase' : 'keyFile',
    salt: randomBytes(32).toString('hex'),
    cost: 'passphrase' in secret ? cost : null,
  }
  const key = await derive(lock, secret)
  return { lock: { ...lock, check: checkOf(key) }, key }
}

/**
 * The key of an existing lock.
 * @throws Complaint when the secret is of the other kind, or not the one that locked it
 */
export async function keyOf(lock: Lock, secret: Secret): Promise<Buffer> {
  const given = 'passphrase' in secret ? 'passphrase' : 'keyFile'
  if (given !== lock.by)
    throw lock.by === 'passphrase'
      ? new Complaint(
          '这份备份是用口令加密的，请不要给密钥文件。',
          'This backup is locked with a passphrase, not with a key file.',
        )
      : new Complaint(
          '这份备份是用密钥文件加密的，请用 --key 指出它。',
          'This backup is locked with a key file: name it with --key.',
        )
  const key = await derive(lock, secret)
  if (!timingSafeEqual(Buffer.from(checkOf(key)), Buffer.from(lock.check.padEnd(32).slice(0, 32))))
    throw lock.by === 'passphrase'
      ? new Complaint('口令不对。', 'The passphrase is wrong.')
      : new Complaint('密钥文件不对。', 'This is not the key file it was locked with.')
  return key
}

async function derive(lock: Omit<Lock, 'check'>, secret: Secret): Promise<Buffer> {
  const salt = Buffer.from(lock.salt, 'hex')
  if ('keyFile' in secret) {
    const bytes = await readFile(secret.keyFile).catch(() => {
      throw new Complaint(
        `读不到密钥文件 ${secret.keyFile}。`,
        `The key file ${secret.keyFile} cannot be read.`,
      )
    })
    if (bytes.length < shortestKeyFile)
      throw new Complaint(
        `密钥文件太短：至少 ${shortestKeyFile} 字节的随机内容。`,
        `The key file is too short: at least ${shortestKeyFile} random bytes.`,
      )
    return Buffer.from(hkdfSync('sha256', bytes, salt, 'cuxi/backup/v1', 32))
  }
  const [N, r, p] = lock.cost ?? cost
  // Whatever keyboard typed it: the same words are the same passphrase.
  const words = secret.passphrase.normalize('NFKC')
  return new Promise((resolve, reject) =>
    scrypt(words, salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

const checkOf = (key: Buffer) =>
  createHmac('sha256', key).update('cuxi/backup/check').digest('hex').slice(0, 32)
