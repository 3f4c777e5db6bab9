import { sha256 } from '@noble/hashes/sha2.js'
import { toHex, textOf, utf8 } from '../bytes/rules.ts'
import {
  canonicalBytes,
  canonicalText,
  flawOf,
  readCanonical,
  type JsonObject,
  type JsonValue,
} from '../canonical/rules.ts'
import { checkNote, readNote, type Key } from '../note/rules.ts'
import { cutIntoParts, joinParts, type Path } from '../parts/rules.ts'
import { EVIDENCE_FORMAT, POLICY, RECORD_SCHEMA, type Envelope, type Evidence } from '../rules.ts'

/** Records whose content is committed to part by part; those before are `RECORD_SCHEMA` and verify for ever. */
export const PARTED_SCHEMA = 'cuxi/record/2'
export const PARTED_EVIDENCE = 'cuxi/evidence/2'

/** The evidence of a record of parts; the file is these fields as canonical JSON, not one byte more. */
export type PartedEvidence = {
  format: typeof PARTED_EVIDENCE
  /** The parted document, as canonical text: what the log commits to. */
  record: string
  /** The parts that are shown, each with its salt, in the order of their paths. */
  disclosures: string[]
  /** 32 bytes, hex. */
  salt: string
  /** The leaf's bytes, as text. */
  leaf: string
  /** c2sp.org/tlog-proof@v1 */
  proof: string
  /** The log's key, `name+id+base64`. */
  key: string
  /** c2sp.org/tlog-policy: all the organization's logs, and who witnesses them. */
  policy: string
  /**
   * For each signature made with a key of one's own, in their order: the c2sp.org/tlog-proof@v1 that the key's entry
   * lies in the same log, under the same checkpoint. Empty where a part is left out, as the signatures themselves.
   */
  keys: string[]
  /** RFC 3161 token over the proof's checkpoint, base64; empty when there is none. */
  timestamp: string
  /** A note by the log's key over the digest of every other field. */
  manifest: string
}
export type AnyEvidence = Evidence | PartedEvidence

const PLAIN_KEYS = ['format', 'key', 'leaf', 'policy', 'proof', 'record', 'salt']
const PARTED_KEYS = [...PLAIN_KEYS, 'disclosures', 'keys', 'manifest', 'timestamp'].sort()

/** Reads an evidence file of either format; null when one byte is not as it would have been written. */
export function readEvidence(file: Uint8Array): AnyEvidence | null {
  const value = asObject(readCanonical(file))
  if (!value) return null
  const { disclosures, keys: proofs, ...texts } = value
  if (Object.values(texts).some((part) => typeof part !== 'string')) return null
  const keys = Object.keys(value).sort().join()
  if (value['format'] === EVIDENCE_FORMAT)
    return keys === PLAIN_KEYS.join() && value['policy'] === POLICY ? (value as Evidence) : null
  if (value['format'] !== PARTED_EVIDENCE || keys !== PARTED_KEYS.join()) return null
  return isTexts(disclosures) && isTexts(proofs) ? (value as PartedEvidence) : null
}

const isTexts = (value: JsonValue | undefined) =>
  Array.isArray(value) && value.every((text) => typeof text === 'string')

/** A document as it is committed to and kept: the bytes in the log's commitment, and the parts behind its digests. */
export type Kept = { record: string; disclosures: string[] | null }

/** Commits to what people wrote part by part, between the seal's own fields. `newSalt`: 16 random bytes, hex. */
export function commitTo(
  record: JsonObject,
  { signatures, ...envelope }: Envelope,
  newSalt: () => string,
): Kept & { disclosures: string[] } {
  const { parts, disclosures } = cutIntoParts({ ...record, signatures }, newSalt)
  return { record: canonicalText({ schema: PARTED_SCHEMA, ...envelope, parts }), disclosures }
}

/** The bytes that are encrypted and stored for a document. */
export const keptBytes = (kept: Kept): Uint8Array<ArrayBuffer> =>
  canonicalBytes({ record: kept.record, disclosures: kept.disclosures })

/** Reads them back; what was sealed before there were parts is the record itself. */
export function readKept(bytes: Uint8Array): Kept | null {
  const value = asObject(readCanonical(bytes))
  if (!value) return null
  if (value['schema'] === RECORD_SCHEMA) return { record: canonicalText(value), disclosures: null }
  const { record, disclosures } = value
  return typeof record === 'string' && Array.isArray(disclosures)
    ? { record, disclosures: disclosures as string[] }
    : null
}

/** Could these bytes have been an evidence file before somebody saved them again? */
export const looksLikeEvidence = (file: Uint8Array): boolean =>
  (textOf(file) ?? '').includes('"cuxi/evidence/')

/** A sealed document out of its evidence, whole or with parts left out. */
export type Document = {
  /** Null when the bytes are not a record's. */
  record: JsonObject | null
  withheld: Path[]
  /** The first part that is not what was committed to. */
  wrong: Path | null
}

/** The document as people were shown it, with the seal's own fields. */
export function documentIn(evidence: AnyEvidence): Document {
  const committed = asObject(readCanonical(utf8(evidence.record)))
  if (evidence.format === EVIDENCE_FORMAT) {
    const isRecord = committed?.['schema'] === RECORD_SCHEMA && flawOf(committed) === null
    return { record: isRecord ? committed : null, withheld: [], wrong: null }
  }
  const parts = asObject(committed?.['parts'] ?? null)
  if (committed?.['schema'] !== PARTED_SCHEMA || !parts || !areDigests(parts))
    return { record: null, withheld: [], wrong: null }
  const { content, withheld, wrong } = joinParts(parts, evidence.disclosures)
  const { parts: _, ...envelope } = committed
  const record = { ...content, ...envelope }
  return { record: flawOf(record) === null ? record : null, withheld, wrong }
}

const areDigests = (parts: JsonObject): parts is Record<Path, string> =>
  Object.values(parts).every((digest) => /^[0-9a-f]{64}$/.test(String(digest)))

/** The text the log key signs for an evidence file: the digest of each of its fields. */
export const manifestText = (origin: string, evidence: Omit<PartedEvidence, 'manifest'>): string =>
  [PARTED_EVIDENCE, origin, ...linesOf(evidence), ''].join('\n')

const linesOf = (evidence: object): string[] =>
  Object.entries(evidence)
    .filter(([field]) => field !== 'manifest')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, value]) => `${field} ${toHex(sha256(utf8(canonicalText(value))))}`)

/** What the manifest says: `changed` are the fields that are not what was signed. */
export type ManifestCheck = { signed: boolean | null; changed: string[] }

/** Does the log's key vouch for every field of the file as it is? */
export async function checkManifest(evidence: PartedEvidence, key: Key): Promise<ManifestCheck> {
  const note = readNote(evidence.manifest)
  const [header, origin, ...lines] = note?.text.split('\n') ?? []
  if (!note || header !== PARTED_EVIDENCE || origin !== key.name)
    return { signed: false, changed: [] }
  const actual = [...linesOf(evidence), '']
  const changed = actual.filter((line, i) => line !== lines[i]).map((line) => line.split(' ')[0]!)
  if (actual.length !== lines.length) return { signed: false, changed }
  const signed = await checkNote(note, key)
  return { signed: signed === 'unavailable' ? null : signed === 'valid', changed }
}

const asObject = (value: JsonValue | null): JsonObject | null =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null
