import { sql } from 'kysely'
import { json, type Db } from '../../../../platform/database.ts'
import { keepReplaced, type Standing } from '../../answers/queries.ts'
import type { Change } from '../contract.ts'
import type { Copied, Rows } from '../table.ts'

/** What an amendment may change, table by table: which rows belong to a record, and what tells them apart. */
const tables = {
  // The order in which rows may come back: what is pointed at first.
  part: {
    keys: ['id'],
    of: (id: string) => sql`conversation_id = ${id} and kind <> 'privateNote'`,
  },
  answer: {
    keys: ['part_id', 'field_key'],
    of: (id: string) =>
      sql`part_id in (select p.id from part p where p.conversation_id = ${id} and p.kind <> 'privateNote')`,
  },
  plan_line: { keys: ['id'], of: (id: string) => sql`conversation_id = ${id}` },
  minutes_update: { keys: ['id'], of: (id: string) => sql`conversation_id = ${id}` },
  // What hangs on somebody’s own note is theirs, before and after.
  attachment: {
    keys: ['id'],
    of: (id: string) =>
      sql`conversation_id = ${id} and (part_id is null or part_id not in (select p.id from part p
        where p.conversation_id = ${id} and p.kind = 'privateNote'))`,
  },
  presented_page: { keys: ['conversation_id'], of: (id: string) => sql`conversation_id = ${id}` },
  stage: { keys: ['run_id', 'key'], of: (id: string) => sql`run_id = ${id}` },
} as const satisfies Record<Exclude<keyof Copied, 'conversation'>, unknown>
type Table = keyof typeof tables

/** Of the record itself: how far it had come, and what both had read. */
const columns = [
  'record_version',
  'phase',
  'presented_at',
  'presented_by',
  'presented_hash',
] as const

/** Keeps everything an amendment may change as it stands now, before it is opened again. */
export async function copyStanding(
  db: Db,
  orgId: string,
  { conversationId, amendmentId }: { conversationId: string; amendmentId: string },
): Promise<void> {
  const rowsIn = (table: string, where: ReturnType<typeof sql>) =>
    sql`coalesce((select jsonb_agg(to_jsonb(t)) from ${sql.table(table)} t where t.org_id = ${orgId} and ${where}), '[]')`
  const copies = Object.entries(tables).map(
    ([table, { of }]) => sql`${sql.lit(table)}::text, ${rowsIn(table, of(conversationId))}`,
  )
  await sql`
    insert into amendment_copy (org_id, amendment_id, conversation_id, standing)
    values (${orgId}, ${amendmentId}, ${conversationId}, jsonb_build_object(${sql.join(copies)},
      'conversation', ${rowsIn('conversation', sql`t.id = ${conversationId}`)}))`.execute(db)
}

/**
 * Puts everything back as it stood. Wordings that are not what they were stay behind the answers, files
 * added meanwhile are taken out of the record, and nothing else remains of the amendment but `discarded`.
 */
export async function restoreStanding(
  db: Db,
  orgId: string,
  {
    conversationId,
    amendmentId,
    now,
  }: Record<'conversationId' | 'amendmentId', string> & { now: Date },
  discarded: Change[],
): Promise<void> {
  const { standing } = await db
    .selectFrom('amendmentCopy')
    .select('standing')
    .where('orgId', '=', orgId)
    .where('amendmentId', '=', amendmentId)
    .executeTakeFirstOrThrow()
  if (!standing) throw new Error(`amendment ${amendmentId} has nothing to go back to`)
  await keepWordings(db, orgId, conversationId, standing.answer)
  for (const table of Object.keys(tables) as Table[])
    await putBack(db, orgId, { table, conversationId, now }, standing[table])
  // Last: from here on the database lets nobody change what the seal holds.
  const set = columns.map((column) => sql`${sql.ref(column)} = k.${sql.ref(column)}`)
  await sql`
    update conversation c set ${sql.join(set)}
      from jsonb_populate_recordset(null::conversation, ${json(standing.conversation)}) k
     where c.org_id = ${orgId} and c.id = ${conversationId}`.execute(db)
  await db
    .updateTable('amendmentCopy')
    .set({ standing: null, discarded: json(discarded) })
    .where('orgId', '=', orgId)
    .where('amendmentId', '=', amendmentId)
    .execute()
}

async function putBack(
  db: Db,
  orgId: string,
  { table, conversationId, now }: { table: Table; conversationId: string; now: Date },
  rows: Rows,
) {
  const { keys, of } = tables[table]
  const copied = sql`jsonb_populate_recordset(null::${sql.table(table)}, ${json(rows)})`
  const isSame = sql.join(
    keys.map((key) => sql`k.${sql.ref(key)} = ${sql.ref(table)}.${sql.ref(key)}`),
    sql` and `,
  )
  const added = sql`org_id = ${orgId} and ${of(conversationId)} and not exists (select from ${copied} k where ${isSame})`
  if (table === 'attachment')
    await sql`update attachment set removed_at = ${now} where removed_at is null and ${added}`.execute(
      db,
    )
  // A part holds the wordings that were replaced; empty it is no part of the record.
  else if (table !== 'part') await sql`delete from ${sql.table(table)} where ${added}`.execute(db)
  const [first] = rows
  if (!first) return
  const others = Object.keys(first).filter(
    (column) => column !== 'org_id' && !(keys as readonly string[]).includes(column),
  )
  await sql`
    insert into ${sql.table(table)} select * from ${copied}
    on conflict (org_id, ${sql.join(keys.map((key) => sql.ref(key)))}) do update
      set ${sql.join(others.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`))}`.execute(
    db,
  )
}

/** Wordings of the amendment become earlier wordings: nobody can say they never were, nor are they lost. */
async function keepWordings(db: Db, orgId: string, conversationId: string, before: Rows) {
  const { rows } = await sql<Standing & { partId: string }>`
    select a.part_id, a.field_key, a.value, a.version, a.updated_by, a.updated_at, a.client_id from answer a
     where a.org_id = ${orgId} and ${tables.answer.of(conversationId)}
       and not exists (select from jsonb_populate_recordset(null::answer, ${json(before)}) k
         where k.part_id = a.part_id and k.field_key = a.field_key and k.version = a.version)`.execute(
    db,
  )
  for (const [partId, changed] of Map.groupBy(rows, (row) => row.partId))
    await keepReplaced(db, orgId, partId, changed)
}

/** What had been written by the time an amendment was withdrawn; null where it was not. */
export const discardedOf = async (
  db: Db,
  orgId: string,
  amendmentId: string,
): Promise<{ conversationId: string; discarded: Change[] } | null> => {
  const row = await db
    .selectFrom('amendmentCopy')
    .select(['conversationId', 'discarded'])
    .where('orgId', '=', orgId)
    .where('amendmentId', '=', amendmentId)
    .executeTakeFirst()
  return row?.discarded ? { conversationId: row.conversationId, discarded: row.discarded } : null
}
