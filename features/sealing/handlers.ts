import { randomBytes } from 'node:crypto'
import type { Db } from '../../platform/database.ts'
import type { Source } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { conflict, invalid } from '../../platform/refusal.ts'
import { toHex, utf8 } from './bytes/rules.ts'
import type { JsonObject } from './canonical/rules.ts'
import { commitTo, keptBytes } from './evidence/rules.ts'
import { encryptVersion, newSecret, wrapSecret } from './keys/handlers.ts'
import { append, openLog } from './log/handlers.ts'
import {
  commitment,
  flawOfRecord,
  leafBytes,
  leafKindOf,
  levelOf,
  outcomes,
  type SealedSignature,
  shownHash,
} from './rules.ts'
import { lockRecord, sealedVersionOf, signaturesOf, type VersionId } from './signing/handlers.ts'
import { notBefore, pidsOf } from './signing/leaves/handlers.ts'
import type { SignatureTable } from './table.ts'

export {
  noteSilence,
  sign,
  signaturesOf,
  type Acknowledgement,
  type VersionId,
} from './signing/handlers.ts'

export type Seal = {
  leafIndex: number
  /** The commitment, hex; its first eight characters stand on the seal mark. */
  hash: string
  sealedAt: Date
  /** One per participant, in the order given. */
  receiptIds: string[]
}

/**
 * Seals a version with all signatures given for it, in the caller's transaction: encrypted bytes, leaf, signed
 * checkpoint and a receipt for each participant, or nothing. Sealing the same version again gives the same seal.
 * Seal one record per transaction, as its last step.
 * @throws BAD_REQUEST naming the field that cannot be sealed; CONFLICT `sealing.shownDiffers` when somebody signed
 *   something else; FORBIDDEN when log and signer disagree
 */
export async function seal(
  db: Db,
  source: Source,
  input: VersionId & { record: JsonObject; participants: string[] },
): Promise<Seal> {
  const { orgId } = source
  const { recordId, version, record, participants } = input
  const [, existing, given, previous] = await Promise.all([
    lockRecord(db, orgId, recordId),
    sealOf(db, orgId, input),
    signaturesOf(db, orgId, input),
    previousCommit(db, orgId, input),
  ])
  if (existing) return { ...existing, receiptIds: await receiptIds(db, orgId, input, participants) }

  const flaw = flawOfRecord(record)
  if (flaw) throw invalid(flaw.reason, { path: flaw.path }, flaw.path)
  const hash = shownHash(record)
  const stranger = given.find((signature) => signature.shownHash !== hash)
  if (stranger) throw conflict('sealing.shownDiffers', { personId: stranger.personId })

  const pids = await pidsOf(db, orgId, recordId, [
    recordId,
    ...participants,
    ...given.flatMap((s) => [s.personId, s.recordedBy ?? []]).flat(),
    ...(source.actorId ? [source.actorId] : []),
  ])
  const recordPid = pids.get(recordId)!
  const kept = commitTo(
    record,
    {
      org: orgId,
      record_pid: recordPid,
      version,
      prev_version_commit: previous,
      signatures: given.map((signature) => sealedForm(signature, pids)),
    },
    () => randomBytes(16).toString('hex'),
  )
  const place = { orgId, recordId, version }
  const secret = newSecret()
  const commit = toHex(commitment(secret.salt, utf8(kept.record)))
  const sealed = encryptVersion(place, secret, keptBytes(kept))
  const wrapped = await wrapSecret(place, secret, async () => !(await hasSealed(db, orgId)))

  // From here on everybody else who seals in this organization waits.
  const log = await openLog(db, orgId)
  const sealedAt = notBefore(log.lastLeaf, log.now)
  const leaf = leafBytes({
    v: 1,
    kind: leafKindOf(given, previous),
    record_pid: recordPid,
    version,
    commit,
    prev: previous,
    actor_pid: source.actorId ? pids.get(source.actorId)! : null,
    level: levelOf(given),
    t: sealedAt.toISOString(),
  })
  const receipts = participants.map((personId) => ({ id: newId(), personId, at: log.now }))
  const { index: leafIndex } = await append(db, log, new TextDecoder().decode(leaf), {
    beside: ({ epoch, index, proof }) => [
      db
        .insertInto('sealedVersion')
        .values({ ...place, sealed, commit, epoch, leafIndex: index, sealedAt })
        .execute(),
      db
        .insertInto('sealSecret')
        .values({ ...place, wrapped })
        .execute(),
      ...receipts.map((receipt) =>
        db
          .insertInto('receipt')
          .values({ ...place, ...receipt, proof })
          .execute(),
      ),
    ],
  })
  return { leafIndex, hash: commit, sealedAt, receiptIds: receipts.map(({ id }) => id) }
}

/** Where a version lies in the log; null while it is not sealed. */
export async function sealOf(
  db: Db,
  orgId: string,
  id: VersionId,
): Promise<Omit<Seal, 'receiptIds'> | null> {
  const row = await sealedVersionOf(db, orgId, id)
  return row ? { leafIndex: row.leafIndex, hash: row.commit, sealedAt: row.sealedAt } : null
}

async function receiptIds(
  db: Db,
  orgId: string,
  { recordId, version }: VersionId,
  participants: string[],
) {
  const rows = await db
    .selectFrom('receipt')
    .select(['id', 'personId'])
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '=', version)
    .execute()
  return participants.flatMap((personId) => rows.find((row) => row.personId === personId)?.id ?? [])
}

const hasSealed = async (db: Db, orgId: string): Promise<boolean> =>
  (await db
    .selectFrom('sealedVersion')
    .select('version')
    .where('orgId', '=', orgId)
    .limit(1)
    .executeTakeFirst()) !== undefined

async function previousCommit(
  db: Db,
  orgId: string,
  { recordId, version }: VersionId,
): Promise<string | null> {
  const row = await db
    .selectFrom('sealedVersion')
    .select('commit')
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '<', version)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.commit ?? null
}

const sealedForm = (signature: SignatureTable, pids: Map<string, string>): SealedSignature => ({
  person_pid: pids.get(signature.personId)!,
  name: signature.name,
  role: signature.role,
  level: signature.level,
  outcome: signature.outcome,
  words: outcomes[signature.outcome],
  statement: signature.statement,
  at: signature.at.toISOString(),
  ip: signature.ip,
  user_agent: signature.userAgent,
  shown_hash: signature.shownHash,
  recorded_by_pid: signature.recordedBy && pids.get(signature.recordedBy)!,
  agreement: signature.agreement,
  assertion: signature.evidence,
})
