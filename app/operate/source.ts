import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { lockLog } from '../../features/sealing/log/handlers.ts'
import { openDatabase } from '../../platform/database.ts'
import { runningPostgres } from '../../platform/postgres/running.ts'
import { startPostgres } from '../../platform/postgres/start.ts'
import type { Log } from '../../platform/log.ts'
import { logStates, type Signed } from './logs.ts'
import type { LogState, Manifest } from './manifest.ts'
import { sameText } from './tables.ts'

/** Where the product's data is. */
export interface Place {
  dataDir: string
  /** Null: the embedded database of the data folder. */
  databaseUrl: string | null
}

/** Reaches the database beside a running product, or starts the embedded one for as long as `work` takes. */
export async function withDatabase<T>(
  { dataDir, databaseUrl }: Place,
  log: Log,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const url = databaseUrl ?? runningPostgres(dataDir)
  if (url) return work(url)
  const postgres = await startPostgres({ dataDir, log })
  try {
    return await work(postgres.url)
  } finally {
    await postgres.stop()
  }
}

/** A moment of the product: every table as of one instant, and the keys as they lay at that instant. */
export interface Snapshot {
  /** In a read-only transaction that sees the moment. */
  client: pg.Client
  /** `keys/…` → bytes. The signers' states in it belong to the same moment as the logs. */
  keys: Map<string, Buffer>
  organizations: { id: string; name: string }[]
  close(): Promise<void>
}

/**
 * Takes the moment while no log is being written: a signer's state is then neither behind its log nor
 * further ahead than the one leaf that the next seal puts back. Sealing waits for milliseconds.
 */
export async function takeSnapshot(url: string, dataDir: string): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  const database = openDatabase(url, { connections: 1 })
  try {
    await client.query(sameText)
    return await database.inOrg(null, async (db) => {
      const known = await db.selectFrom('organization').select('id').orderBy('id').execute()
      for (const { id } of known) await lockLog(db, id)
      await client.query('begin transaction isolation level repeatable read read only')
      const { rows } = await client.query<{ id: string; name: string }>(
        'select id, name from organization order by id',
      )
      return {
        client,
        keys: await keysIn(dataDir),
        organizations: rows,
        close: () => client.end(),
      }
    })
  } catch (error) {
    await client.end()
    throw error
  } finally {
    await database.close()
  }
}

/** The moment's logs, each with how far its signer had come. */
export const logsOf = ({ client, keys, organizations }: Snapshot): Promise<LogState[]> =>
  logStates(
    client,
    organizations.map(({ id }) => id),
    async (orgId, epoch) => {
      const state = keys.get(`keys/${orgId}/signer-${epoch}.json`)
      return state ? (JSON.parse(state.toString()) as Signed) : null
    },
  )

/** Every migration a database has been through, in order. */
export async function migrationsOf(client: pg.Client): Promise<Manifest['migrations']> {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from migration order by name collate "C"',
  )
  return rows
}

async function keysIn(dataDir: string): Promise<Map<string, Buffer>> {
  const keys = new Map<string, Buffer>()
  for (const path of await filesBelow(join(dataDir, 'keys')))
    // What is being written right now has another name until it is whole.
    if (!/\.(next|[0-9a-f]{12})$/.test(path))
      keys.set(`keys/${path}`, await readFile(join(dataDir, 'keys', path)))
  return keys
}

/** Every file below a folder, by its path within it, with `/` between the names. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}
