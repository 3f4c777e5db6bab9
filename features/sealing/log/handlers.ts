import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { refuse } from '../../../platform/refusal.ts'
import { equalBytes, toHex, utf8, type Bytes } from '../bytes/rules.ts'
import { logKey } from '../keys/handlers.ts'
import { writeKey, writeProof } from '../note/rules.ts'
import { Fork, lastSigned, signCheckpoint, type Signed } from '../signer/handlers.ts'
import { heldBy } from '../signer/held/queries.ts'
import type {} from '../table.ts'
import {
  consistencyRanges,
  hashOf,
  inclusionRanges,
  leafHash,
  nodeHash,
  nodesCompletedBy,
  nodesOf,
  rootOf,
  type NodeRef,
  type Range,
} from './rules.ts'

/** The newest epoch of an organization's log. `key` is the public key in writing. */
export type Log = {
  orgId: string
  epoch: number
  key: string
  size: number
  lastLeaf: string | null
}

/**
 * One writer per organization's log until the transaction ends. Whoever holds it knows that the one before has
 * either committed or rolled back; recovery after a crash rests on that.
 */
export const lockLog = (db: Db, orgId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`cuxi.log.${orgId}`}, 0))`.execute(db)

/** The log as the database has it; null before anything was sealed. */
export async function readLog(db: Db, orgId: string): Promise<Log | null> {
  const row = await db
    .selectFrom('logKey as k')
    .leftJoin('logLeaf as l', (join) =>
      join.onRef('l.orgId', '=', 'k.orgId').onRef('l.epoch', '=', 'k.epoch'),
    )
    .where('k.orgId', '=', orgId)
    .select(['k.epoch', 'k.publicKey', 'l.leafIndex', 'l.leaf'])
    .orderBy('k.epoch', 'desc')
    .orderBy('l.leafIndex', (order) => order.desc().nullsLast())
    .limit(1)
    .executeTakeFirst()
  return row
    ? {
        orgId,
        epoch: row.epoch,
        key: row.publicKey,
        size: row.leafIndex === null ? 0 : row.leafIndex + 1,
        lastLeaf: row.leaf,
      }
    : null
}

/**
 * Opens the log for writing; call `lockLog` first. Makes key and first epoch when there is none yet, and puts back a
 * leaf that was signed in a transaction that never committed: a signed checkpoint is never taken back.
 * @throws FORBIDDEN when database and signer disagree about the past
 */
export async function openLog(db: Db, orgId: string, now: Date): Promise<Log> {
  const log = (await readLog(db, orgId)) ?? (await startLog(db, orgId, now))
  const held = await heldBy(orgId, log.epoch)
  if (held) throw refuse('sealing.logBehind', { known: held.size, found: log.size })
  const signed = await lastSigned(orgId, log.epoch)
  if (!signed) {
    if (log.size > 0) throw refuse('sealing.signerForgot')
    return log
  }
  if (signed.size === log.size) {
    const read = await readNodes(db, log, [{ from: 0, to: log.size }])
    if (!equalBytes(rootOf(log.size, read), signed.root)) throw refuse('sealing.logDiffers')
    return log
  }
  if (signed.size < log.size) return log
  return putBack(db, log, signed, now)
}

async function startLog(db: Db, orgId: string, now: Date): Promise<Log> {
  const epoch = 1
  const key = await logKey(orgId, epoch, true)
  const publicKey = writeKey(key)
  await db
    .insertInto('logKey')
    .values({ orgId, epoch, origin: key.name, publicKey, createdAt: now })
    .execute()
  return { orgId, epoch, key: publicKey, size: 0, lastLeaf: null }
}

async function putBack(db: Db, log: Log, signed: Signed, now: Date): Promise<Log> {
  if (signed.size !== log.size + 1)
    throw refuse('sealing.logBehind', { known: signed.size, found: log.size })
  const { root } = await grow(db, log, signed.leaf, now, [])
  if (!equalBytes(root, signed.root)) throw refuse('sealing.logDiffers')
  await keepCheckpoint(db, log, signed.size, signed.note, now)
  return { ...log, size: signed.size, lastLeaf: signed.leaf }
}

/** Where a new leaf stands, with the proof its people are handed. */
export type Entry = { epoch: number; index: number; proof: string }

/**
 * Appends a leaf and has the signer sign the grown tree. The signer remembers before this returns, so a rolled back
 * transaction leaves a leaf to be put back by the next `openLog`.
 */
export async function append(db: Db, log: Log, leaf: string, now: Date): Promise<Entry> {
  const size = log.size + 1
  const signedSize = (await lastSigned(log.orgId, log.epoch))?.size ?? 0
  const consistency = consistencyRanges(signedSize, size)
  const { root, read } = await grow(db, log, leaf, now, consistency)
  const inclusion = inclusionRanges(log.size, size).map((range) => hashOf(range, read))
  const note = await signCheckpoint({
    orgId: log.orgId,
    epoch: log.epoch,
    size,
    root,
    leaf,
    inclusion,
    consistency: consistency.map((range) => hashOf(range, read)),
  }).catch((error: unknown) => {
    throw error instanceof Fork ? refuse(`sealing.${FORKS[error.reason]}`) : error
  })
  await keepCheckpoint(db, log, size, note, now)
  return {
    epoch: log.epoch,
    index: log.size,
    proof: writeProof({ index: log.size, hashes: inclusion, checkpoint: note }),
  }
}

const FORKS = { behind: 'logBehind', differs: 'logDiffers', unproven: 'logDiffers' } as const

const keepCheckpoint = (db: Db, { orgId, epoch }: Log, size: number, note: string, at: Date) =>
  db.insertInto('logCheckpoint').values({ orgId, epoch, size, note, at }).execute()

/** Adds the leaf and every node it completes; `also` are further runs of the grown tree the caller wants to hash. */
async function grow(db: Db, log: Log, leaf: string, at: Date, also: Range[]) {
  const { orgId, epoch, size: index } = log
  // Nodes the leaf completes do not exist yet; everything they are made of is on the old tree's right edge.
  const completed = nodesCompletedBy(index)
  const fresh = new Map<string, Bytes>()
  const old = await readNodes(
    db,
    log,
    [{ from: 0, to: index }],
    also.flatMap(nodesOf).filter((ref) => !completed.some(is(ref))),
  )
  const read = (ref: NodeRef) => fresh.get(nameOf(ref)) ?? old(ref)
  for (const ref of completed) {
    const hash =
      ref.level === 0
        ? leafHash(utf8(leaf))
        : nodeHash(
            read({ level: ref.level - 1, index: ref.index * 2 }),
            read({ level: ref.level - 1, index: ref.index * 2 + 1 }),
          )
    fresh.set(nameOf(ref), hash)
  }
  await db.insertInto('logLeaf').values({ orgId, epoch, leafIndex: index, leaf, at }).execute()
  await db
    .insertInto('logNode')
    .values(
      completed.map((ref) => ({
        orgId,
        epoch,
        level: ref.level,
        nodeIndex: ref.index,
        hash: Buffer.from(read(ref)),
      })),
    )
    .execute()
  return { root: rootOf(index + 1, read), read }
}

const nameOf = ({ level, index }: NodeRef) => `${level}/${index}`
const is = (wanted: NodeRef) => (ref: NodeRef) =>
  ref.level === wanted.level && ref.index === wanted.index

/** The stored hashes of some runs of leaves, in one query. */
export async function readNodes(
  db: Db,
  { orgId, epoch }: Pick<Log, 'orgId' | 'epoch'>,
  ranges: Range[],
  also: NodeRef[] = [],
): Promise<(ref: NodeRef) => Bytes> {
  const refs = [...ranges.flatMap(nodesOf), ...also]
  const nodes = new Map<string, Bytes>()
  if (refs.length > 0) {
    const { rows } = await sql<{ level: number; nodeIndex: number; hash: Buffer }>`
      select n.level, n.node_index, n.hash
        from unnest(${refs.map((ref) => ref.level)}::smallint[], ${refs.map((ref) => ref.index)}::bigint[]) as want (level, node_index)
        join log_node n on n.org_id = ${orgId} and n.epoch = ${epoch}
         and n.level = want.level and n.node_index = want.node_index`.execute(db)
    for (const row of rows)
      nodes.set(nameOf({ level: row.level, index: row.nodeIndex }), Uint8Array.from(row.hash))
  }
  return (ref) => {
    const hash = nodes.get(nameOf(ref))
    // A node somebody removed: any proof made with a wrong hash fails, which is what should happen.
    return hash ?? new Uint8Array(32)
  }
}

/** What a full reading of a log found: the first leaf whose stored hash is not its own, or a tree nobody signed. */
export type LogAudit = {
  size: number
  signedSize: number
  brokenLeaf: number | null
  rootMatches: boolean
}

/** Recomputes the newest epoch from its leaves and compares with what the signer remembers; for the nightly check. */
export async function auditLog(db: Db, orgId: string): Promise<LogAudit | null> {
  const log = await readLog(db, orgId)
  if (!log) return null
  const hashes: Bytes[] = []
  let brokenLeaf: number | null = null
  for (let from = 0; from < log.size; from += 1000) {
    const rows = await db
      .selectFrom('logLeaf as l')
      .leftJoin('logNode as n', (join) =>
        join
          .onRef('n.orgId', '=', 'l.orgId')
          .onRef('n.epoch', '=', 'l.epoch')
          .onRef('n.nodeIndex', '=', 'l.leafIndex')
          .on('n.level', '=', 0),
      )
      .where('l.orgId', '=', orgId)
      .where('l.epoch', '=', log.epoch)
      .where('l.leafIndex', '>=', from)
      .select(['l.leafIndex', 'l.leaf', 'n.hash'])
      .orderBy('l.leafIndex')
      .limit(1000)
      .execute()
    for (const { leafIndex, leaf, hash } of rows) {
      const own = leafHash(utf8(leaf))
      if (leafIndex !== hashes.length || toHex(own) !== (hash?.toString('hex') ?? ''))
        brokenLeaf ??= hashes.length
      hashes.push(own)
    }
  }
  const signed = await lastSigned(orgId, log.epoch)
  // Signed in a transaction that did not commit: the next seal puts it back, so it counts.
  if (signed?.size === log.size + 1) hashes.push(leafHash(utf8(signed.leaf)))
  const read = ({ level, index }: NodeRef): Bytes =>
    level === 0
      ? (hashes[index] ?? new Uint8Array(32))
      : nodeHash(
          read({ level: level - 1, index: index * 2 }),
          read({ level: level - 1, index: index * 2 + 1 }),
        )
  const rootMatches =
    signed !== null &&
    signed.size <= hashes.length &&
    equalBytes(rootOf(signed.size, read), signed.root)
  return { size: log.size, signedSize: signed?.size ?? 0, brokenLeaf, rootMatches }
}
