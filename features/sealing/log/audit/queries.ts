import { hash } from 'node:crypto'
import type { Db } from '../../../../platform/database.ts'
import { lastSigned } from '../../signer/handlers.ts'
import { readLog, type Log } from '../handlers.ts'

/** What a full reading of a log found: the first leaf whose stored hash is not its own, or a tree nobody signed. */
export type LogAudit = {
  size: number
  signedSize: number
  brokenLeaf: number | null
  rootMatches: boolean
}

/** So many leaves are read at once, while those before are hashed. */
const PAGE = 5000

/** Recomputes the newest epoch from its leaves and compares with what the signer remembers. */
export async function auditLog(db: Db, orgId: string): Promise<LogAudit | null> {
  const log = await readLog(db, orgId)
  if (!log) return null
  const signed = lastSigned(orgId, log.epoch)
  const tree = growingTree()
  let brokenLeaf: number | null = null
  let rootMatches = false
  const add = (leaf: string) => {
    const own = tree.add(leaf)
    if (tree.size() === signed?.size) rootMatches = tree.root().equals(signed.root)
    return own
  }
  let next = leavesFrom(db, log, 0)
  for (let from = 0; from < log.size; from += PAGE) {
    const rows = await next
    if (from + PAGE < log.size) next = leavesFrom(db, log, from + PAGE)
    for (const { leafIndex, leaf, stored } of rows) {
      const at = tree.size()
      if (!stored?.equals(add(leaf)) || leafIndex !== at) brokenLeaf ??= at
    }
  }
  // Signed in a transaction that did not commit: the next seal puts it back, so it counts.
  if (signed?.size === log.size + 1) add(signed.leaf)
  return { size: log.size, signedSize: signed?.size ?? 0, brokenLeaf, rootMatches }
}

type StoredLeaf = { leafIndex: number; leaf: string; stored: Buffer | null }

// Read side by side rather than joined: a planner that takes a young log for empty compares every leaf with
// every hash.
async function leavesFrom(db: Db, { orgId, epoch }: Log, from: number): Promise<StoredLeaf[]> {
  const [leaves, nodes] = await Promise.all([
    db
      .selectFrom('logLeaf')
      .select(['leafIndex', 'leaf'])
      .where('orgId', '=', orgId)
      .where('epoch', '=', epoch)
      .where('leafIndex', '>=', from)
      .where('leafIndex', '<', from + PAGE)
      .orderBy('leafIndex')
      .execute(),
    db
      .selectFrom('logNode')
      .select(['nodeIndex', 'hash'])
      .where('orgId', '=', orgId)
      .where('epoch', '=', epoch)
      .where('level', '=', 0)
      .where('nodeIndex', '>=', from)
      .where('nodeIndex', '<', from + PAGE)
      .execute(),
  ])
  const hashes = new Map(nodes.map(({ nodeIndex, hash }) => [nodeIndex, hash]))
  return leaves.map((leaf) => ({ ...leaf, stored: hashes.get(leaf.leafIndex) ?? null }))
}

/** RFC 6962's tree while it grows; it remembers its right edge only: one hash per bit of its size. */
export function growingTree() {
  const edge: ReturnType<typeof joined>[] = []
  let size = 0
  return {
    size: () => size,
    /** @returns the leaf's hash */
    add(leaf: string) {
      const own = hash('sha256', `\0${leaf}`, 'buffer')
      let node = own
      for (let bit = size; bit % 2 === 1; bit = (bit - 1) / 2) node = joined(edge.pop()!, node)
      edge.push(node)
      size++
      return own
    },
    root: () =>
      edge.length === 0
        ? hash('sha256', '', 'buffer')
        : edge.reduceRight((right, left) => joined(left, right)),
  }
}

function joined(left: Buffer, right: Buffer) {
  const both = Buffer.allocUnsafe(65)
  both[0] = 1
  left.copy(both, 1)
  right.copy(both, 33)
  return hash('sha256', both, 'buffer')
}
