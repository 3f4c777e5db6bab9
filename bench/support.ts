import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bySession } from '../app/door.ts'
import { apiFor, type Api } from '../app/router.ts'
import { openServices, type Services } from '../app/services.ts'
import { reactionsOf } from '../app/worker.ts'
import { throughDoor } from '../app/door.ts'
import type { Context } from '../features/accounts/policy.ts'
import { foundOrganization } from '../features/org/joining/founding/queries.ts'
import { config } from '../platform/config.ts'
import { startReactions } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { migrate } from '../platform/migrate.ts'
import { startPostgres } from '../platform/postgres/start.ts'

/** What one measured figure is. */
export interface Figure {
  ours: number
  floor: number
  unit: string
  /** `ours / floor`, or the share of the floor's throughput where more is better. */
  ratio: number
  bar: string
  holds: boolean
  /** What was compared at the end, in words; a run counts only when this is true of the database. */
  endState: string
  note?: string
}

/** One kind of work from the benchmark page. Throws when an end state is wrong. */
export interface Work {
  id: string
  what: string
  /** The most its time may grow with the size: the exponent of a power law. */
  growth?: number
  run(place: Place, size: number): Promise<Figure[]>
}

/** A PostgreSQL of its own for the whole run, durable as in production. */
export interface Place {
  serverUrl: string
  dataDir: string
  /** PostgreSQL's own folder. */
  cluster: string
  /** A fresh company with one HR admin, in a database of its own or in one that is there. */
  company(databaseUrl?: string): Promise<Company>
}

export interface Company {
  services: Services
  orgId: string
  hrId: string
  /** The HR admin's session. */
  hrToken: string
  databaseUrl: string
  api: Api
  /** Behind the door as the HR admin. */
  behind<T>(work: (context: Context) => Promise<T>): Promise<T>
  apiOf(accountId: string): Promise<Api>
  settle(): Promise<void>
  close(): Promise<void>
}

export async function openPlace(): Promise<Place & { close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-bench-'))
  const postgres = await startPostgres({ dataDir, log: () => {} })
  return {
    serverUrl: postgres.url,
    dataDir,
    cluster: postgres.cluster,
    company: async (databaseUrl) =>
      openCompany(databaseUrl ?? (await newDatabase(postgres.url)), dataDir),
    async close() {
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function newDatabase(serverUrl: string): Promise<string> {
  const name = `bench_${newId().replaceAll('-', '')}`
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const address = new URL(serverUrl)
  address.pathname = `/${name}`
  await migrate(address.href)
  return address.href
}

async function openCompany(databaseUrl: string, dataDir: string): Promise<Company> {
  const services = await openServices({ ...config({}), dataDir, port: 0 }, databaseUrl)
  const orgId = newId()
  const now = new Date()
  const founded = await services.database.inOrg(orgId, (db) =>
    foundOrganization(db, {
      orgId,
      organization: 'Bench',
      name: '许宁',
      employeeNo: 'HR0',
      email: null,
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
      passwordHash: 'none',
      now,
    }),
  )
  // A running product opened its queues when it started, not with the first job.
  await services.jobs.work({})
  const reacting = startReactions(services.database, reactionsOf(services), () => {})
  await reacting.settle()
  const tokenOf = (accountId: string) => `bench-${accountId}`
  const enter = async (accountId: string) => {
    const token = tokenOf(accountId)
    await services.database.inOrg(orgId, (db) =>
      db
        .insertInto('session')
        .values({
          orgId,
          id: newId(),
          accountId,
          token,
          expiresAt: new Date(now.getTime() + 86_400_000),
          ipAddress: '127.0.0.1',
          userAgent: 'bench',
          steppedUpAt: now,
          createdAt: now,
          updatedAt: now,
        })
        .onConflict((row) => row.column('token').doNothing())
        .execute(),
    )
    return bySession({ token, ip: '127.0.0.1', userAgent: 'bench' })
  }
  const hr = await enter(founded.accountId)
  return {
    services,
    orgId,
    hrId: founded.personId,
    hrToken: tokenOf(founded.accountId),
    databaseUrl,
    api: apiFor(services, hr, () => new Date()),
    behind: (work) => throughDoor(services, hr, new Date(), work),
    apiOf: async (accountId) => apiFor(services, await enter(accountId), () => new Date()),
    settle: () => reacting.settle(),
    async close() {
      await reacting.stop()
      await services.close()
    },
  }
}

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
export const percentile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!

/** Milliseconds a piece of work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/**
 * Interleaves ours and the floor: one warm-up of each, then `runs` of each in turn.
 * @returns the medians in milliseconds.
 */
export async function interleaved(
  ours: () => Promise<number>,
  floor: () => Promise<number>,
  runs = 5,
) {
  await ours()
  await floor()
  const times = { ours: [] as number[], floor: [] as number[] }
  for (let run = 0; run < runs; run++) {
    times.ours.push(await ours())
    times.floor.push(await floor())
  }
  return { ours: median(times.ours), floor: median(times.floor) }
}

/** Throws with both values when an end state is not what it must be. */
export function mustBe(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`)
}
