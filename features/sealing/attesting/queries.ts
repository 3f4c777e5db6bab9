import type { Db } from '../../../platform/database.ts'
import { toBase64 } from '../bytes/rules.ts'
import { contactsOf } from '../checkpoints/queries.ts'
import { type Log } from '../log/handlers.ts'
import { newestCheckpoint, type Kept } from '../log/proofs/queries.ts'
import './table.ts'

type Which = Pick<Log, 'orgId' | 'epoch'>

/** A checkpoint others have spoken about: its note with their cosignatures, and the token over it (base64, or ''). */
export type Attested = Kept & { timestamp: string }

/**
 * The checkpoint that proves most about a leaf: the first that covers it with a timestamp and a cosignature, else with a
 * timestamp, else with a cosignature; null when nobody outside has seen it yet.
 */
export async function attestedCheckpoint(
  db: Db,
  { orgId, epoch }: Which,
  index: number,
): Promise<Attested | null> {
  const rows = await db
    .selectFrom('logAttestation as a')
    .innerJoin('logCheckpoint as c', (join) =>
      join
        .onRef('c.orgId', '=', 'a.orgId')
        .onRef('c.epoch', '=', 'a.epoch')
        .onRef('c.size', '=', 'a.size'),
    )
    .select(['a.size', 'a.kind', 'a.body', 'c.note'])
    .where('a.orgId', '=', orgId)
    .where('a.epoch', '=', epoch)
    .where('a.size', '>', index)
    .orderBy('a.size')
    .orderBy('a.authority')
    .limit(50)
    .execute()
  const bySize = [...Map.groupBy(rows, ({ size }) => size).values()]
  const has = (kind: 'timestamp' | 'cosignature') => (list: typeof rows) =>
    list.some((row) => row.kind === kind)
  const best =
    bySize.find((list) => has('timestamp')(list) && has('cosignature')(list)) ??
    bySize.find(has('timestamp')) ??
    bySize[0]
  if (!best) return null
  const lines = best.filter(({ kind }) => kind === 'cosignature').map(({ body }) => body.toString())
  const token = best.find(({ kind }) => kind === 'timestamp')
  return {
    size: best[0]!.size,
    note: `${best[0]!.note}${lines.join('')}`,
    timestamp: token ? toBase64(token.body) : '',
  }
}

/** What is known of one kind of attestation: the newest, and since when a checkpoint waits for the next. */
export type Standing = {
  newest: (Kept & { at: Date }) | null
  lastSize: number
  lastAt: Date | null
  waitingSince: Date | null
}

/** How far others have attested a log: the last time, and since when something waits. */
export async function standingOf(
  db: Db,
  log: Which,
  kind: 'timestamp' | 'cosignature',
): Promise<Standing> {
  const newest = (await newestCheckpoint(db, log)) ?? null
  const last = await db
    .selectFrom('logAttestation')
    .select(['size', 'at'])
    .where('orgId', '=', log.orgId)
    .where('epoch', '=', log.epoch)
    .where('kind', '=', kind)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  const lastSize = last?.size ?? 0
  const waiting = await db
    .selectFrom('logCheckpoint')
    .select('at')
    .where('orgId', '=', log.orgId)
    .where('epoch', '=', log.epoch)
    .where('size', '>', lastSize)
    .orderBy('size')
    .limit(1)
    .executeTakeFirst()
  return { newest, lastSize, lastAt: last?.at ?? null, waitingSince: waiting?.at ?? null }
}

/** Is the day's checkpoint given to anybody? */
export const isHandedOut = async (db: Db, orgId: string): Promise<boolean> =>
  (await contactsOf(db, orgId)).length > 0
