import { sql } from 'kysely'
import { config } from '../../platform/config.ts'
import type { Db } from '../../platform/database.ts'
import { attestedCheckpoint, isHandedOut } from './attesting/queries.ts'
import { equalBytes, toHex } from './bytes/rules.ts'
import { canonicalBytes, type JsonObject } from './canonical/rules.ts'
import {
  documentIn,
  manifestText,
  PARTED_EVIDENCE,
  readKept,
  type AnyEvidence,
  type PartedEvidence,
} from './evidence/rules.ts'
import { decryptVersion, logKeys, unwrapSecret } from './keys/handlers.ts'
import { newestCheckpoint, proofOf } from './log/proofs/queries.ts'
import { keyId, readNote, readProof, writeKey } from './note/rules.ts'
import { without, type Path } from './parts/rules.ts'
import { epochOf, EVIDENCE_FORMAT, POLICY, policyText, type SealedSignature } from './rules.ts'
import { signText } from './signer/handlers.ts'
import type { ReceiptTable } from './table.ts'
import { verify } from './verifier/rules.ts'
import type { Finding, Part, Verification } from './verifier/findings/rules.ts'

/** A sealed version, opened and checked against the log. */
export type Opened = {
  /** The sealed document; null when its bytes cannot be opened any more. */
  document: JsonObject | null
  /** The evidence file as it would be exported; null as above. */
  evidence: Uint8Array | null
  verification: Verification
}

/**
 * Opens a sealed version and judges it with the same verifier anybody can run, under the key that lies outside the
 * database. An altered row does not throw: it comes back with the verdict 'tampered'.
 * @param left the parts to leave out of the evidence, by their paths; none by default
 * @returns null when this version was never sealed
 */
export async function openSealed(
  db: Db,
  orgId: string,
  recordId: string,
  version: number,
  left: readonly Path[] = [],
): Promise<Opened | null> {
  const row = await db
    .selectFrom('sealedVersion as v')
    .leftJoin('sealSecret as s', (join) =>
      join
        .onRef('s.orgId', '=', 'v.orgId')
        .onRef('s.recordId', '=', 'v.recordId')
        .onRef('s.version', '=', 'v.version'),
    )
    .leftJoin('logLeaf as l', (join) =>
      join
        .onRef('l.orgId', '=', 'v.orgId')
        .onRef('l.epoch', '=', 'v.epoch')
        .onRef('l.leafIndex', '=', 'v.leafIndex'),
    )
    .where('v.orgId', '=', orgId)
    .where('v.recordId', '=', recordId)
    .where('v.version', '=', version)
    .select(['v.sealed', 'v.epoch', 'v.leafIndex', 's.wrapped', 'l.leaf'])
    .executeTakeFirst()
  if (!row) return null
  const place = { orgId, recordId, version }
  const secret = row.wrapped && (await unwrapSecret(place, row.wrapped))
  const bytes = secret && decryptVersion(place, secret, row.sealed)
  const kept = bytes && readKept(bytes)
  const log = { orgId, epoch: row.epoch }
  const attested = await attestedCheckpoint(db, log, row.leafIndex)
  const checkpoint = attested ?? (await newestCheckpoint(db, log)) ?? null
  const proof = await proofOf(db, log, row.leafIndex, checkpoint)
  if (!kept || row.leaf === null || proof === null)
    return { document: null, evidence: null, verification: unreadable(row.wrapped === null) }
  const logs = await logKeysOf(db, orgId)
  const evidence = await evidenceOf(
    orgId,
    row.epoch,
    {
      record: kept.record,
      salt: toHex(secret.salt),
      leaf: row.leaf,
      proof,
    },
    kept.disclosures && {
      disclosures: without(kept.disclosures, left),
      policy: policyText(logs, {
        witness: config().witness?.key ?? null,
        handedOut: await isHandedOut(db, orgId),
      }),
      timestamp: attested?.timestamp ?? '',
      keys:
        left.length > 0
          ? []
          : await keyProofs(
              db,
              log,
              { record: kept.record, disclosures: kept.disclosures },
              checkpoint,
            ),
    },
  )
  const file = canonicalBytes(evidence)
  return {
    document: documentIn(evidence).record,
    evidence: file,
    verification: withWaiting(await verify(file, { trustedKeys: [evidence.key] })),
  }
}

