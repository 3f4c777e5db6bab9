import { sha256 } from '@noble/hashes/sha2.js'
import {
  concatBytes,
  equalBytes,
  fromHex,
  textOf,
  toHex,
  utf8,
  type Bytes,
} from '../../bytes/rules.ts'
import {
  canonicalText,
  readCanonical,
  type JsonObject,
  type JsonValue,
} from '../../canonical/rules.ts'
import { leafHash, provesInclusion } from '../../log/rules.ts'
import { readCheckpoint, readNote, readProof } from '../../note/rules.ts'
import { commitment, type Leaf, type SealedSignature } from '../../rules.ts'
import type { Assertion, PublicJwk } from '../../signing/assertion/contract.ts'
import {
  fromBase64url,
  KEY_SCHEMA,
  readAuthenticatorData,
  signingChallenge,
  toBase64url,
  type KeyDocument,
} from '../../signing/assertion/rules.ts'

/** What was found about one personal signature or its key; messages stand under `sealing.finding`. */
export type PersonalFinding = {
  part: 'assertion' | 'enrolment'
  ok: boolean | null
  key: string
  params: Record<string, string | number>
}

/** The sealed version around the signatures, and the log it lies in. */
export type Sealed = {
  record: JsonObject
  recordPid: string
  version: number
  /** Where the record lies in its log, and the checkpoint that proves it. */
  leafIndex: number
  checkpoint: string
  /** The proofs that came along for the keys, in the order of the signatures made with them. */
  keyProofs: string[]
}

/** A key entered less than this before it was used is said to be fresh: ask its owner. */
const FRESH_HOURS = 24

/** Judges every signature made with a key of one's own: the act itself, and how the key came into the log. */
export async function personalFindings(
  signatures: SealedSignature[],
  sealed: Sealed,
): Promise<PersonalFinding[]> {
  const findings: PersonalFinding[] = []
  const proofs = [...sealed.keyProofs]
  for (const signature of signatures) {
    const { level, name, assertion } = signature
    if (level !== 'S2' && !assertion) continue
    const proof = proofs.shift() ?? ''
    if (level !== 'S2' || !isAssertion(assertion)) {
      findings.push({ part: 'assertion', ok: false, key: 'assertionMissing', params: { name } })
      continue
    }
    const flaw = await flawOfAssertion(signature, assertion, sealed)
    findings.push({
      part: 'assertion',
      ok: flaw === null ? true : flaw === 'noCrypto' ? null : false,
      key: flaw ?? 'assertionValid',
      params: { name, words: signature.words },
    })
    findings.push(enrolmentFinding(signature, assertion, sealed, proof))
  }
  return findings
}

/** Why the act does not hold, or null. */
async function flawOfAssertion(
  signature: SealedSignature,
  assertion: Assertion,
  { record, recordPid, version }: Sealed,
): Promise<string | null> {
  const authenticator = fromBase64url(assertion.authenticator_data)
  const client = fromBase64url(assertion.client_data)
  const signed = fromBase64url(assertion.signature)
  const salt = fromHex(assertion.salt, 32)
  const data = authenticator && readAuthenticatorData(authenticator)
  const rpId = keyDocumentOf(assertion)?.rp_id
  if (!authenticator || !client || !signed || !salt || !data || !rpId) return 'assertionBroken'
  const { outcome, statement, role } = signature
  const challenge = toBase64url(
    signingChallenge({ record, recordPid, version, role, outcome, statement }, salt),
  )
  const said = clientDataOf(client)
  if (said?.type !== 'webauthn.get' || said.challenge !== challenge) return 'assertionOfOther'
  if (said.crossOrigin === true || !isAt(said.origin, rpId)) return 'assertionElsewhere'
  if (!equalBytes(data.rpIdHash, sha256(utf8(rpId)))) return 'assertionElsewhere'
  if (!data.userPresent || !data.userVerified) return 'assertionUnverified'
  const valid = await holds(assertion, signed, concatBytes([authenticator, sha256(client)]))
  return valid === null ? 'noCrypto' : valid ? null : 'assertionBroken'
}

type ClientData = { type?: unknown; challenge?: unknown; origin?: unknown; crossOrigin?: unknown }

function clientDataOf(bytes: Bytes): ClientData | null {
  try {
    const value: unknown = JSON.parse(textOf(bytes) ?? '')
    return typeof value === 'object' ? (value as ClientData) : null
  } catch {
    return null
  }
}

/** Whether a page at this origin may ask for keys of that site. */
function isAt(origin: unknown, rpId: string): boolean {
  const url = typeof origin === 'string' ? URL.parse(origin) : null
  if (!url || url.origin !== origin) return false
  const { hostname, protocol } = url
  const isHere = hostname === 'localhost' || hostname.endsWith('.localhost')
  return (
    (protocol === 'https:' || (protocol === 'http:' && isHere)) &&
    (hostname === rpId || hostname.endsWith(`.${rpId}`))
  )
}

