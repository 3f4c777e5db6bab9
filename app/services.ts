import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { profiles, type SignInRules } from '../features/accounts/rules.ts'
import { stopPrinting } from '../features/sealing/archive/handlers.ts'
import { openAuth, type Auth } from '../platform/auth.ts'
import type { Config } from '../platform/config.ts'
import { openDatabase, type Database } from '../platform/database.ts'
import { openFiles, type Files } from '../platform/files.ts'
import { openJobs, type OpenJobs } from '../platform/jobs.ts'
import { log } from '../platform/log.ts'
import { openScanner } from '../platform/scanner.ts'
import { queues } from './queues.ts'

/** Everything a running product holds open. */
export interface Services {
  config: Config
  database: Database
  files: Files
  jobs: OpenJobs
  auth: Auth
  /** By what people sign in, as the installation's profile has it. */
  rules: SignInRules
  /** Signs session cookies; lies beside the data, not in the database. */
  secret: string
  close(): Promise<void>
}

/**
 * Opens database, files, jobs and sign-in. The database is already migrated.
 * @param database where it is open already; `close` closes it too.
 */
export async function openServices(
  config: Config,
  databaseUrl: string,
  database: Database = openDatabase(databaseUrl),
): Promise<Services> {
  const secret = await secretIn(config.dataDir)
  const rules = profiles[config.profile]
  const jobs = openJobs(databaseUrl, queues, log)
  const auth = openAuth({
    database,
    secret,
    https: config.publicUrl?.startsWith('https:') ?? false,
    sessionSeconds: rules.absoluteHours * 3600,
  })
  return {
    config,
    database,
    jobs,
    auth,
    rules,
    secret,
    files: openFiles(config.dataDir, openScanner(config.clamd)),
    async close() {
      stopPrinting()
      await jobs.stop()
      await database.close()
    },
  }
}

async function secretIn(dataDir: string): Promise<string> {
  const path = join(dataDir, 'keys', 'session.secret')
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  try {
    await writeFile(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFile(path, 'utf8')
}
