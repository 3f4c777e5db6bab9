import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, fromBase64, toBase64, utf8, type Bytes } from '../../bytes/rules.ts'
import { canonicalBytes, cleanText, type JsonObject } from '../../canonical/rules.ts'
import { commitment, outcomes, type Outcome } from '../../rules.ts'
import type { Algorithm, PublicJwk } from './contract.ts'

export const KEY_SCHEMA = 'cuxi/key/1'

/** What the commitment in a `key` leaf is made of: whose key it is, and how it came to be known. */
export type KeyDocument = {
  schema: typeof KEY_SCHEMA
  org: string
  key_pid: string
  version: number
  name: string
  employee_no: string
  credential_id: string
  public_key: PublicJwk
  alg: Algorithm
  rp_id: string
  /** Synced between devices of its owner: may be, and was at that time. */
  backup_eligible: boolean
  backed_up: boolean
  vouched_by: 'password' | 'passkey'
  added_at: string
}

/** What somebody is about to sign. */
export type ToSign = {
  record: JsonObject
  recordPid: string
  version: number
  role: string
  outcome: Outcome
  statement: string | null
}

/**
 * The 32 bytes a personal key signs: SHA-256("cuxi/sign/v1\0" ‖ commitment ‖ outcome ‖ version). The
 * commitment is salted and covers what was shown, the words given with the answer, the role, and which
 * record it is; outcome is its sealed word in UTF-8, version its decimal digits.
 */
export function signingChallenge(
  { record, recordPid, version, role, outcome, statement }: ToSign,
  salt: Uint8Array,
): Bytes {
  const bytes = canonicalBytes({ record, record_pid: recordPid, role, statement })
  return sha256(
    concatBytes([
      utf8('cuxi/sign/v1\0'),
      commitment(salt, bytes),
      utf8(outcomes[outcome]),
      utf8(String(version)),
    ]),
  )
}

/** Words as they are kept with a signature; null when there are none. */
export const statementOf = (statement: string | null | undefined): string | null =>
  statement ? cleanText(statement).trim() || null : null

export const toBase64url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** RFC 4648 §5 without padding, the one spelling only; otherwise null. */
export function fromBase64url(text: string): Bytes | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null
  const plain = text.replaceAll('-', '+').replaceAll('_', '/')
  return fromBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='))
}

/** WebAuthn §6.1: what an authenticator says of itself and of the act. */
export type AuthenticatorData = {
  rpIdHash: Bytes
  userPresent: boolean
  userVerified: boolean
  backupEligible: boolean
  backedUp: boolean
  counter: number
}

/** The fixed part of authenticator data; null when it is shorter than that. */
export function readAuthenticatorData(bytes: Bytes): AuthenticatorData | null {
  if (bytes.length < 37) return null
  const flags = bytes[32]!
  return {
    rpIdHash: bytes.slice(0, 32),
    userPresent: (flags & 0x01) !== 0,
    userVerified: (flags & 0x04) !== 0,
    backupEligible: (flags & 0x08) !== 0,
    backedUp: (flags & 0x10) !== 0,
    counter: new DataView(bytes.buffer, bytes.byteOffset + 33, 4).getUint32(0),
  }
}
