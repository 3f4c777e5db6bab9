import pg from 'pg'
import { copyOut } from '../../platform/copy.ts'
import type { Part } from './archive.ts'

/** A table as a backup sees it. */
export interface Table {
  name: string
  columns: string[]
  /** Sorts by the primary key, by code points whatever the server's language: the same rows, the same bytes. */
  order: string
  /** Kept apart by row-level security: read and written one organization at a time. */
  isApart: boolean
}

/** One table's rows, of one organization where it is kept apart. */
export interface Slice {
  table: Table
  orgId: string | null
}

/** Every table of the product, by name. What migrations were applied is told by the manifest. */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{
    name: string
    apart: boolean
    columns: string[]
    keys: string[] | null
    texts: boolean[] | null
  }>(`
    select c.relname as name, c.relrowsecurity as apart,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select array_agg(a.attname::text order by k.place) from pg_index i,
          unnest(i.indkey::int2[]) with ordinality k (attnum, place)
          join pg_attribute a on a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid) as keys,
      (select array_agg(a.attcollation <> 0 order by k.place) from pg_index i,
          unnest(i.indkey::int2[]) with ordinality k (attnum, place)
          join pg_attribute a on a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid) as texts
      from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'migration'
     order by c.relname collate "C"`)
  return rows.map(({ name, apart, columns, keys, texts }) => ({
    name,
    columns,
    isApart: apart,
    order: keys
      ? keys.map((key, at) => `${quoted(key)}${texts![at] ? ' collate "C"' : ''}`).join(', ')
      : `t::text collate "C"`,
  }))
}

export const quoted = (name: string) => pg.escapeIdentifier(name)

/** The columns of a table, as they stand in a COPY. */
export const columnsOf = ({ columns }: Table) => columns.map(quoted).join(', ')

/** `database/<table>` or `database/<table>/<organization>`. */
export const sliceName = ({ table, orgId }: Slice) =>
  ['database', table.name, ...(orgId ? [orgId] : [])].join('/')

/** Every slice there is, tables in order. */
export const slicesOf = (tables: Table[], orgIds: string[]): Slice[] =>
  tables.flatMap((table): Slice[] =>
    table.isApart ? orgIds.map((orgId) => ({ table, orgId })) : [{ table, orgId: null }],
  )

/** Text that reads the same on every server: dates, bytes and numbers as COPY writes them. */
export const sameText = `set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601'; set timezone = 'UTC';
  set bytea_output = 'hex'; set extra_float_digits = 1; set client_encoding = 'UTF8'; set statement_timeout = 0;
  set idle_in_transaction_session_timeout = 0`

/** Opens one organization's rows to the running transaction, what people said included (compare `openOrg`). */
export const openFor = (client: pg.Client, orgId: string | null) =>
  client.query(`select set_config('cuxi.org', $1, true), set_config('cuxi.content', 'all', true)`, [
    orgId ?? '',
  ])

/** A slice's rows as COPY text, in the caller's transaction. */
export async function* readSlice(client: pg.Client, slice: Slice): AsyncGenerator<Buffer> {
  const { table, orgId } = slice
  await openFor(client, orgId)
  const where = orgId ? `where org_id = ${pg.escapeLiteral(orgId)}` : ''
  yield* copyOut(
    client,
    `copy (select ${columnsOf(table)} from ${quoted(table.name)} t ${where} order by ${table.order}) to stdout`,
  )
}

/** A slice as a piece of the archive, read while it is written there. */
export const partOf = (client: pg.Client, slice: Slice): Part => ({
  name: sliceName(slice),
  chunks: readSlice(client, slice),
})

/** How many rows a piece of COPY text holds: line feeds inside of values are written as `\n`. */
export async function* countingRows(
  chunks: AsyncIterable<Uint8Array>,
  add: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    let rows = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++
    add(rows)
    yield chunk
  }
}
