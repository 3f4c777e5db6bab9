import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { CannotStart } from '../cannotStart.ts'
import type { Log } from '../log.ts'
import { ensureCluster, type Passwords } from './cluster.ts'
import { prepareGround, type Ground, type GroundOptions } from './ground.ts'
import {
  isStale,
  lastWords,
  launch,
  readPidFile,
  removeStaleMarks,
  shutDown,
  type Postmaster,
} from './postmaster.ts'
import { writeSettings } from './settings.ts'

/** A running PostgreSQL that belongs to this process alone. */
export interface Postgres {
  /** Role `cuxi`: owns database `cuxi`, may create schemas and databases, is no superuser. */
  url: string
  /** Superuser, database `postgres`. For backups and administration only. */
  adminUrl: string
  /** The server was already running, left over by a process that was killed. */
  isAdopted: boolean
  /** PostgreSQL's own folder, for backups. */
  cluster: string
  /** Where people find the product; told to a second program that wants the same folder. */
  announce(address: string): Promise<void>
  /** Called when the server was gone and is back; connections made before are lost. */
  onCrash(listener: () => void): void
  /** Fast, clean shutdown; safe to call twice. */
  stop(): Promise<void>
}

/** Another living program uses the folder. */
export class AlreadyRunning extends Error {
  readonly address: string | null
  constructor(dataDir: string, address: string | null) {
    const [at, where] = address ? [`:${address}`, ` at ${address}`] : ['', '']
    super(`促膝已经在这个数据文件夹上运行${at}。 (Cuxi is already running${where} on ${dataDir}.)`)
    this.name = 'AlreadyRunning'
    this.address = address
  }
}

/**
 * Starts the embedded PostgreSQL on a folder, or adopts the one a killed process left running there,
 * and keeps it, and this process, running until `stop`.
 * @throws AlreadyRunning when another program uses the folder.
 * @throws Error with a sentence for the person at the keyboard when PostgreSQL cannot run.
 */
export async function startPostgres(options: GroundOptions): Promise<Postgres> {
  const began = performance.now()
  const { log } = options
  const ground = prepareGround(options)
  const passwords = ensureCluster(ground)
  const port = process.platform === 'win32' ? await freePort() : null
  const listeners: (() => void)[] = []
  let address: string | null = null
  const state: { stopping: Promise<void> | null; returning: Promise<void> | null } = {
    stopping: null,
    returning: null,
  }

  const first = await takeHold(ground, passwords, port, options)
  let hold = first.hold
  await ensureDatabase(hold, passwords, first.urlOf)
  watch()
  log('database.ready', { adopted: first.isAdopted, as: ground.as, ms: since(began) })

  function watch() {
    let isLost = false
    const lost = () => {
      if (isLost || state.stopping) return
      isLost = true
      state.returning = comeBack()
    }
    hold.on('error', lost)
    hold.on('end', lost)
  }

  async function comeBack() {
    const lostAt = performance.now()
    log('database.lost')
    for (let wait = 50; !state.stopping; wait = Math.min(wait * 2, 5000)) {
      try {
        hold = (await takeHold(ground, passwords, port, options)).hold
        watch()
        if (address) await name(hold, address)
        log('database.back', { ms: since(lostAt) })
        for (const tell of listeners) tell()
        return
      } catch (error) {
        log('database.notBack', { error: (error as Error).name })
        await pause(wait)
      }
    }
  }

  return {
    url: first.urlOf('cuxi', passwords.cuxi, 'cuxi'),
    adminUrl: first.urlOf('postgres', passwords.postgres, 'postgres'),
    isAdopted: first.isAdopted,
    cluster: ground.cluster,
    announce: async (given) => {
      address = given
      await name(hold, given)
    },
    onCrash: (listener) => void listeners.push(listener),
    stop: () =>
      (state.stopping ??= (async () => {
        // A server on its way back would otherwise come up after its own shutdown.
        await state.returning
        await hold.end().catch(() => {})
        await shutDown(ground)
        log('database.stopped')
      })()),
  }
}

type UrlOf = (user: string, password: string, database: string) => string

