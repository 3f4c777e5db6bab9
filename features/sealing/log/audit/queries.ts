import { hash } from 'node:crypto'
import { sql } from 'kysely'
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

async function leavesFrom(db: Db, { orgId, epoch }: Log, from: number): Promise<StoredLeaf[]> {
  const { rows } = await sql<StoredLeaf>`
    select l.leaf_index, l.leaf, n.hash as stored
      from log_leaf l
      left join log_node n
        on n.org_id = l.org_id and n.epoch = l.epoch and n.level = 0 and n.node_index = l.leaf_index
     where l.org_id = ${orgId} and l.epoch = ${epoch} and l.leaf_index >= ${from}
     order by l.leaf_index limit ${PAGE}`.execute(db)
  return rows
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
