import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, toHex, utf8, type Bytes } from './bytes/rules.ts'
import { canonicalBytes, type Flaw, flawOf, type JsonObject } from './canonical/rules.ts'
import type { Assertion } from './signing/assertion/contract.ts'

export const RECORD_SCHEMA = 'cuxi/record/1'
export const EVIDENCE_FORMAT = 'cuxi/evidence/1'
/** W0: nobody but the organization itself vouches for the log ("仅自证"). */
export const POLICY = 'cuxi/policy/1 W0'
/** Under this name the evidence file lies inside an exported PDF. */
export const ATTACHMENT_NAME = 'record.cuxi.json'
/** Beside it, for programs of others: which keys to trust (c2sp.org/tlog-policy). */
export const POLICY_NAME = 'policy.txt'

/**
 * A c2sp.org/tlog-policy: the organization's logs, the witness it asks if any, and, as a comment, whether the day's
 * checkpoint is handed to people outside the administration.
 */
export const policyText = (
  keys: readonly string[],
  { witness = null as string | null, handedOut = false } = {},
): string =>
  [
    ...(handedOut ? [HANDED_OUT] : []),
    ...keys.map((key) => `log ${key}`),
    ...(witness ? [`witness outside ${witness}`] : []),
    `quorum ${witness ? 'outside' : 'none'}`,
    '',
  ].join('\n')

/** Stands in a policy when the checkpoint of each day is given to contacts: W1, by the organization's own word. */
export const HANDED_OUT = '# checkpoints are handed out daily'

/** What a person did with the record; the words are sealed with it. Silence is never consent. */
export const outcomes = {
  agreed: '同意',
  readWithReservation: '已阅有异议',
  refused: '拒签',
  notAnswered: '已送达未答',
} as const
export type Outcome = keyof typeof outcomes
/**
 * S1 确认: signed in, password or passkey used again not more than five minutes ago, explicit act.
 * S2 本人密钥签名: signed with a key of one's own, the person verified by the device that holds it.
 */
export type Level = 'S1' | 'S2'
export const STEP_UP_MINUTES = 5

/** An acknowledgement as it stands inside the sealed bytes. Times are UTC, hashes lower-case hex. */
export type SealedSignature = {
  person_pid: string
  name: string
  role: string
  level: Level
  outcome: Outcome
  words: string
  statement: string | null
  at: string
  ip: string
  user_agent: string
  shown_hash: string
  /** Who wrote it down, when that was not the person: a refusal, or silence noted by the system (null). */
  recorded_by_pid: string | null
  /** Version of the agreement on electronic signatures that was in force for the signer. */
  agreement?: string | null
  /** What proves an S2 signature. */
  assertion?: Assertion | null
}

/** What the seal adds around what people wrote. */
export type Envelope = {
  org: string
  record_pid: string
  version: number
  prev_version_commit: string | null
  signatures: SealedSignature[]
}
const ENVELOPE = [
  'schema',
  'org',
  'record_pid',
  'version',
  'prev_version_commit',
  'signatures',
] as const

/** Says why a record cannot be sealed as it is, or null. `path` names the field. */
export function flawOfRecord(record: JsonObject): Flaw | null {
  const taken = ENVELOPE.find((key) => Object.hasOwn(record, key))
  return taken ? { reason: 'sealing.keyTaken', path: taken } : flawOf(record)
}

/** The whole sealed document: what people wrote, between the seal's own fields. */
export const documentOf = (record: JsonObject, envelope: Envelope): JsonObject => ({
  ...record,
  schema: RECORD_SCHEMA,
  ...envelope,
})

/** What people were shown: the document without what the seal added. */
export function shownPart(document: JsonObject): JsonObject {
  const keys = new Set<string>(ENVELOPE)
  return Object.fromEntries(Object.entries(document).filter(([key]) => !keys.has(key)))
}

/** SHA-256 (hex) over the canonical bytes of what a person was shown; a signature is bound to it. */
export const shownHash = (record: JsonObject): string => toHex(sha256(canonicalBytes(record)))

/** SHA-256("cuxi/commit/v1\0" ‖ salt ‖ bytes): what the log holds instead of the record. */
export const commitment = (salt: Uint8Array, bytes: Uint8Array): Bytes =>
  sha256(concatBytes([utf8('cuxi/commit/v1\0'), salt, bytes]))

export type LeafKind = 'seal' | 'amend' | 'refuse' | 'deliver' | 'erase' | 'key' | 'consent'

/** A leaf of the log: no names, no text, random pids only. `t` is UTC and never runs backwards within a log. */
export type Leaf = {
  v: 1
  kind: LeafKind
  record_pid: string
  version: number
  commit: string
  prev: string | null
  actor_pid: string | null
  level: Level
  t: string
}

/** The bytes that go into the log. */
export const leafBytes = (leaf: Leaf): Bytes => canonicalBytes(leaf)

/** The kind of leaf a record's acknowledgements make; `previous`: the commitment it takes the place of. */
export const leafKindOf = (
  signatures: readonly { outcome: Outcome }[],
  previous: string | null = null,
): LeafKind =>
  signatures.some(({ outcome }) => outcome === 'refused')
    ? 'refuse'
    : signatures.some(({ outcome }) => outcome === 'notAnswered')
      ? 'deliver'
      : previous
        ? 'amend'
        : 'seal'

/** The level every signature of a version has at least; what the system noted has none of its own. */
export const levelOf = (signatures: readonly { level: Level; outcome: Outcome }[]): Level => {
  const given = signatures.filter(({ outcome }) => outcome !== 'notAnswered')
  return given.length > 0 && given.every(({ level }) => level === 'S2') ? 'S2' : 'S1'
}

/** The first signature that was given for something else than this record, or null. */
export const signedSomethingElse = <S extends { shown_hash: string }>(
  signatures: readonly S[],
  record: JsonObject,
): S | null => {
  const hash = shownHash(record)
  return signatures.find((signature) => signature.shown_hash !== hash) ?? null
}

/** The evidence of one sealed version; the file is these fields as canonical JSON, not one byte more. */
export type Evidence = {
  format: typeof EVIDENCE_FORMAT
  /** The sealed bytes, as text. */
  record: string
  /** 32 bytes, hex. */
  salt: string
  /** The leaf's bytes, as text. */
  leaf: string
  /** c2sp.org/tlog-proof@v1 */
  proof: string
  /** The log's key, `name+id+base64`. */
  key: string
  policy: typeof POLICY
}

/** The eight characters on the seal mark: `7F3A 91C4`. */
export const sealMark = (commit: string): string =>
  `${commit.slice(0, 4)} ${commit.slice(4, 8)}`.toUpperCase()

/** The log's name: `<instance>/cuxi/<org>/<epoch>`. */
export const originOf = (instance: string, orgId: string, epoch: number): string =>
  `${instance}/cuxi/${orgId}/${epoch}`

/** The epoch a written log key belongs to: the last part of its name. */
export const epochOf = (key: string): number => Number(key.split('+', 1)[0]!.split('/').at(-1))
