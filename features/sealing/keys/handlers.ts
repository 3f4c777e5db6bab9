import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { config } from '../../../platform/config.ts'
import { flushFolder } from '../../../platform/folders.ts'
import type { Bytes } from '../bytes/rules.ts'
import type { Key } from '../note/rules.ts'
import { originOf } from '../rules.ts'

/** The folder of an organization's keys: beside the database, never in it and never in its backup. */
export const keyFolder = (orgId: string): string => join(config().dataDir, 'keys', orgId)

/** Signs for one log; the private half stays inside Node's key object. */
export type LogKey = Key & { privateKey: KeyObject }

type Stored = {
  name: string
  privateKey: string
  previous?: { privateKey: string; until: string }[]
}

const logKeyPath = (orgId: string, epoch: number) => join(keyFolder(orgId), `log-${epoch}.json`)

/** One more key of a log, and until when it signs checkpoints: the current one without end. */
export type RingKey = LogKey & { until: Date | null }

/**
 * The keys of an organization's log, the current one first. Those before sign checkpoints until their period ends, and
 * ever after only for evidence under the checkpoints they signed.
 * @throws Error ENOENT when the key is gone
 */
export function logKeys(orgId: string, epoch: number): [RingKey, ...RingKey[]] {
  const path = logKeyPath(orgId, epoch)
  const text = readFileSync(path, 'utf8')
  const known = rings.get(path)
  if (known?.text === text) return known.keys
  const { name, privateKey, previous = [] } = JSON.parse(text) as Stored
  const keys: [RingKey, ...RingKey[]] = [
    { ...keyFrom(name, privateKey), until: null },
    ...previous.map((key) => ({ ...keyFrom(name, key.privateKey), until: new Date(key.until) })),
  ]
  rings.set(path, { text, keys })
  return keys
}

/** Keys as they were last read: taking one apart costs more than signing with it. */
const rings = new Map<string, { text: string; keys: [RingKey, ...RingKey[]] }>()

function keyFrom(name: string, pem: string): LogKey {
  const privateKey = createPrivateKey(pem)
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return { name, privateKey, publicKey: Uint8Array.from(spki.subarray(-32)) }
}

const newPem = () =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string

/**
 * The current key of an organization's log.
 * @param mayCreate true only while no log of this epoch exists
 * @throws Error ENOENT when the key is gone and may not be made anew
 */
export async function logKey(orgId: string, epoch: number, mayCreate: boolean): Promise<LogKey> {
  if (mayCreate)
    await createOnce(logKeyPath(orgId, epoch), () =>
      JSON.stringify({ name: originOf(instanceName(), orgId, epoch), privateKey: newPem() }),
    )
  return logKeys(orgId, epoch)[0]
}

/** The key that is to take over a log: made once, kept beside the current one until `takeOver`. */
export async function nextLogKey(orgId: string, epoch: number): Promise<Key> {
  const [{ name }] = logKeys(orgId, epoch)
  const path = `${logKeyPath(orgId, epoch)}.successor`
  await createOnce(path, newPem)
  return keyFrom(name, await readFile(path, 'utf8'))
}

/** Makes the next key the current one. The old one goes on signing checkpoints beside it until then. */
export async function takeOver(orgId: string, epoch: number, until: Date): Promise<void> {
  const path = logKeyPath(orgId, epoch)
  const successor = `${path}.successor`
  const stored = JSON.parse(await readFile(path, 'utf8')) as Stored
  const pem = await readFile(successor, 'utf8')
  const next: Stored = {
    name: stored.name,
    privateKey: pem,
    previous: [
      { privateKey: stored.privateKey, until: until.toISOString() },
      ...(stored.previous ?? []),
    ],
  }
  const file = await open(`${path}.next`, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(next))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.next`, path)
  await rm(successor)
  await flushFolder(keyFolder(orgId))
}

// The address people type names the log; without one, a random name is as good and never collides.
function instanceName() {
  const { publicUrl } = config()
  return publicUrl ? new URL(publicUrl).host : `cuxi-${randomBytes(6).toString('hex')}`
}

const keyKey = async (orgId: string, mayCreate: () => Promise<boolean>): Promise<Buffer> => {
  const path = join(keyFolder(orgId), 'kek.hex')
  if (!existsSync(path) && (await mayCreate()))
    await createOnce(path, () => randomBytes(32).toString('hex'))
  return Buffer.from(readFileSync(path, 'utf8'), 'hex')
}

/** What opens one sealed version: 32 bytes of salt for its commitment, 32 bytes of data key for its bytes. */
export type Secret = { salt: Bytes; dataKey: Bytes }

/** The random numbers of one record: with them gone, it can be neither read nor guessed. */
export const newSecret = (): Secret => ({
  salt: Uint8Array.from(randomBytes(32)),
  dataKey: Uint8Array.from(randomBytes(32)),
})

type Place = { orgId: string; recordId: string; version: number }
const placeBytes = (purpose: string, { recordId, version }: Place) =>
  Buffer.from(`${purpose}\0${recordId}\0${version}`)

/** @param mayCreate asked when there is no key: true only while the organization has sealed nothing */
export async function wrapSecret(
  place: Place,
  secret: Secret,
  mayCreate: () => Promise<boolean>,
): Promise<Buffer> {
  const key = await keyKey(place.orgId, mayCreate)
  return encrypt(
    key,
    Buffer.concat([secret.salt, secret.dataKey]),
    placeBytes('cuxi/wrap/v1', place),
  )
}

/** @returns the secret, or null when it was altered or belongs to another version */
export async function unwrapSecret(place: Place, wrapped: Uint8Array): Promise<Secret | null> {
  const plain = decrypt(
    await keyKey(place.orgId, async () => false),
    wrapped,
    placeBytes('cuxi/wrap/v1', place),
  )
  return (
    plain && {
      salt: Uint8Array.from(plain.subarray(0, 32)),
      dataKey: Uint8Array.from(plain.subarray(32)),
    }
  )
}

/** AES-256-GCM over a sealed version's bytes, bound to its record and version. */
export const encryptVersion = (place: Place, secret: Secret, bytes: Uint8Array): Buffer =>
  encrypt(secret.dataKey, bytes, placeBytes('cuxi/version/v1', place))

/** @returns the bytes, or null when one of them was altered or the row belongs elsewhere */
export function decryptVersion(place: Place, secret: Secret, sealed: Uint8Array): Bytes | null {
  const plain = decrypt(secret.dataKey, sealed, placeBytes('cuxi/version/v1', place))
  return plain && Uint8Array.from(plain)
}

const NONCE = 12
const TAG = 16

function encrypt(key: Uint8Array, plain: Uint8Array, context: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Uint8Array, sealed: Uint8Array, context: Uint8Array): Buffer | null {
  if (sealed.length < NONCE + TAG) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), {
    authTagLength: TAG,
  })
  decipher.setAAD(context).setAuthTag(sealed.subarray(-TAG))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()])
  } catch {
    return null
  }
}

// Written aside, flushed, then linked: two processes agree on one key, and a crash leaves none or a whole one.
/** Writes a file only when there is none yet; whoever comes second reads what the first one wrote. */
export async function createOnce(
  path: string,
  content: () => string | Promise<string>,
): Promise<void> {
  if (existsSync(path)) return
  const folder = join(path, '..')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(aside, 'wx', 0o600)
  try {
    await file.writeFile(await content())
    await file.sync()
  } finally {
    await file.close()
  }
  await link(aside, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(aside)
  await flushFolder(folder)
}
