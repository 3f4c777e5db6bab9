import { createHash } from 'node:crypto'
import pg from 'pg'
import { copyIn } from '../../platform/copy.ts'
import { migrate } from '../../platform/migrate.ts'
import type { Part } from './archive.ts'
import { Complaint } from './complaint.ts'
import type { Manifest } from './manifest.ts'
import {
  columnsOf,
  quoted,
  readSlice,
  sameText,
  sliceName,
  slicesOf,
  tablesOf,
  type Slice,
  type Table,
} from './tables.ts'

/** What a database holds before anything is brought into it. */
export type Standing = 'empty' | 'prepared' | 'used'

/** `prepared`: our tables without a single organization; a killed attempt leaves that. */
export async function standingOf(client: pg.Client): Promise<Standing> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss')
        and n.nspname not like 'pg\\_%'
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`,
  )
  if (rows.length === 0) return 'empty'
  const names = new Set(rows.map(({ name }) => name))
  if (!names.has('migration') || !names.has('organization'))
    return names.size === 1 && names.has('migration') ? 'prepared' : 'used'
  const { rows: organizations } = await client.query('select from organization limit 1')
  return organizations.length === 0 ? 'prepared' : 'used'
}

/** Connects to a server that is to receive the product's data. @throws Complaint when it cannot be used */
export async function openTarget(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 })
  client.on('error', () => {})
  await client.connect().catch((error: Error) => {
    throw new Complaint(
      `连不上目标数据库：${error.message}`,
      `The target database cannot be reached: ${error.message}`,
    )
  })
  const { rows } = await client.query<{ version: number; encoding: string; mayMake: boolean }>(
    `select current_setting('server_version_num')::int / 10000 as version,
            current_setting('server_encoding') as encoding,
            has_schema_privilege('public', 'create') as "mayMake"`,
  )
  const { version, encoding, mayMake } = rows[0]!
  const flaw =
    version < 15
      ? [
          `目标是 PostgreSQL ${version}，需要 15 或更高。`,
          `The target is PostgreSQL ${version}; 15 or newer is needed.`,
        ]
      : encoding !== 'UTF8'
        ? [
            `目标数据库的编码是 ${encoding}，需要 UTF8。`,
            `The target database is encoded in ${encoding}; UTF8 is needed.`,
          ]
        : !mayMake
          ? [
              '这个角色不能在目标数据库里建表，请让它成为数据库的所有者。',
              'This role may not create tables there: make it the owner of the database.',
            ]
          : null
  if (flaw) {
    await client.end()
    throw new Complaint(flaw[0]!, flaw[1]!)
  }
  await client.query(sameText)
  return client
}

/** Refuses data of a newer program, and a place another version has prepared. */
export async function prepare(
  client: pg.Client,
  url: string,
  migrations: Manifest['migrations'],
): Promise<void> {
  await migrate(
    url,
    migrations.map(({ name }) => name),
  ).catch((error: Error) => {
    throw new Complaint(
      `目标数据库是由别的版本准备的，请给一个空的数据库。（${error.message}）`,
      `The target was prepared by another version: give an empty database. (${error.message})`,
    )
  })
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from migration',
  )
  const there = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  const unknown = migrations.find(({ name, sha256 }) => there.get(name) !== sha256)
  if (unknown)
    throw new Complaint(
      `数据来自更新的程序（${unknown.name}）。请先升级本程序。`,
      `The data comes from a newer program (${unknown.name}): upgrade this one first.`,
    )
}

/**
 * Brings slices into an empty, prepared database in one transaction, reads each back and compares it
 * with what went in: all of it, or nothing. Row-level security, triggers and foreign keys rest
 * meanwhile, which their owner may do; keys are checked as a whole when they return.
 * @param expect the sum a slice must have, when somebody knows it beforehand
 * @returns rows per table
 */
export async function load(
  client: pg.Client,
  parts: AsyncIterable<Part>,
  {
    orgIds,
    expect,
    beforeCommit,
  }: {
    orgIds: string[]
    expect: (name: string) => string | null
    beforeCommit?: () => Promise<void>
  },
): Promise<Record<string, number>> {
  const tables = await tablesOf(client)
  const slices = new Map(slicesOf(tables, orgIds).map((slice) => [sliceName(slice), slice]))
  const counts: Record<string, number> = Object.fromEntries(tables.map(({ name }) => [name, 0]))
  const sums = new Map<string, string>()
  await client.query('begin')
  try {
    const foreignKeys = await foreignKeysOf(client)
    for (const { table, name } of foreignKeys)
      await client.query(`alter table ${table} drop constraint ${quoted(name)}`)
    for (const { name, isApart } of tables)
      await client.query(
        `alter table ${quoted(name)} disable trigger user${isApart ? ', no force row level security' : ''}`,
      )
    for await (const part of parts) {
      const slice = slices.get(part.name)
      if (!slice) throw new Complaint(`不认识的部分：${part.name}`, `unknown part: ${part.name}`)
      const hash = createHash('sha256')
      counts[slice.table.name]! += await bringIn(client, slice.table, part, hash)
      sums.set(part.name, hash.digest('hex'))
    }
    for (const [name, slice] of slices)
      await compare(client, name, slice, sums.get(name), expect(name))
    for (const { table, name, definition } of foreignKeys)
      await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`)
    for (const { name, isApart } of tables)
      await client.query(
        `alter table ${quoted(name)} enable trigger user${isApart ? ', force row level security' : ''}`,
      )
    // Before the commit: no attempt that is killed leaves rows the planner takes for none.
    await client.query('analyze')
    await beforeCommit?.()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
  return counts
}

const bringIn = (
  client: pg.Client,
  table: Table,
  { chunks }: Part,
  hash: ReturnType<typeof createHash>,
) =>
  copyIn(
    client,
    `copy ${quoted(table.name)} (${columnsOf(table)}) from stdin`,
    (async function* () {
      for await (const chunk of chunks) {
        hash.update(chunk)
        yield chunk
      }
    })(),
  )

async function compare(
  client: pg.Client,
  name: string,
  slice: Slice,
  written: string | undefined,
  expected: string | null,
) {
  const read = await sumOf(client, slice)
  if (read !== written || (expected !== null && read !== expected))
    throw new Complaint(
      `${name} 读回来的与写进去的不一样，什么都没有保留。`,
      `${name} does not read back as it was written; nothing was kept.`,
    )
}

/** Whether a database that is in use holds exactly these slices: an attempt ended after its last word. */
export async function holdsSame(
  client: pg.Client,
  orgIds: string[],
  sums: Map<string, string>,
): Promise<boolean> {
  await client.query('begin transaction isolation level repeatable read read only')
  try {
    for (const slice of slicesOf(await tablesOf(client), orgIds))
      if ((await sumOf(client, slice)) !== sums.get(sliceName(slice))) return false
    return true
  } finally {
    await client.query('rollback')
  }
}

/** SHA-256 over a slice's COPY text. */
export async function sumOf(client: pg.Client, slice: Slice): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of readSlice(client, slice)) hash.update(chunk)
  return hash.digest('hex')
}

async function foreignKeysOf(client: pg.Client) {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`,
  )
  return rows
}
