import { sql } from 'kysely'
import { json, type Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import '../channels/table.ts'
import { channelKinds, type ChannelKind } from '../channels/rules.ts'
import type { DeliveryKind } from './rules.ts'
import './table.ts'

/** A word that is to reach one person outside of the product. */
export interface Word {
  personId: string
  kind: DeliveryKind
  /** The kind of notice, for notices. */
  topic?: string
  subjectId?: string
  /** Two words with the same key are one, on each way. */
  dedupe: string
  /** It leaves no sooner. */
  notBefore?: Date
  /** The ways it may take; all that are on by default. */
  channels?: readonly ChannelKind[]
}

/** The ways that are on; where none is, no word leaves the building. */
export async function openWays(db: Db, orgId: string): Promise<ChannelKind[]> {
  const rows = await db
    .selectFrom('channel')
    .select('kind')
    .where('orgId', '=', orgId)
    .where('enabledAt', 'is not', null)
    .execute()
  return rows.map(({ kind }) => kind)
}

/**
 * Puts words into the outbox of every way that is on and can reach the person; people who have left
 * get none. Asked again, it changes nothing. @returns how many are new.
 */
export async function enqueue(
  db: Db,
  { orgId, now }: { orgId: string; now: Date },
  words: Word[],
): Promise<number> {
  if (words.length === 0) return 0
  const open = await openWays(db, orgId)
  if (open.length === 0) return 0
  const rows = words.map(({ channels = open, notBefore = now, ...word }) => ({
    ...word,
    notBefore,
    ids: Object.fromEntries(
      open.filter((kind) => channels.includes(kind)).map((kind) => [kind, newId()]),
    ),
  }))
  const { numAffectedRows } = await sql`
    insert into delivery (org_id, id, person_id, channel, kind, topic, subject_id, dedupe, not_before, created_at)
    select ${orgId}::uuid, (w.ids ->> c.kind)::uuid, p.id, c.kind, w.kind, w.topic, w."subjectId", w.dedupe, w."notBefore", ${now}::timestamptz
      from jsonb_to_recordset(${json(rows)}) as w ("personId" uuid, kind text, topic text, "subjectId" uuid,
             dedupe text, "notBefore" timestamptz, ids jsonb)
      join person p on p.org_id = ${orgId} and p.id = w."personId"
      join channel c on c.org_id = p.org_id and c.enabled_at is not null and w.ids ? c.kind
      join organization o on o.id = p.org_id
     where (p.left_on is null or p.left_on > (${now}::timestamptz at time zone o.timezone)::date)
       and case when c.kind = 'mail' then p.email is not null
                when c.settings ->> 'addressing' = 'phone' then p.phone is not null
                else c.settings ->> 'addressing' = 'employeeNo' end
        on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Puts numbers into the outbox of chats that know nobody: one word to the whole group. */
export async function enqueueForGroups(
  db: Db,
  { orgId, now }: { orgId: string; now: Date },
  { topic, dedupe }: { topic: string; dedupe: string },
): Promise<void> {
  const ids = Object.fromEntries(channelKinds.map((kind) => [kind, newId()]))
  await sql`
    insert into delivery (org_id, id, person_id, channel, kind, topic, dedupe, not_before, created_at)
    select c.org_id, (${json(ids)} ->> c.kind)::uuid, null, c.kind, 'reminder', ${topic}, ${dedupe}, ${now}, ${now}
      from channel c
     where c.org_id = ${orgId} and c.enabled_at is not null and c.settings ->> 'addressing' = 'nobody'
        on conflict do nothing`.execute(db)
}

/** Forgets what has long been settled. */
export const forgetSettled = (db: Db, orgId: string, before: Date) =>
  db.deleteFrom('delivery').where('orgId', '=', orgId).where('settledAt', '<', before).execute()
