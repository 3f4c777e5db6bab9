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
import { checkEd25519, isKeyName, type Note, type SignatureCheck } from '../note/rules.ts'

// c2sp.org/tlog-cosignature: a witness says "at this time, this was the newest checkpoint I know, and it extends all
// earlier ones". Only the Ed25519 kind (type 0x04).

const COSIGNATURE = 4

/** A witness's name and key. */
export type WitnessKey = { name: string; publicKey: Bytes }

const idOf = ({ name, publicKey }: WitnessKey): Bytes =>
  sha256(concatBytes([utf8(`${name}\n`), Uint8Array.of(COSIGNATURE), publicKey])).slice(
    0,
    4,
  ) as Bytes

/** A witness's key in writing: `name+keyid+base64(0x04 ‖ key)`. */
export const writeWitnessKey = (key: WitnessKey): string =>
  `${key.name}+${toHex(idOf(key))}+${toBase64(concatBytes([Uint8Array.of(COSIGNATURE), key.publicKey]))}`

/** @returns the key, or null when the text is not exactly what `writeWitnessKey` writes */
export function readWitnessKey(text: string): WitnessKey | null {
  const [name = '', , ...encoded] = text.split('+')
  const bytes = fromBase64(encoded.join('+'))
  if (!isKeyName(name) || bytes?.length !== 33 || bytes[0] !== COSIGNATURE) return null
  const key = { name, publicKey: bytes.slice(1) }
  return writeWitnessKey(key) === text ? key : null
}

/** The text a witness signs: its time (seconds since 1970), then the checkpoint. */
export const cosignedText = (seconds: number, checkpoint: string): string =>
  `cosignature/v1\ntime ${seconds}\n${checkpoint}`

/** The line a witness adds to a note. */
export const cosignatureLine = (
  key: WitnessKey,
  seconds: number,
  signature: Uint8Array,
): string => {
  const time = new Uint8Array(8)
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds))
  return `— ${key.name} ${toBase64(concatBytes([idOf(key), time, signature]))}\n`
}

/** What a note's cosignature by one witness amounts to, and when it was given. */
export async function checkCosignature(
  note: Note,
  key: WitnessKey,
): Promise<{ check: SignatureCheck; at: Date | null }> {
  const id = idOf(key)
  const line = note.signatures.find(({ name, keyId }) => name === key.name && equalBytes(keyId, id))
  if (!line) return { check: 'missing', at: null }
  if (line.signature.length !== 72) return { check: 'invalid', at: null }
  const { buffer, byteOffset } = line.signature
  const seconds = Number(new DataView(buffer, byteOffset).getBigUint64(0))
  if (seconds > 1e11) return { check: 'invalid', at: null }
  const check = await checkEd25519(
    key.publicKey,
    utf8(cosignedText(seconds, note.text)),
    line.signature.slice(8),
  )
  return { check, at: new Date(seconds * 1000) }
}

/** The body of an `add-checkpoint` request. */
export const askText = (old: number, consistency: readonly Uint8Array[], note: string): string =>
  [`old ${old}`, ...consistency.map(toBase64), '', note].join('\n')
