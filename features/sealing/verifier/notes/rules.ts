import { toHex } from '../../bytes/rules.ts'
import {
  checkNote,
  readCheckpoint,
  readKey,
  readNote,
  readProof,
  type Key,
  type Note,
} from '../../note/rules.ts'
import type { Finding, Verification } from '../findings/rules.ts'

/** What a receipt or a checkpoint alone never tells (message keys under `sealing.notChecked`). */
const unseen = {
  receipt: ['receiptContent', 'receiptLeaf', 'later'],
  checkpoint: ['checkpointContent', 'checkpointOthers'],
} as const

/**
 * Judges a receipt (c2sp.org/tlog-proof) or a checkpoint (c2sp.org/tlog-checkpoint) on its own: where
 * in which log, how large the log was, and by whom it is signed, as far as a key is known from elsewhere.
 * @returns null when the file is neither
 */
export async function judgeNote(
  file: Uint8Array,
  trustedKeys: readonly string[],
): Promise<Verification | null> {
  const text = new TextDecoder().decode(file)
  const isReceipt = text.startsWith('c2sp.org/tlog-proof@')
  const proof = isReceipt ? readProof(text) : null
  const note = readNote(isReceipt ? (proof?.checkpoint ?? '') : text)
  const checkpoint = note && readCheckpoint(note.text)
  if (!isReceipt && !checkpoint) return null
  const kind = isReceipt ? 'receipt' : 'checkpoint'
  if (!note || !checkpoint) return answer(kind, [{ key: 'noteBroken', ok: false }])
  const { origin, size } = checkpoint
  const about = { origin, size, names: namesOn(note) }
  return answer(kind, [
    { key: 'noteExact', ok: true },
    note.signatures.some(({ name }) => name === origin)
      ? { key: 'noteLog', ok: true, params: about }
      : { key: 'noteNotByLog', ok: null, params: about },
    ...(proof
      ? [{ key: 'receiptPlace', ok: isPath(proof), params: { entry: proof.index + 1, size } }]
      : []),
    await signedBy(note, origin, trustedKeys),
  ])

  function isPath({ index, hashes }: { index: number; hashes: unknown[] }) {
    return index < size && hashes.length === stepsUp(index, size)
  }
}

/** How many hashes lead from an entry to the root of a tree of that size (RFC 6962, section 2.1.1). */
function stepsUp(index: number, size: number): number {
  let steps = 0
  for (let at = index, last = size - 1; last > 0; at = Math.floor(at / 2)) {
    // The last of an odd row goes up alone.
    if (at % 2 === 1 || at < last) steps++
    last = Math.floor(last / 2)
  }
  return steps
}

type Found = Pick<Finding, 'key' | 'ok'> & { params?: Finding['params'] }

/** Whether the log itself signed, which only a key known from elsewhere can tell. */
async function signedBy(
  note: Note,
  origin: string,
  trustedKeys: readonly string[],
): Promise<Found> {
  const names = namesOn(note)
  const keys = trustedKeys.map(readKey).filter((key): key is Key => key?.name === origin)
  if (trustedKeys.length === 0) return { key: 'noteKeyWanted', ok: null, params: { names } }
  if (keys.length === 0) return { key: 'noteOtherLog', ok: false, params: { names } }
  for (const key of keys) {
    const checked = await checkNote(note, key)
    if (checked === 'unavailable') return { key: 'noCrypto', ok: null }
    if (checked === 'valid') return { key: 'noteSigned', ok: true }
  }
  return { key: 'noteUnsigned', ok: false, params: { names } }
}

/** Who signed, as the file says. */
const namesOn = ({ signatures }: Note): string =>
  signatures.map(({ name, keyId }) => `${name} (${toHex(keyId)})`).join(' · ')

const answer = (kind: 'receipt' | 'checkpoint', found: Found[]): Verification => ({
  kind,
  verdict: found.some(({ ok }) => ok === false)
    ? 'tampered'
    : found.some(({ ok }) => ok === null)
      ? 'unknown'
      : 'intact',
  findings: found.map(({ key, ok, params = {} }) => ({ part: 'checkpoint', key, ok, params })),
  notChecked: [...unseen[kind]],
  facts: null,
})