/**
 * Finds or starts the server and takes the session that says whose it is: an advisory lock. It is
 * free the moment its process is gone, however it went, and no process number can be mistaken.
 */
async function takeHold(
  ground: Ground,
  passwords: Passwords,
  port: number | null,
  { dataDir, log }: { dataDir: string; log: Log },
): Promise<{ hold: pg.Client; urlOf: UrlOf; isAdopted: boolean }> {
  let server: ReturnType<typeof launch> | null = null
  let triesLeft = 20
  const began = performance.now()
  let isSlowTold = false
  while (true) {
    const found = readPidFile(ground.cluster)
    if (found && isStale(ground.cluster, found.pid)) {
      removeStaleMarks(ground, found)
    } else if (found?.isReady) {
      const urlOf = urls(found)
      const hold = await connect(urlOf('postgres', passwords.postgres, 'postgres'))
      if (hold) {
        await lock(hold, dataDir)
        return { hold, urlOf, isAdopted: found.pid !== server?.pid && port === null }
      }
    } else if (!found && (!server || server.ended())) {
      writeSettings(ground, port === null ? { socketDir: ground.socketDir } : { port })
      server = launch(ground)
    }
    const end = server?.ended()
    if (end) {
      // Shared memory of a killed server takes its processes a moment to let go of.
      if (--triesLeft < 0) throw new CannotStart(doesNotStart(end, ground))
      server = null
      await pause(150)
    }
    if (!isSlowTold && performance.now() - began > 5000) {
      isSlowTold = true
      log('database.slow', { ready: found?.isReady ?? false })
    }
    await pause(15)
  }
}

const lockKey = 0x63757869

async function lock(client: pg.Client, dataDir: string) {
  // A predecessor killed a moment ago holds the lock until the server has noticed.
  for (let tries = 0; tries < 10; tries++) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [lockKey])
    if (rows[0].taken) return
    await pause(50)
  }
  const { rows } = await client.query(
    `select a.application_name as address from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objid = $1 and l.granted`,
    [lockKey],
  )
  await client.end()
  throw new AlreadyRunning(dataDir, rows[0]?.address || null)
}

const name = (client: pg.Client, address: string) =>
  client.query(`select set_config('application_name', $1, false)`, [address])

async function connect(url: string): Promise<pg.Client | null> {
  const { default: driver } = await import('pg')
  const client = new driver.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    // 57P03: starting or stopping. A code of PostgreSQL's own is final, a socket's comes and goes.
    const { code } = error as { code?: string }
    if (code && code !== '57P03' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E')) throw error
    return null
  }
}

/** Addresses of a running server, by role and database. */
export function urls({ port, socketDir }: Postmaster): UrlOf {
  const where = socketDir
    ? (database: string) =>
        `localhost/${database}?host=${encodeURIComponent(socketDir)}&port=${port}`
    : (database: string) => `127.0.0.1:${port}/${database}`
  return (user, password, database) => `postgresql://${user}:${password}@${where(database)}`
}

/** The role is the database's owner and no superuser: forced row-level security binds it too. */
async function ensureDatabase(admin: pg.Client, passwords: Passwords, urlOf: UrlOf) {
  const { rows } = await admin.query(
    `select (select count(*) from pg_roles where rolname = 'cuxi') as roles,
            (select count(*) from pg_database where datname = 'cuxi') as databases`,
  )
  if (Number(rows[0].roles) === 0)
    await admin.query(`create role cuxi login createdb password '${passwords.cuxi}'`)
  if (Number(rows[0].databases) > 0) return
  await admin.query('create database cuxi owner cuxi')
  // Nobody else's session has any business in it.
  const inside = await connect(urlOf('postgres', passwords.postgres, 'cuxi'))
  await inside?.query('revoke all on database cuxi from public')
  await inside?.end()
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const since = (began: number) => Math.round(performance.now() - began)

const doesNotStart = (end: string, ground: Ground) =>
  `内置的 PostgreSQL 没有启动(${end}),日志:${ground.logFile}` +
  ` (the embedded PostgreSQL did not start; its log is above)\n${lastWords(ground)}`
