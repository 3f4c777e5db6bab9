import { mkdtempSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { startPostgres } from '../../platform/postgres/start.ts'
import { databaseAt, execute, hasten } from './shared.ts'

/** One PostgreSQL for a whole test run: the one `CUXI_TEST_DATABASE` names, or an embedded one. */
export interface TestServer {
  url: string
  /** A superuser's address, where there is one. */
  adminUrl: string | undefined
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

/** Runs after the file's last test, newest first. */
export const atTheEnd = (work: () => Promise<unknown>) => endings.push(work)

// Registered while modules load, outside any test: at the root of the file, not in the test that happens to run.
after(async () => {
  for (const end of endings.reverse()) await end()
})

export const testServer = (): Promise<TestServer> => (starting ??= start())

async function start(): Promise<TestServer> {
  const given = process.env.CUXI_TEST_DATABASE
  if (given) return serverAt(given, process.env.CUXI_TEST_ADMIN)
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-pg-'))
  const postgres = await startPostgres({ dataDir, log: () => {} })
  await hasten(postgres)
  atTheEnd(async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return serverAt(postgres.url, postgres.adminUrl)
}

const serverAt = (url: string, adminUrl: string | undefined): TestServer => ({
  url,
  adminUrl,
  query: (statement) => execute(url, statement),
  urlOf: (database) => databaseAt(url, database),
})