/** Says of a record what others have been asked and not yet said; its verdict is none of their business. */
function withWaiting(verification: Verification): Verification {
  const { authority, witness } = config()
  const has = (part: Part) => verification.findings.some((finding) => finding.part === part)
  const waits = (part: Part, key: string): Finding => ({ part, ok: null, key, params: {} })
  return {
    ...verification,
    findings: [
      ...verification.findings,
      ...(authority && !has('timestamp') ? [waits('timestamp', 'timestampWaits')] : []),
      ...(witness && !has('witness') ? [waits('witness', 'witnessWaits')] : []),
    ],
  }
}

type Common = Pick<AnyEvidence, 'record' | 'salt' | 'leaf' | 'proof'>

/** The evidence file in the format its record asks for; the newer one is signed field by field. */
async function evidenceOf(
  orgId: string,
  epoch: number,
  common: Common,
  parted: Pick<PartedEvidence, 'disclosures' | 'policy' | 'timestamp' | 'keys'> | null,
): Promise<AnyEvidence> {
  const key = await signerOf(orgId, epoch, common.proof)
  if (!parted) return { ...common, format: EVIDENCE_FORMAT, key, policy: POLICY }
  const fields = { ...common, ...parted, format: PARTED_EVIDENCE, key } as const
  const manifest = await signText(orgId, key, (origin) => manifestText(origin, fields))
  return { ...fields, manifest }
}

/** For each signature made with a key of one's own, the proof of the key's entry; empty where this log has none. */
async function keyProofs(
  db: Db,
  log: { orgId: string; epoch: number },
  { record, disclosures }: { record: string; disclosures: string[] },
  checkpoint: Parameters<typeof proofOf>[3],
): Promise<string[]> {
  const sealed = documentIn({ format: PARTED_EVIDENCE, record, disclosures } as PartedEvidence)
  const signatures = (sealed.record?.['signatures'] ?? []) as unknown as SealedSignature[]
  const entries = signatures.flatMap(({ assertion }) => assertion?.enrolment ?? [])
  return Promise.all(
    entries.map(async (entry) =>
      epochOf(entry.log) === log.epoch
        ? ((await proofOf(db, log, entry.index, checkpoint)) ?? '')
        : '',
    ),
  )
}

/** The written key that signed the proof's checkpoint; the current one where none of ours did. */
async function signerOf(orgId: string, epoch: number, proof: string): Promise<string> {
  const keys = logKeys(orgId, epoch)
  const note = readNote(readProof(proof)?.checkpoint ?? '')
  const signed = keys.find((key) =>
    note?.signatures.some((line) => equalBytes(line.keyId, keyId(key))),
  )
  return writeKey(signed ?? keys[0])
}

const unreadable = (isErased: boolean): Verification => ({
  verdict: isErased ? 'unknown' : 'tampered',
  findings: [
    {
      part: 'record',
      ok: isErased ? null : false,
      key: isErased ? 'recordErased' : 'recordUnreadable',
      params: {},
    },
  ],
  notChecked: [],
  facts: null,
})

/** What a participant was handed when the version was sealed; save it as `*.tlog-proof`. */
export const receiptOf = (
  db: Db,
  orgId: string,
  recordId: string,
  version: number,
  personId: string,
): Promise<ReceiptTable | undefined> =>
  db
    .selectFrom('receipt')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '=', version)
    .where(sql<boolean>`person_id = any(persons_of(${orgId}, ${personId}))`)
    .executeTakeFirst()

/** The written public keys of all the organization's logs: what a verifier should be told to trust. */
export async function logKeysOf(db: Db, orgId: string): Promise<string[]> {
  const first = await db
    .selectFrom('logKey')
    .select(['epoch', 'publicKey'])
    .where('orgId', '=', orgId)
    .orderBy('epoch')
    .execute()
  const later = await db
    .selectFrom('logRotation')
    .select(['epoch', 'publicKey'])
    .where('orgId', '=', orgId)
    .orderBy('epoch')
    .orderBy('number')
    .execute()
  return first.flatMap(({ epoch, publicKey }) => [
    publicKey,
    ...later.filter((each) => each.epoch === epoch).map((each) => each.publicKey),
  ])
}