const webCrypto = {
  ES256: [
    { name: 'ECDSA', namedCurve: 'P-256' },
    { name: 'ECDSA', hash: 'SHA-256' },
  ],
  EdDSA: [{ name: 'Ed25519' }, { name: 'Ed25519' }],
  RS256: [{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, { name: 'RSASSA-PKCS1-v1_5' }],
} as const
const kinds = { ES256: 'EC', EdDSA: 'OKP', RS256: 'RSA' } as const

/** Whether the key made this signature; null where the browser cannot tell. */
async function holds(
  { alg, public_key }: Assertion,
  signature: Bytes,
  bytes: Bytes,
): Promise<boolean | null> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle
  if (!subtle) return null
  const raw = alg === 'ES256' ? plainSignature(signature) : signature
  if (!raw || public_key.kty !== kinds[alg]) return false
  const [forImport, forVerify] = webCrypto[alg]
  try {
    const key = await subtle.importKey('jwk', public_key as JsonWebKey, forImport, false, [
      'verify',
    ])
    return await subtle.verify(forVerify, key, raw, bytes)
  } catch (error) {
    return (error as { name?: string }).name === 'NotSupportedError' ? null : false
  }
}

/** ECDSA in the 64 bytes WebCrypto takes, from the DER that authenticators give; null when it is no such thing. */
function plainSignature(der: Bytes): Bytes | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null
  const numbers: Bytes[] = []
  let at = 2
  while (at < der.length) {
    const length = der[at + 1] ?? 0
    if (der[at] !== 0x02 || length === 0 || at + 2 + length > der.length) return null
    const number = der.slice(at + 2, at + 2 + length)
    const digits = number[0] === 0 ? number.slice(1) : number
    if (digits.length > 32) return null
    const padded = new Uint8Array(32)
    padded.set(digits, 32 - digits.length)
    numbers.push(padded)
    at += 2 + length
  }
  return numbers.length === 2 ? concatBytes(numbers) : null
}

function enrolmentFinding(
  { name, at }: SealedSignature,
  assertion: Assertion,
  { leafIndex, checkpoint }: Sealed,
  proof: string,
): PersonalFinding {
  const found = (ok: boolean | null, key: string, params: PersonalFinding['params'] = {}) => ({
    part: 'enrolment' as const,
    ok,
    key,
    params: { name, ...params },
  })
  const { enrolment } = assertion
  const document = keyDocumentOf(assertion)
  const leaf = readLeaf(enrolment.leaf)
  const salt = fromHex(enrolment.salt, 32)
  const isCommitted =
    document !== null &&
    leaf !== null &&
    salt !== null &&
    leaf.record_pid === document.key_pid &&
    leaf.version === document.version &&
    leaf.commit === toHex(commitment(salt, utf8(enrolment.document)))
  if (!isCommitted || !isThisKey(document, assertion)) return found(false, 'keyUnknownToLog')
  if (document.name !== name) return found(false, 'keyOfOther', { owner: document.name })
  const log = checkpointIn(checkpoint)?.origin
  if (log !== undefined && enrolment.log !== log)
    return found(null, 'keyInOtherLog', { log: enrolment.log })
  const place = placeOf(enrolment.leaf, proof, checkpoint)
  if (place === null) return found(false, 'keyUnknownToLog')
  if (leaf.t > at || place >= leafIndex) return found(false, 'keyEntersLater')
  const hours = (Date.parse(at) - Date.parse(leaf.t)) / 3_600_000
  const voucher = document.vouched_by === 'passkey' ? 'ByPasskey' : 'ByPassword'
  return found(true, `key${hours < FRESH_HOURS ? 'Fresh' : 'Entered'}${voucher}`, {
    at: leaf.t,
    entry: place + 1,
  })
}

const checkpointIn = (note: string) => readCheckpoint(readNote(note)?.text ?? '')

/** Where a leaf lies under the record's own checkpoint, whose signature is judged with the record; null when nowhere. */
function placeOf(leaf: string, proof: string, checkpoint: string): number | null {
  const read = readProof(proof)
  const under = checkpointIn(checkpoint)
  if (!read || !under || read.checkpoint !== checkpoint) return null
  const isIncluded = provesInclusion({
    index: read.index,
    size: under.size,
    proof: read.hashes,
    root: under.root,
    leaf: leafHash(utf8(leaf)),
  })
  return isIncluded ? read.index : null
}

const isThisKey = (document: KeyDocument, { credential_id, public_key, alg }: Assertion) =>
  document.credential_id === credential_id &&
  document.alg === alg &&
  sameKey(document.public_key, public_key)

const sameKey = (one: PublicJwk, other: PublicJwk) => canonicalText(one) === canonicalText(other)

function keyDocumentOf({ enrolment }: Assertion): KeyDocument | null {
  const value = asObject(readCanonical(utf8(enrolment.document)))
  return value?.['schema'] === KEY_SCHEMA &&
    typeof value['rp_id'] === 'string' &&
    typeof value['name'] === 'string' &&
    asObject(value['public_key'] ?? null)
    ? (value as unknown as KeyDocument)
    : null
}

function readLeaf(text: string): Leaf | null {
  const value = asObject(readCanonical(utf8(text)))
  return value?.['v'] === 1 && value['kind'] === 'key' && typeof value['t'] === 'string'
    ? (value as Leaf)
    : null
}

function isAssertion(value: unknown): value is Assertion {
  const given = asObject((value ?? null) as JsonValue)
  const enrolment = given && asObject(given['enrolment'] ?? null)
  const texts = ['credential_id', 'authenticator_data', 'client_data', 'signature', 'salt']
  return (
    given !== null &&
    enrolment !== null &&
    texts.every((key) => typeof given[key] === 'string') &&
    Object.hasOwn(webCrypto, String(given['alg'])) &&
    asObject(given['public_key'] ?? null) !== null &&
    ['document', 'salt', 'leaf', 'log'].every((key) => typeof enrolment[key] === 'string')
  )
}

const asObject = (value: JsonValue | null): JsonObject | null =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null
