import { sign } from 'node:crypto'
import { closeSync, fsync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { flushFolder } from '../../../platform/folders.ts'
import { fromBase64, toBase64, utf8, type Bytes } from '../bytes/rules.ts'
import { keyFolder, logKeys, type LogKey } from '../keys/handlers.ts'
import { leafHash, provesConsistency, provesInclusion } from '../log/rules.ts'
import { keyId, writeCheckpoint, writeKey, writeNote } from '../note/rules.ts'
import { epochOf } from '../rules.ts'

/**
 * The last checkpoint the signer put its name to. Kept in a file of its own, outside the database, so that whoever
 * rewrites the database cannot make the signer forget. `leaf` is the newest leaf's bytes: see `docs/verify.md`, "rolled back".
 */
export type Signed = { size: number; root: Bytes; leaf: string; note: string }

export type Request = {
  orgId: string
  epoch: number
  size: number
  root: Bytes
  /** The newest leaf, number `size - 1`, and its inclusion proof. */
  leaf: string
  inclusion: Uint8Array[]
  /** Proof from the last signed size to `size`; empty for the first. */
  consistency: Uint8Array[]
}

/** A request the signer must not fulfil: signing it would put two histories under one key. */
export class Fork extends Error {
  readonly reason: 'behind' | 'differs' | 'unproven'
  constructor(reason: 'behind' | 'differs' | 'unproven') {
    super(`the signer refuses: ${reason}`)
    this.reason = reason
  }
}

const pathOf = (orgId: string, epoch: number) => join(keyFolder(orgId), `signer-${epoch}.json`)

/** What was signed last; null before the first checkpoint. */
export function lastSigned(orgId: string, epoch: number): Signed | null {
  let text: string
  try {
    // A few hundred bytes that were just written. Everybody who seals waits here: not for a thread as well.
    text = readFileSync(pathOf(orgId, epoch), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const stored = JSON.parse(text) as { size: number; root: string; leaf: string; note: string }
  const root = fromBase64(stored.root)
  if (!root) throw new Error(`the signer's state of ${orgId} is damaged`)
  return { ...stored, root }
}

/**
 * Signs a checkpoint, after proving to itself that the log only grew since the last one, and remembers it durably
 * before handing the signature out. The same request again gets the same note. One caller at a time per log.
 * @throws Fork
 */
export async function signCheckpoint(request: Request): Promise<string> {
  const { orgId, epoch, size, root, leaf } = request
  const last = lastSigned(orgId, epoch)
  if (last && size < last.size) throw new Fork('behind')
  if (last?.size === size) {
    if (toBase64(last.root) !== toBase64(root)) throw new Fork('differs')
    return last.note
  }
  const isNewest = provesInclusion({
    index: size - 1,
    size,
    leaf: leafHash(utf8(leaf)),
    root,
    proof: request.inclusion,
  })
  const onlyGrew = last
    ? provesConsistency({
        olderSize: last.size,
        size,
        older: last.root,
        newer: root,
        proof: request.consistency,
      })
    : size === 1
  if (!isNewest || !onlyGrew) throw new Fork('unproven')
  const [current, ...before] = logKeys(orgId, epoch)
  const now = new Date()
  const signers = [current, ...before.filter(({ until }) => until !== null && until > now)]
  const note = signNote(signers, writeCheckpoint({ origin: current.name, size, root }))
  await remember(orgId, epoch, { size, root, leaf, note })
  return note
}

/**
 * Signs something that leaves the building with a record: the digest of a PDF, the manifest of an evidence file.
 * @param written the log's key to sign with, in writing: the one that signed the record's checkpoint
 * @param text made from the log's name; its first line must keep it from ever being read as a checkpoint
 */
export async function signText(
  orgId: string,
  written: string,
  text: (origin: string) => string,
): Promise<string> {
  const key = logKeys(orgId, epochOf(written)).find((each) => writeKey(each) === written)
  if (!key) throw new Error(`the key ${written} of ${orgId} is not among its keys`)
  return signNote([key], text(key.name))
}

const signNote = (keys: LogKey[], text: string) =>
  writeNote({
    text,
    signatures: keys.map((key) => ({
      name: key.name,
      keyId: keyId(key),
      signature: Uint8Array.from(sign(null, utf8(text), key.privateKey)),
    })),
  })

async function remember(
  orgId: string,
  epoch: number,
  { size, root, leaf, note }: Signed,
): Promise<void> {
  const path = pathOf(orgId, epoch)
  const folder = keyFolder(orgId)
  const text = JSON.stringify({ size, root: toBase64(root), leaf, note })
  // A few hundred bytes cost less than waiting for a thread; only the disk is waited for.
  const file = openSync(`${path}.next`, 'w', 0o600)
  try {
    writeSync(file, text)
    await flushed(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.next`, path)
  await flushFolder(folder)
}

const flushed = promisify(fsync)
