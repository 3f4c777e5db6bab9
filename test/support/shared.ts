import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openServices } from '../../app/services.ts'
import { config } from '../../platform/config.ts'
import { newId } from '../../platform/ids.ts'
import { migrate } from '../../platform/migrate.ts'
import { startPostgres, type Postgres } from '../../platform/postgres/start.ts'
import { emptying } from './emptying.ts'

/**
 * Runs one statement outside any transaction. Tried again while an autovacuum worker, which belongs
 * to the superuser, sits in a database that is to be dropped.
 */
export async function execute(url: string, statement: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query(statement)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== insufficientPrivilege || tries === 40) throw error
    } finally {
      await client.end()
    }
    await pause(250)
  }
}

const insufficientPrivilege = '42501'

/** The address of one database of a server. */
export function databaseAt(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}

/**
 * Makes a migrated database with its job tables; every story starts as a copy of it.
 * @param adminUrl a superuser's address, where there is one: its copies can then be emptied and used again.
 * @returns its name.
 */
export async function makeTemplate(serverUrl: string, adminUrl?: string): Promise<string> {
  const name = `template_${newId().replaceAll('-', '')}`
  await execute(serverUrl, `create database ${name}`)
  const url = databaseAt(serverUrl, name)
  await migrate(url)
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-'))
  const services = await openServices({ ...config({}), dataDir, port: 0 }, url)
  await services.jobs.work({}) // opens the queues, which makes their tables
  await services.close()
  await rm(dataDir, { recursive: true, force: true })
  if (adminUrl) await execute(databaseAt(adminUrl, name), emptying)
  return name
}

/** Nothing on this server outlives the run: it waits for no disk, and a connection costs no hundredth of a second. */
export async function hasten({ url, adminUrl }: Pick<Postgres, 'url' | 'adminUrl'>): Promise<void> {
  const password = decodeURIComponent(new URL(url).password)
  for (const statement of [
    'alter system set fsync = off',
    'alter system set full_page_writes = off',
    'alter system set synchronous_commit = off',
    `alter system set max_wal_size = '4GB'`,
    `alter system set checkpoint_timeout = '1h'`,
    'select pg_reload_conf()',
    `set scram_iterations = 1; alter role cuxi password '${password}'`,
  ])
    await execute(adminUrl, statement)
}

/**
 * One database server and one template for all test files of a run.
 * @returns what the files' processes need to know, and how to end it.
 */
export async function shareDatabase(): Promise<{
  env: Record<string, string>
  close(): Promise<void>
}> {
  const given = process.env.CUXI_TEST_DATABASE
  if (given) {
    await execute(given, 'alter role current_user set synchronous_commit = off')
    const template = await makeTemplate(given, process.env.CUXI_TEST_ADMIN)
    return {
      env: { CUXI_TEST_TEMPLATE: template },
      close: () => execute(given, `drop database if exists ${template} with (force)`),
    }
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-pg-'))
  const postgres = await startPostgres({ dataDir, log: () => {} })
  const close = async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await hasten(postgres)
    const template = await makeTemplate(postgres.url, postgres.adminUrl)
    return {
      env: {
        CUXI_TEST_DATABASE: postgres.url,
        CUXI_TEST_TEMPLATE: template,
        CUXI_TEST_THROWAWAY: '1',
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
