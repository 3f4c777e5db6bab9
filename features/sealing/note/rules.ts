import { sha256 } from '@noble/hashes/sha2.js'
import {
  concatBytes,
  equalBytes,
  fromBase64,
  toBase64,
  toHex,
  utf8,
  type Bytes,
} from '../bytes/rules.ts'

// Formats: c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-proof. Only Ed25519 (type 0x01).

/** A name and the Ed25519 key that signs under it. */
export type Key = { name: string; publicKey: Bytes }
export type SignatureLine = { name: string; keyId: Bytes; signature: Bytes }
/** `text` ends with a line feed and is what the signatures are over. */
export type Note = { text: string; signatures: SignatureLine[] }
export type Checkpoint = { origin: string; size: number; root: Bytes }
export type Proof = { index: number; hashes: Bytes[]; checkpoint: string }

const ED25519 = 1
const MAX_SIGNATURES = 64

/** The first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key). */
export const keyId = ({ name, publicKey }: Key): Bytes =>
  sha256(concatBytes([utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey])).slice(0, 4) as Bytes

/** A key in the written form of signed notes: `name+keyid+base64(type ‖ key)`. */
export const writeKey = (key: Key): string =>
  `${key.name}+${toHex(keyId(key))}+${toBase64(concatBytes([Uint8Array.of(ED25519), key.publicKey]))}`

/** @returns the key, or null when the text is not exactly what `writeKey` writes */
export function readKey(text: string): Key | null {
  const [name, , encoded] = text.split('+', 3)
  // Base64 itself may hold a plus, so it is taken from behind the second one.
  const bytes = encoded === undefined ? null : fromBase64(text.split('+').slice(2).join('+'))
  if (!name || !isKeyName(name) || bytes?.length !== 33 || bytes[0] !== ED25519) return null
  const key = { name, publicKey: bytes.slice(1) }
  return writeKey(key) === text ? key : null
}

/** May this stand as a key name: not empty, no white space, no plus, no control characters? */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name)

/** `text` must end with a line feed; one line per signature follows after an empty line. */
export const writeNote = ({ text, signatures }: Note): string =>
  `${text}\n${signatures.map((line) => `— ${line.name} ${toBase64(concatBytes([line.keyId, line.signature]))}\n`).join('')}`

/** @returns the note, or null when any byte is not as `writeNote` would write it */
export function readNote(note: string): Note | null {
  const at = note.lastIndexOf('\n\n')
  if (at < 0 || /(?!\n)\p{Cc}/u.test(note) || !note.isWellFormed()) return null
  const lines = note.slice(at + 2).split('\n')
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MAX_SIGNATURES) return null
  const signatures = lines.map(readSignature)
  return signatures.includes(null)
    ? null
    : { text: note.slice(0, at + 1), signatures: signatures as SignatureLine[] }
}

function readSignature(line: string): SignatureLine | null {
  const [dash, name, encoded, ...rest] = line.split(' ')
  const bytes = encoded === undefined ? null : fromBase64(encoded)
  if (dash !== '—' || !name || !isKeyName(name) || !bytes || bytes.length < 5 || rest.length > 0)
    return null
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }
}

/** The three mandatory lines; extension lines are neither written nor accepted. */
export const writeCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`

/** Reads a checkpoint's text (the part the signatures are over). @returns null when it is not exactly three lines */
export function readCheckpoint(text: string): Checkpoint | null {
  const [origin, count, encoded, end, ...rest] = text.split('\n')
  const root = fromBase64(encoded ?? '')
  const size = readCount(count ?? '')
  if (!origin || size === null || root?.length !== 32 || end !== '' || rest.length > 0) return null
  return { origin, size, root }
}

const readCount = (text: string) =>
  /^(0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null

const PROOF_HEADER = 'c2sp.org/tlog-proof@v1'

/** The text a participant is handed: where the leaf is, how it hangs in the tree, and the signed checkpoint. */
export const writeProof = ({ index, hashes, checkpoint }: Proof): string =>
  [PROOF_HEADER, `index ${index}`, ...hashes.map(toBase64), '', checkpoint].join('\n')

/**
 * Reads a tlog-proof. The optional `extra` line is nobody's signed word, so a proof that carries one is not accepted.
 * @returns null when any byte is not as `writeProof` would write it
 */
export function readProof(text: string): Proof | null {
  const at = text.indexOf('\n\n')
  if (at < 0) return null
  const [header, indexLine, ...encoded] = text.slice(0, at).split('\n')
  const index = indexLine?.startsWith('index ') ? readCount(indexLine.slice(6)) : null
  const hashes = encoded.map(fromBase64)
  if (header !== PROOF_HEADER || index === null || hashes.length > 63) return null
  if (hashes.some((hash) => hash?.length !== 32)) return null
  return { index, hashes: hashes as Bytes[], checkpoint: text.slice(at + 2) }
}

/** What a note's signature by one key amounts to. `unavailable`: this browser offers no Ed25519. */
export type SignatureCheck = 'valid' | 'invalid' | 'missing' | 'unavailable'

/** Checks a note against one key. Lines of unknown keys are ignored, as the format demands. */
export async function checkNote(note: Note, key: Key): Promise<SignatureCheck> {
  const id = keyId(key)
  const lines = note.signatures.filter(
    (line) => line.name === key.name && equalBytes(line.keyId, id),
  )
  if (lines.length === 0) return 'missing'
  for (const line of lines) {
    const verdict = await checkEd25519(key.publicKey, utf8(note.text), line.signature)
    if (verdict !== 'valid') return verdict
  }
  return 'valid'
}

/**
 * Checks an Ed25519 signature. `unavailable` where a page comes over plain http from another machine (no secure
 * context), and in browsers before 2025.
 */
export async function checkEd25519(
  publicKey: Bytes,
  message: Bytes,
  signature: Bytes,
): Promise<SignatureCheck> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (!subtle) return 'unavailable'
  let key: CryptoKey
  try {
    key = await subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
  } catch (error) {
    return (error as Error).name === 'NotSupportedError' ? 'unavailable' : 'invalid'
  }
  return (await subtle.verify('Ed25519', key, signature, message)) ? 'valid' : 'invalid'
}
