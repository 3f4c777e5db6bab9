import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import type { ChannelKind } from '../../channels/rules.ts'
import type { DeliveryTable } from '../table.ts'
import '../table.ts'
import type { Fault } from './rules.ts'

/** Who holds words while sending them, and until when if nothing more is heard of it. */
export interface Hold {
  by: string
  now: Date
  until: Date
}

/** Ways on which something is to leave now; a test leaves also on one that is off or rests. */
export async function waysDue(db: Db, orgId: string, now: Date): Promise<ChannelKind[]> {
  const { rows } = await sql<{ kind: ChannelKind }>`
    select c.kind from channel c
     where c.org_id = ${orgId} and exists (select from delivery d
            where d.org_id = c.org_id and d.channel = c.kind and d.state = 'waiting' and d.not_before <= ${now}
              and (d.held_until is null or d.held_until <= ${now}) and (${isLet} or d.kind = 'test'))`.execute(
    db,
  )
  return rows.map(({ kind }) => kind)
}

const isLet = sql`(c.enabled_at is not null and (c.retry_at is null or c.retry_at <= now()))`

/**
 * Takes a few words that are due, so that no other worker does: whoever is faster has them, nobody
 * waits for another. Each gets its id for good, made of `site`.
 */
export async function claim(
  db: Db,
  { orgId, kind, site }: { orgId: string; kind: ChannelKind; site: string },
  { by, now, until }: Hold,
  most: number,
): Promise<DeliveryTable[]> {
  const { rows } = await sql<DeliveryTable>`
    update delivery d
       set held_by = ${by}, held_until = ${until}, message_id = coalesce(d.message_id, d.id || '@' || ${site}::text)
      from (select w.org_id, w.id from delivery w join channel c on c.org_id = w.org_id and c.kind = w.channel
             where w.org_id = ${orgId} and w.channel = ${kind} and w.state = 'waiting' and w.not_before <= ${now}
               and (w.held_until is null or w.held_until <= ${now}) and (${isLet} or w.kind = 'test')
             order by w.not_before, w.id limit ${most} for update of w skip locked) due
     where d.org_id = due.org_id and d.id = due.id
    returning d.*`.execute(db)
  return rows
}

/** What became of a word somebody holds; nothing when it is no longer theirs to say. */
const settle = (db: Db, { orgId, id }: Held, by: string) =>
  db
    .updateTable('delivery')
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .where('heldBy', '=', by)
    .where('state', '=', 'waiting')

type Held = Pick<DeliveryTable, 'orgId' | 'id'>
const letGo = { heldBy: null, heldUntil: null }

/** It has left, or there was nothing to say any more. @returns whether that was still theirs to say. */
export const settled = async (
  db: Db,
  held: Held,
  { by, now }: Hold,
  state: 'sent' | 'needless',
  answer: string | null,
): Promise<boolean> => {
  const { numUpdatedRows } = await settle(db, held, by)
    .set({ ...letGo, state, settledAt: now, lastError: null, lastAnswer: answer })
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** It did not leave: once more at `again`, or never when that is null. */
export const failed = (
  db: Db,
  held: Held & { attempts: number },
  { by, now }: Hold,
  { fault, answer, again }: { fault: Fault; answer: string; again: Date | null },
) =>
  settle(db, held, by)
    .set({
      ...letGo,
      attempts: held.attempts + 1,
      lastError: fault,
      lastAnswer: answer || null,
      ...(again ? { notBefore: again } : { state: 'dead', settledAt: now }),
    })
    .execute()

/** Not tried after all; no sooner than `notBefore`, when that is said. */
export const released = (db: Db, held: Held, { by }: Hold, notBefore?: Date) =>
  settle(db, held, by)
    .set({ ...letGo, ...(notBefore && { notBefore }) })
    .execute()

/** A way that took a word is well again. */
export const wayWorks = (db: Db, orgId: string, kind: ChannelKind, now: Date, answer: string) =>
  db
    .updateTable('channel')
    .set({ failures: 0, retryAt: null, lastSentAt: now, lastAnswer: answer })
    .where('orgId', '=', orgId)
    .where('kind', '=', kind)
    .execute()

/** A way that failed rests a little longer each time, for every worker. @returns failures in a row */
export async function wayFails(
  db: Db,
  orgId: string,
  kind: ChannelKind,
  answer: string,
  restMs: (failures: number) => number,
) {
  const { failures } = await db
    .updateTable('channel')
    .set((is) => ({ failures: is('failures', '+', 1), lastAnswer: answer }))
    .where('orgId', '=', orgId)
    .where('kind', '=', kind)
    .returning('failures')
    .executeTakeFirstOrThrow()
  await sql`update channel set retry_at = now() + make_interval(secs => ${restMs(failures) / 1000})
    where org_id = ${orgId} and kind = ${kind}`.execute(db)
}
