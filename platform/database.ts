import {
  CamelCasePlugin,
  CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  sql,
  Transaction,
} from 'kysely'
import pg from 'pg'

/** Every table's row type; each feature's `table.ts` adds its own by declaration merging. */
export interface Tables {
  organization: OrganizationTable
  file: FileTable
}

export interface OrganizationTable {
  id: string
  name: string
  code: string
  timezone: string
  locale: 'zh-CN' | 'en'
  settings: Record<string, unknown>
  demoSince: Date | null
  createdAt: Date
}

export interface FileTable {
  orgId: string
  id: string
  name: string
  mediaType: string
  size: number
  sha256: string
  createdBy: string | null
  createdAt: Date
}

/** A running transaction: the only way features reach the database. */
export type Db = Transaction<Tables>

/** The database itself; held by `app/`, `bench/` and tests only. */
export interface Database {
  kysely: Kysely<Tables>
  pool: pg.Pool
  url: string
  /** Runs `work` in one transaction that sees one organization's rows, as the program itself; null: what needs none. */
  inOrg<T>(orgId: string | null, work: (db: Db) => Promise<T>): Promise<T>
  close(): Promise<void>
}

// bigint counts stay far below 2^53; dates stay the day that was written, whatever the zone of the server.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day)

/** Statement text → the name it is prepared under, on every connection of this process; null: under none. */
const prepared = new Map<string, string | null>()
const mostPrepared = 800

/** The name of a statement; the first that come get one. */
function nameFor(text: string): string | null {
  const known = prepared.get(text)
  if (known !== undefined) return known
  if (prepared.size >= mostPrepared) return null
  const name = isWorthPreparing(text) ? `s${prepared.size}` : null
  prepared.set(text, name)
  return name
}

// Statements that grow with a list of values come once. One that answers with whatever columns there
// are would fail as soon as a newer node has added one.
const isWorthPreparing = (text: string) => text.length <= 8000 && !answersWithAll(text)

/** Whether a `*` stands outside all parentheses: inside, PostgreSQL plans anew when columns change. */
function answersWithAll(text: string): boolean {
  let depth = 0
  for (const [mark] of text.matchAll(/[()]|(?<=^|[\s.])\*(?=[\s,]|$)/g))
    if (mark === '(') depth++
    else if (mark === ')') depth--
    else if (depth === 0) return true
  return false
}

/**
 * A connection that lets PostgreSQL parse and plan each statement with parameters once: planning
 * costs several times what finding a few rows does.
 */
class PreparingClient extends pg.Client {
  override query(...given: unknown[]): never {
    const [text, values, callback] = given
    const ask = super.query.bind(this) as (...given: unknown[]) => never
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameFor(text) : null
    return name ? ask({ name, text, values }, callback) : ask(...given)
  }
}

/**
 * How every connection behaves when the line goes dead without a word: this end notices, nobody waits for ever to get
 * in, and PostgreSQL gives up the locks of a transaction whose client has been silent for half a minute. Between two
 * statements it goes by its own clock; with half a statement heard, or half an answer said, only by the line, and
 * unless it is told otherwise it asks whether that is still there after two hours.
 */
export const steady = {
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  connectionTimeoutMillis: 15_000,
  idle_in_transaction_session_timeout: 30_000,
  options:
    '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4 -c tcp_user_timeout=30000',
}

/** Opens a pool on a PostgreSQL URL. */
export function openDatabase(url: string, { connections = 20 } = {}): Database {
  // Questions that do not wait for each other's answers travel together, in the order they were asked.
  const pool = new pg.Pool({
    ...steady,
    connectionString: url,
    max: connections,
    idleTimeoutMillis: 30_000,
    pipeline: true,
    Client: PreparingClient,
  })
  // An idle connection dies when the server restarts; the next query simply opens another.
  pool.on('error', () => {})
  // One that is in use tells its own query; without a listener here it would end this process as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  const dialect = new PostgresDialect({ pool })
  const kysely = new Kysely<Tables>({
    dialect,
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  const driver = new PostgresDriver({ pool })
  const ready = driver.init()

  async function inOrg<T>(orgId: string | null, work: (db: Db) => Promise<T>): Promise<T> {
    await ready
    const connection = (await driver.acquireConnection()) as Lent
    const db: Db = new Transaction<Tables>({
      config: { dialect },
      driver,
      dialect,
      executor: kysely.getExecutor().withConnectionProvider(new AtOnce(connection)),
    })
    try {
      // Not waited for: what `work` asks first travels with these, and fails if they failed.
      withoutWaiting(connection.executeQuery(CompiledQuery.raw('begin')))
      if (orgId) withoutWaiting(openOrg(db, orgId))
      const result = await work(db)
      await driver.commitTransaction(connection)
      return result
    } catch (error) {
      await driver.rollbackTransaction(connection).catch(() => {})
      throw error
    } finally {
      await driver.releaseConnection(connection)
    }
  }

  return { kysely, pool, url, inOrg, close: () => kysely.destroy() }
}

/**
 * Sends every statement on as it comes. Kysely's own transactions send one after the other's answer;
 * PostgreSQL keeps the order anyway, so `Promise.all` over statements costs one round trip.
 */
class AtOnce implements ConnectionProvider {
  readonly #connection: DatabaseConnection
  constructor(connection: DatabaseConnection) {
    this.#connection = connection
  }
  provideConnection<T>(use: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    return use(this.#connection)
  }
}

/** What the driver hands out and takes back; its own class is not exported. */
type Lent = Parameters<PostgresDriver['releaseConnection']>[0]

const withoutWaiting = (work: Promise<unknown>) => void work.catch(() => {})

/**
 * Opens an organization's rows to the running transaction. What people said stays behind a wall of
 * its own: `reach` is `all` where the program's rules decide, or the id of a person who by role is
 * kept from it and sees their own only. Nothing is open to a transaction that never said so.
 */
export const openOrg = (db: Db, orgId: string, reach: string = 'all') =>
  sql`select set_config('cuxi.org', ${orgId}, true), set_config('cuxi.content', ${reach}, true)`.execute(
    db,
  )

/**
 * Before a mass of rows: each connection keeps the plans by which it follows foreign keys, also those it
 * made when all rows stood on one page and reading them all was the shortest way.
 */
export const forgetPlans = (db: Db) => sql`discard plans`.execute(db)

/**
 * `= any(ids)`. A few stand in the statement one by one: PostgreSQL plans it once then, and once for
 * every list otherwise.
 */
export const among = (ids: string[]) =>
  ids.length > 0 && ids.length <= 4 ? sql`in (${sql.join(ids)})` : sql`= any(${ids}::uuid[])`

/** jsonb parameters are text to the driver. */
export const json = (value: unknown) => sql<never>`${JSON.stringify(value)}::jsonb`
