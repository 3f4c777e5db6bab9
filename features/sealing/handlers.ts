import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Source } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { conflict, demand, invalid } from '../../platform/refusal.ts'
import type { Context } from '../accounts/policy.ts'
import { toHex } from './bytes/rules.ts'
import { canonicalBytes, cleanText, flawOf, type JsonObject } from './canonical/rules.ts'
import { encryptVersion, newSecret, wrapSecret } from './keys/handlers.ts'
import { append, lockLog, openLog } from './log/handlers.ts'
import { signPolicy } from './policy.ts'
import {
  commitment,
  documentOf,
  flawOfRecord,
  leafBytes,
  leafKindOf,
  type Level,
  outcomes,
  type Outcome,
  type SealedSignature,
  shownHash,
} from './rules.ts'
import type { SignatureTable } from './table.ts'

/** One version of one record; what a record is, its own feature knows. */
export type VersionId = { recordId: string; version: number }

export type Acknowledgement = VersionId & {
  /** `shownHash(record)` of what was on the screen. */
  shownHash: string
  outcome: Outcome
  statement?: string | null
  level: Level
  /** What the person is in this record, e.g. `employee`, `manager`, `witness`. */
  role: string
  /** Whose acknowledgement it is when somebody else writes it down: a refusal, countersigned by a second person. */
  person?: { id: string; name: string }
}

/**
 * Signs a version on the actor's own account. The same person's second request, however it comes about, gets the
 * first signature back with `isNew: false`.
 * @throws FORBIDDEN `sealing.stepUpNeeded`; CONFLICT `sealing.alreadySealed`; BAD_REQUEST naming the field
 */
export async function sign(
  db: Db,
  context: Pick<Context, 'actor' | 'orgId' | 'now'>,
  act: Acknowledgement,
): Promise<{ signature: SignatureTable; isNew: boolean }> {
  const { actor } = context
  demand(signPolicy(actor, context.now))
  const person = act.person ?? { id: actor.personId, name: actor.name }
  return acknowledge(db, context.orgId, act, {
    personId: person.id,
    name: person.name,
    recordedBy: person.id === actor.personId ? null : actor.personId,
    bySystem: false,
    ip: actor.ip,
    userAgent: actor.userAgent,
  })
}

/** Notes that a person was shown a version and let the deadline pass. Silence is never consent. */
export const noteSilence = (
  db: Db,
  source: Pick<Source, 'orgId'>,
  act: VersionId & {
    shownHash: string
    role: string
    person: { id: string; name: string }
    statement?: string
  },
): Promise<{ signature: SignatureTable; isNew: boolean }> =>
  acknowledge(
    db,
    source.orgId,
    { ...act, outcome: 'notAnswered', level: 'S1' },
    {
      personId: act.person.id,
      name: act.person.name,
      recordedBy: null,
      bySystem: true,
      ip: '',
      userAgent: '',
    },
  )

async function acknowledge(
  db: Db,
  orgId: string,
  {
    recordId,
    version,
    shownHash: shown,
    outcome,
    level,
    role,
    statement,
  }: Omit<Acknowledgement, 'person'>,
  who: Pick<SignatureTable, 'personId' | 'name' | 'recordedBy' | 'bySystem' | 'ip' | 'userAgent'>,
): Promise<{ signature: SignatureTable; isNew: boolean }> {
  const words = statement ? cleanText(statement).trim() || null : null
  const flaw = flawOf({ name: who.name, role })
  if (flaw) throw invalid(flaw.reason, { path: flaw.path }, flaw.path)
  await lockRecord(db, orgId, recordId)
  const key = { orgId, recordId, version, personId: who.personId }
  const existing = await oneSignature(db, key)
  if (existing) return { signature: existing, isNew: false }
  if (await sealedVersionOf(db, orgId, { recordId, version }))
    throw conflict('sealing.alreadySealed')
  const signature: SignatureTable = {
    ...who,
    ...key,
    id: newId(),
    role,
    level,
    outcome,
    statement: words,
    shownHash: shown,
    at: await databaseTime(db),
    userAgent: cleanText(who.userAgent).slice(0, 400),
  }
  await db.insertInto('signature').values(signature).execute()
  return { signature, isNew: true }
}

