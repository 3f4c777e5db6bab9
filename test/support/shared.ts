import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openServices } from '../../app/services.ts'
import { config } from '../../platform/config.ts'
import { newId } from '../../platform/ids.ts'
import { migrate } from '../../platform/migrate.ts'
import { startPostgres } from '../../platform/postgres/start.ts'

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

/** Makes a migrated database with its job tables; every story starts as a copy of it. @returns its name. */
export async function makeTemplate(serverUrl: string): Promise<string> {
  const name = `template_${newId().replaceAll('-', '')}`
  await execute(serverUrl, `create database ${name}`)
  const url = databaseAt(serverUrl, name)
  await migrate(url)
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-'))
  const services = await openServices({ ...config({}), dataDir, port: 0 }, url)
  await services.close()
  await rm(dataDir, { recursive: true, force: true })
  return name
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
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-pg-'))
  const postgres = given ? null : await startPostgres({ dataDir, log: () => {} })
  const url = given ?? postgres!.url
  // Nothing here outlives the run, and what is killed has a server of its own.
  await execute(url, 'alter role current_user set synchronous_commit = off')
  const template = await makeTemplate(url)
  return {
    env: { CUXI_TEST_DATABASE: url, CUXI_TEST_TEMPLATE: template },
    async close() {
      await execute(url, `drop database if exists ${template} with (force)`)
      await postgres?.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
