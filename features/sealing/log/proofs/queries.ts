import type { Db } from '../../../../platform/database.ts'
import type { Bytes } from '../../bytes/rules.ts'
import { writeProof } from '../../note/rules.ts'
import { readNodes, type Log } from '../handlers.ts'
import { consistencyRanges, hashOf, inclusionRanges } from '../rules.ts'

/** A signed checkpoint as it is kept: how many leaves, and the note. */
export type Kept = { size: number; note: string }

/** The newest signed checkpoint of a log; undefined before the first. */
export const newestCheckpoint = (
  db: Db,
  { orgId, epoch }: Pick<Log, 'orgId' | 'epoch'>,
): Promise<(Kept & { at: Date }) | undefined> =>
  db
    .selectFrom('logCheckpoint')
    .select(['size', 'note', 'at'])
    .where('orgId', '=', orgId)
    .where('epoch', '=', epoch)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()

/** A proof for a leaf under one checkpoint, or the newest; null when it does not cover the leaf. */
export async function proofOf(
  db: Db,
  log: Pick<Log, 'orgId' | 'epoch'>,
  index: number,
  under: Kept | null = null,
): Promise<string | null> {
  const checkpoint = under ?? (await newestCheckpoint(db, log))
  if (!checkpoint || index >= checkpoint.size) return null
  const ranges = inclusionRanges(index, checkpoint.size)
  const read = await readNodes(db, log, ranges)
  return writeProof({
    index,
    hashes: ranges.map((range) => hashOf(range, read)),
    checkpoint: checkpoint.note,
  })
}

/** The hashes that prove that the log of `older` leaves is the beginning of the log of `size`. */
export async function consistencyOf(
  db: Db,
  log: Pick<Log, 'orgId' | 'epoch'>,
  older: number,
  size: number,
): Promise<Bytes[]> {
  const ranges = consistencyRanges(older, size)
  const read = await readNodes(db, log, ranges)
  return ranges.map((range) => hashOf(range, read))
}