// Signing and sealing of one record wait for each other: no signature may slip in behind a seal's back.
const lockRecord = (db: Db, orgId: string, recordId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`cuxi.record.${orgId}.${recordId}`}, 0))`.execute(
    db,
  )

const databaseTime = async (db: Db): Promise<Date> => {
  const { rows } = await sql<{
    at: Date
  }>`select date_trunc('milliseconds', clock_timestamp()) as at`.execute(db)
  return rows[0]!.at
}

const oneSignature = (
  db: Db,
  {
    orgId,
    recordId,
    version,
    personId,
  }: Pick<SignatureTable, 'orgId' | 'recordId' | 'version' | 'personId'>,
) =>
  db
    .selectFrom('signature')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '=', version)
    .where('personId', '=', personId)
    .executeTakeFirst()

/** All acknowledgements of a version, in the order they were given. */
export const signaturesOf = (
  db: Db,
  orgId: string,
  { recordId, version }: VersionId,
): Promise<SignatureTable[]> =>
  db
    .selectFrom('signature')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '=', version)
    .orderBy('at')
    .orderBy('id')
    .execute()

const sealedVersionOf = (db: Db, orgId: string, { recordId, version }: VersionId) =>
  db
    .selectFrom('sealedVersion')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '=', version)
    .executeTakeFirst()

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
  await lockRecord(db, orgId, recordId)
  const existing = await sealOf(db, orgId, input)
  if (existing) return { ...existing, receiptIds: await receiptIds(db, orgId, input, participants) }

  const flaw = flawOfRecord(record)
  if (flaw) throw invalid(flaw.reason, { path: flaw.path }, flaw.path)
  const given = await signaturesOf(db, orgId, input)
  const hash = shownHash(record)
  const stranger = given.find((signature) => signature.shownHash !== hash)
  if (stranger) throw conflict('sealing.shownDiffers', { personId: stranger.personId })

  await lockLog(db, orgId)
  const now = await databaseTime(db)
  const log = await openLog(db, orgId, now)
  const pids = await pidsOf(db, orgId, recordId, [
    recordId,
    ...participants,
    ...given.flatMap((s) => [s.personId, s.recordedBy ?? []]).flat(),
    ...(source.actorId ? [source.actorId] : []),
  ])
  const previous = await previousCommit(db, orgId, input)
  const recordPid = pids.get(recordId)!
  const bytes = canonicalBytes(
    documentOf(record, {
      org: orgId,
      record_pid: recordPid,
      version,
      prev_version_commit: previous,
      signatures: given.map((signature) => sealedForm(signature, pids)),
    }),
  )
  const place = { orgId, recordId, version }
  const secret = newSecret()
  const commit = toHex(commitment(secret.salt, bytes))
  const sealedAt = notBefore(log.lastLeaf, now)
  const leaf = leafBytes({
    v: 1,
    kind: leafKindOf(given),
    record_pid: recordPid,
    version,
    commit,
    prev: previous,
    actor_pid: source.actorId ? pids.get(source.actorId)! : null,
    level: 'S1',
    t: sealedAt.toISOString(),
  })
  const wrapped = await wrapSecret(place, secret, log.size === 0)
  const entry = await append(db, log, new TextDecoder().decode(leaf), now)
  await db
    .insertInto('sealedVersion')
    .values({
      ...place,
      sealed: encryptVersion(place, secret, bytes),
      commit,
      epoch: entry.epoch,
      leafIndex: entry.index,
      sealedAt,
    })
    .execute()
  await db
    .insertInto('sealSecret')
    .values({ ...place, wrapped })
    .execute()
  const receipts = participants.map((personId) => ({
    ...place,
    id: newId(),
    personId,
    proof: entry.proof,
    at: now,
  }))
  if (receipts.length > 0) await db.insertInto('receipt').values(receipts).execute()
  return {
    leafIndex: entry.index,
    hash: commit,
    sealedAt,
    receiptIds: receipts.map(({ id }) => id),
  }
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

// A clock that was set back must not let a later leaf look earlier.
function notBefore(lastLeaf: string | null, now: Date): Date {
  const last = lastLeaf === null ? now : new Date((JSON.parse(lastLeaf) as { t: string }).t)
  return last > now ? last : now
}

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

async function pidsOf(
  db: Db,
  orgId: string,
  recordId: string,
  subjects: string[],
): Promise<Map<string, string>> {
  // Random, unlike every other id: one made from the clock would tell when the record began.
  const rows = [...new Set(subjects)].map((subjectId) => ({
    orgId,
    recordId,
    subjectId,
    pid: randomUUID(),
  }))
  await db
    .insertInto('sealPid')
    .values(rows)
    .onConflict((clash) => clash.doNothing())
    .execute()
  const known = await db
    .selectFrom('sealPid')
    .select(['subjectId', 'pid'])
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .execute()
  return new Map(known.map(({ subjectId, pid }) => [subjectId, pid]))
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
})
