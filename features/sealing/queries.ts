import type { Db } from '../../platform/database.ts'
import { toHex, textOf } from './bytes/rules.ts'
import { canonicalBytes, readCanonical, type JsonObject } from './canonical/rules.ts'
import { decryptVersion, logKey, unwrapSecret } from './keys/handlers.ts'
import { proofOf } from './log/handlers.ts'
import { writeKey } from './note/rules.ts'
import { EVIDENCE_FORMAT, POLICY, type Evidence } from './rules.ts'
import type { ReceiptTable } from './table.ts'
import { verify, type Verification } from './verifier/rules.ts'

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
 * @returns null when this version was never sealed
 */
export async function openSealed(
  db: Db,
  orgId: string,
  recordId: string,
  version: number,
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
  const proof = await proofOf(db, { orgId, epoch: row.epoch }, row.leafIndex)
  if (!bytes || row.leaf === null || proof === null)
    return { document: null, evidence: null, verification: unreadable(row.wrapped === null) }
  const key = writeKey(await logKey(orgId, row.epoch, false))
  const evidence: Evidence = {
    format: EVIDENCE_FORMAT,
    record: textOf(bytes) ?? '',
    salt: toHex(secret.salt),
    leaf: row.leaf,
    proof,
    key,
    policy: POLICY,
  }
  const file = canonicalBytes(evidence)
  return {
    document: readCanonical(bytes) as JsonObject | null,
    evidence: file,
    verification: await verify(file, { trustedKeys: [key] }),
  }
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
    .where('personId', '=', personId)
    .executeTakeFirst()

/** The written public keys of all the organization's logs: what a verifier should be told to trust. */
export const logKeysOf = async (db: Db, orgId: string): Promise<string[]> =>
  (
    await db
      .selectFrom('logKey')
      .select('publicKey')
      .where('orgId', '=', orgId)
      .orderBy('epoch')
      .execute()
  ).map(({ publicKey }) => publicKey)
