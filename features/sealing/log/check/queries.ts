import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import { equalBytes, utf8, type Bytes } from '../../bytes/rules.ts'
import { checkNote, readCheckpoint, readKey, readNote, type Key } from '../../note/rules.ts'
import { heldBy } from '../../signer/held/queries.ts'
import { lastSigned } from '../../signer/handlers.ts'
import { lockLog, readLog, readNodes } from '../handlers.ts'
import { leafHash, nodeHash, nodesCompletedBy, nodesOf, rootOf, type NodeRef } from '../rules.ts'

/** Whether log, signer and whoever was handed checkpoints agree: `behind` the log is shorter than what was signed, `forgotten` the signer has no memory. */
export type Head = {
  epoch: number
  size: number
  state: 'whole' | 'behind' | 'forgotten' | 'differs'
}

/** Compares the newest log with its signer's memory while nobody writes it; null before anything was sealed. */
export async function headOf(db: Db, orgId: string): Promise<Head | null> {
  await lockLog(db, orgId)
  const log = await readLog(db, orgId)
  if (!log) return null
  const { epoch, size } = log
  const held = heldBy(orgId, epoch)
  if (held) return { epoch, size, state: held.witness ? 'differs' : 'behind' }
  const signed = lastSigned(orgId, epoch)
  if (!signed) return { epoch, size, state: size > 0 ? 'forgotten' : 'whole' }
  // One ahead is a leaf whose transaction never committed: the next seal puts it back.
  if (signed.size > size + 1) return { epoch, size, state: 'behind' }
  if (signed.size > size) return { epoch, size, state: 'whole' }
  const read = await readNodes(db, log, [{ from: 0, to: signed.size }])
  const agrees = equalBytes(rootOf(signed.size, read), signed.root)
  return { epoch, size, state: agrees ? 'whole' : 'differs' }
}

/** The log's epochs, the oldest first, each with all the keys that may have signed for it. */
export async function epochsOf(
  db: Db,
  orgId: string,
): Promise<{ epoch: number; publicKeys: string[] }[]> {
  const { rows } = await sql<{ epoch: number; publicKeys: string[] }>`
    select epoch, array_agg(public_key order by number) as public_keys
      from (select epoch, public_key, 0 as number from log_key where org_id = ${orgId}
            union all select epoch, public_key, number from log_rotation where org_id = ${orgId}) k
     group by epoch order by epoch`.execute(db)
  return rows
}

/**
 * Hashes a run of leaves anew, with every node above that they complete and every checkpoint signed in it.
 * @param most so many leaves at once; 500 is a fraction of a second
 * @returns where to go on, null at the end; and the first leaf that is not what was signed
 */
export async function checkLeaves(
  db: Db,
  { orgId, epoch, publicKeys }: { orgId: string; epoch: number; publicKeys: string[] },
  from: number,
  most = 500,
): Promise<{ checked: number; next: number | null; flaw: number | null }> {
  const run = { orgId, epoch, from, most }
  // Side by side, not joined: row-level security has no index for a size that is worked out.
  const [leaves, notes] = await Promise.all([leavesIn(db, run), notesIn(db, run)])
  const refs = new Map<string, NodeRef>()
  for (const { leafIndex } of leaves) {
    const completed = nodesCompletedBy(leafIndex)
    const below = completed.flatMap(({ level, index }) =>
      level === 0
        ? []
        : [
            { level: level - 1, index: index * 2 },
            { level: level - 1, index: index * 2 + 1 },
          ],
    )
    const roots = notes.has(leafIndex + 1) ? nodesOf({ from: 0, to: leafIndex + 1 }) : []
    for (const ref of [...completed, ...below, ...roots]) refs.set(`${ref.level}/${ref.index}`, ref)
  }
  const read = await readNodes(db, { orgId, epoch }, [], [...refs.values()])
  const keys = publicKeys.flatMap((text) => readKey(text) ?? [])
  for (const [at, { leafIndex, leaf }] of leaves.entries()) {
    const size = leafIndex + 1
    const note = notes.get(size)
    if (
      leafIndex !== from + at ||
      !nodesCompletedBy(leafIndex).every((ref) => equalBytes(read(ref), hashed(ref, leaf, read))) ||
      (note !== undefined && !(await isSigned(note, keys, size, rootOf(size, read))))
    )
      return { checked: at, next: null, flaw: from + at }
  }
  const checked = leaves.length
  return { checked, next: checked === most ? from + most : null, flaw: null }
}

type Run = { orgId: string; epoch: number; from: number; most: number }

const leavesIn = (db: Db, { orgId, epoch, from, most }: Run) =>
  db
    .selectFrom('logLeaf')
    .select(['leafIndex', 'leaf'])
    .where('orgId', '=', orgId)
    .where('epoch', '=', epoch)
    .where('leafIndex', '>=', from)
    .orderBy('leafIndex')
    .limit(most)
    .execute()

/** The checkpoints signed in a run, by their size. */
async function notesIn(db: Db, { orgId, epoch, from, most }: Run): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('logCheckpoint')
    .select(['size', 'note'])
    .where('orgId', '=', orgId)
    .where('epoch', '=', epoch)
    .where('size', '>', from)
    .where('size', '<=', from + most)
    .execute()
  return new Map(rows.map(({ size, note }) => [size, note]))
}

const hashed = ({ level, index }: NodeRef, leaf: string, read: (ref: NodeRef) => Bytes): Bytes =>
  level === 0
    ? leafHash(utf8(leaf))
    : nodeHash(
        read({ level: level - 1, index: index * 2 }),
        read({ level: level - 1, index: index * 2 + 1 }),
      )

async function isSigned(text: string, keys: Key[], size: number, root: Bytes) {
  const note = readNote(text)
  const checkpoint = note && readCheckpoint(note.text)
  if (!note || checkpoint?.origin !== keys[0]?.name || checkpoint?.size !== size) return false
  if (!equalBytes(checkpoint.root, root)) return false
  const checks = await Promise.all(keys.map((key) => checkNote(note, key)))
  return checks.includes('valid')
}
