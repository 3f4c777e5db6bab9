import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { refuse } from '../../../platform/refusal.ts'
import { equalBytes, utf8, type Bytes } from '../bytes/rules.ts'
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
  type ReadNode,
} from './rules.ts'

/**
 * The newest epoch of an organization's log. `key` is the public key in writing; `edge` are the hashes of the complete
 * subtrees it falls into, left to right: all that is needed to let it grow.
 */
export type Log = {
  orgId: string
  epoch: number
  key: string
  size: number
  lastLeaf: string | null
  edge: Bytes[]
}

/**
 * One writer per organization's log until the transaction ends. Whoever holds it knows that the one before has
 * either committed or rolled back; recovery after a crash rests on that.
 */
export const lockLog = (db: Db, orgId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`cuxi.log.${orgId}`}, 0))`.execute(db)

/** The log as the database has it; null before anything was sealed. */
export const readLog = async (db: Db, orgId: string): Promise<Log | null> =>
  (await stateOf(db, orgId)).log

/**
 * The log and the database's clock, to the millisecond, in one question whatever the log's length. Row-level security
 * looks a node up by its whole key only where its place is a value by then; otherwise whole levels are read.
 */
async function stateOf(db: Db, orgId: string): Promise<{ log: Log | null; now: Date }> {
  const { rows } = await sql<{
    now: Date
    epoch: number | null
    publicKey: string
    leafIndex: number | null
    leaf: string | null
    edge: (Buffer | null)[]
  }>`
    select date_trunc('milliseconds', clock_timestamp()) as now, k.epoch, k.public_key, l.leaf_index, l.leaf, e.edge
      from (values (1)) as one
      left join lateral (
        select epoch, public_key from log_key where org_id = ${orgId} order by epoch desc limit 1) k on true
      left join lateral (
        select leaf_index, leaf from log_leaf
         where org_id = ${orgId} and epoch = k.epoch order by leaf_index desc limit 1) l on true
      left join lateral (
        select array(
          select (
            select hash from log_node n
             where n.org_id = ${orgId} and n.epoch = k.epoch and n.level = want.level and n.node_index = want.node_index)
            from (
              select height as level, ((l.leaf_index + 1) >> height) - 1 as node_index
                from generate_series(0, 52) as heights (height)
               where ((l.leaf_index + 1) >> height) & 1 = 1 offset 0) want
           order by level desc) as edge) e on true`.execute(db)
  const { now, epoch, publicKey, leafIndex, leaf, edge } = rows[0]!
  if (epoch === null) return { log: null, now }
  const size = leafIndex === null ? 0 : leafIndex + 1
  return {
    now,
    log: { orgId, epoch, key: publicKey, size, lastLeaf: leaf, edge: edge.map(hashIn) },
  }
}

// A node somebody removed: any proof made with a wrong hash fails, which is what should happen.
const hashIn = (stored: Buffer | null | undefined): Bytes =>
  stored ? Uint8Array.from(stored) : new Uint8Array(32)

/** A log that may be written to. */
export type OpenLog = Log & {
  /** When the database's clock says it was opened: the time of what is appended. */
  now: Date
  /** How far the signer has come. */
  signedSize: number
  /** The nodes that are needed to grow by one leaf and to prove it to the signer. */
  read: ReadNode
}

/**
 * Takes the log's lock and opens it for writing. Makes key and first epoch when there is none yet, and puts back a
 * leaf that was signed in a transaction that never committed: a signed checkpoint is never taken back. Others wait
 * from here to the end of the transaction: do before it whatever can be done before.
 * @throws FORBIDDEN when database and signer disagree about the past
 */
export async function openLog(db: Db, orgId: string): Promise<OpenLog> {
  // Sent together, one answer waited for; the log is read when the lock is held, not before.
  const [, { log: known, now }] = await Promise.all([lockLog(db, orgId), stateOf(db, orgId)])
  const log = known ?? (await startLog(db, orgId, now))
  const held = heldBy(orgId, log.epoch)
  if (held?.witness)
    throw refuse('sealing.logDisputed', { witness: held.witness, known: held.size })
  if (held) throw refuse('sealing.logBehind', { known: held.size, found: log.size })
  const signed = lastSigned(orgId, log.epoch)
  if (!signed) {
    if (log.size > 0) throw refuse('sealing.signerForgot')
    return ready(log, now)
  }
  if (signed.size > log.size) return putBack(db, ready(log, now), signed)
  if (signed.size < log.size)
    return { ...log, now, signedSize: signed.size, read: await readSince(db, log, signed.size) }
  if (!equalBytes(rootOfLog(log), signed.root)) throw refuse('sealing.logDiffers')
  return ready(log, now)
}

/** A log as far as its signer knows it, ready to grow. */
export const ready = (log: Log, now: Date): OpenLog => ({
  ...log,
  now,
  signedSize: log.size,
  read: onEdge(log),
})

/** An epoch's log that has no leaf yet. */
export const emptyLog = (orgId: string, epoch: number, key: string): Log => ({
  orgId,
  epoch,
  key,
  size: 0,
  lastLeaf: null,
  edge: [],
})

async function startLog(db: Db, orgId: string, now: Date): Promise<Log> {
  const epoch = 1
  const key = await logKey(orgId, epoch, true)
  const publicKey = writeKey(key)
  await db
    .insertInto('logKey')
    .values({ orgId, epoch, origin: key.name, publicKey, createdAt: now })
    .execute()
  return emptyLog(orgId, epoch, publicKey)
}

async function putBack(db: Db, log: OpenLog, signed: Signed): Promise<OpenLog> {
  if (signed.size !== log.size + 1)
    throw refuse('sealing.logBehind', { known: signed.size, found: log.size })
  const grown = grow(log, signed.leaf)
  if (!equalBytes(grown.root, signed.root)) throw refuse('sealing.logDiffers')
  await Promise.all([
    ...keepLeaf(db, log, signed.leaf, grown, log.now),
    keepCheckpoint(db, log, signed.size, signed.note, log.now),
  ])
  const { size, leaf: lastLeaf } = signed
  const edge = nodesOf({ from: 0, to: size }).map(grown.read)
  return ready({ ...log, size, lastLeaf, edge }, log.now)
}

/** Where a new leaf stands, with the proof its people are handed. */
export type Entry = { epoch: number; index: number; proof: string }

/**
 * Appends a leaf and has the signer sign the grown tree. The signer remembers before this returns, so a rolled back
 * transaction leaves a leaf to be put back by the next `openLog`.
 * @param beside what refers to the new leaf and is written with it, in the same trip to the database
 */
export async function append(
  db: Db,
  log: OpenLog,
  leaf: string,
  { now = log.now, beside }: { now?: Date; beside?: (entry: Entry) => Promise<unknown>[] } = {},
): Promise<Entry> {
  const { orgId, epoch, size: index } = log
  const size = index + 1
  const grown = grow(log, leaf)
  const { root, read } = grown
  const inclusion = inclusionRanges(index, size).map((range) => hashOf(range, read))
  const consistency = consistencyRanges(log.signedSize, size).map((range) => hashOf(range, read))
  const note = await signCheckpoint({
    orgId,
    epoch,
    size,
    root,
    leaf,
    inclusion,
    consistency,
  }).catch((error: unknown) => {
    throw error instanceof Fork ? refuse(`sealing.${FORKS[error.reason]}`) : error
  })
  const entry = { epoch, index, proof: writeProof({ index, hashes: inclusion, checkpoint: note }) }
  await Promise.all([
    ...keepLeaf(db, log, leaf, grown, now),
    keepCheckpoint(db, log, size, note, now),
    ...(beside?.(entry) ?? []),
  ])
  return entry
}

const FORKS = { behind: 'logBehind', differs: 'logDiffers', unproven: 'logDiffers' } as const

const keepCheckpoint = (db: Db, { orgId, epoch }: Log, size: number, note: string, at: Date) =>
  db.insertInto('logCheckpoint').values({ orgId, epoch, size, note, at }).execute()

type Grown = { root: Bytes; read: ReadNode; completed: NodeRef[] }

/** The log with one leaf more: its root, and the nodes the leaf completes; everything they are made of is on the edge. */
function grow({ size: index, read: old }: OpenLog, leaf: string): Grown {
  const completed = nodesCompletedBy(index)
  const fresh = new Map<string, Bytes>()
  const read = (ref: NodeRef) => fresh.get(nameOf(ref)) ?? old(ref)
  for (const ref of completed)
    fresh.set(
      nameOf(ref),
      ref.level === 0
        ? leafHash(utf8(leaf))
        : nodeHash(
            read({ level: ref.level - 1, index: ref.index * 2 }),
            read({ level: ref.level - 1, index: ref.index * 2 + 1 }),
          ),
    )
  return { root: rootOf(index + 1, read), read, completed }
}

const keepLeaf = (
  db: Db,
  { orgId, epoch, size: leafIndex }: Log,
  leaf: string,
  { completed, read }: Grown,
  at: Date,
) => [
  db.insertInto('logLeaf').values({ orgId, epoch, leafIndex, leaf, at }).execute(),
  db
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
    .execute(),
]

/** The root of the log as the database has it. */
export const rootOfLog = (log: Log): Bytes => rootOf(log.size, onEdge(log))

/** The nodes on the log's right edge; any other reads as nothing. */
function onEdge({ size, edge }: Log): ReadNode {
  const nodes = new Map(nodesOf({ from: 0, to: size }).map((ref, i) => [nameOf(ref), edge[i]!]))
  return (ref) => nodes.get(nameOf(ref)) ?? hashIn(null)
}

/** After an old copy of the signer's memory was put back: the nodes that prove how the log grew since then. */
const readSince = (db: Db, log: Log, signedSize: number): Promise<ReadNode> => {
  const completed = nodesCompletedBy(log.size)
  const proving = consistencyRanges(signedSize, log.size + 1).flatMap(nodesOf)
  return readNodes(
    db,
    log,
    [{ from: 0, to: log.size }],
    proving.filter((ref) => !completed.some(is(ref))),
  )
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
): Promise<ReadNode> {
  const refs = [...ranges.flatMap(nodesOf), ...also]
  const want = sql`unnest(${refs.map(({ level }) => level)}::smallint[], ${refs.map(({ index }) => index)}::bigint[])`
  const { rows } = await sql<{ level: number; nodeIndex: number; hash: Buffer | null }>`
    select level, node_index, (
        select hash from log_node n
         where n.org_id = ${orgId} and n.epoch = ${epoch} and n.level = want.level and n.node_index = want.node_index) as hash
      from ${want} as want (level, node_index)`.execute(db)
  const nodes = new Map(
    rows.map(({ level, nodeIndex: index, hash }) => [nameOf({ level, index }), hashIn(hash)]),
  )
  return (ref) => nodes.get(nameOf(ref)) ?? hashIn(null)
}
