import { mkdtempSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { startPostgres } from '../../platform/postgres/start.ts'

/** One PostgreSQL for a whole test run: the one `CUXI_TEST_DATABASE` names, or an embedded one. */
export interface TestServer {
  url: string
  /** Runs one statement outside any transaction. */
  query(statement: string): Promise<void>
  /** The address of one of its databases. */
  urlOf(database: string): string
}

let starting: Promise<TestServer> | null = null
const endings: (() => Promise<unknown>)[] = []

// Keys of sealed records lie in the data folder; tests get one of their own.
process.env.CUXI_DATA ??= (() => {
  const folder = mkdtempSync(join(tmpdir(), 'cuxi-keys-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
})()

/** Runs after the last test of the whole run, newest first. */
export const atTheEnd = (work: () => Promise<unknown>) => endings.push(work)

// Registered while modules load, outside any test: the runner's root, not the test that happens to run.
after(async () => {
  for (const end of endings.reverse()) await end()
})

export const testServer = (): Promise<TestServer> => (starting ??= start())

async function start(): Promise<TestServer> {
  const given = process.env.CUXI_TEST_DATABASE
  if (given) return serverAt(given)
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-pg-'))
  const postgres = await startPostgres({ dataDir, log: () => {} })
  atTheEnd(async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return serverAt(postgres.url)
}

function serverAt(url: string): TestServer {
  return {
    url,
    async query(statement) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      try {
        await client.query(statement)
      } finally {
        await client.end()
      }
    },
    urlOf(database) {
      const address = new URL(url)
      address.pathname = `/${database}`
      return address.href
    },
  }
}
