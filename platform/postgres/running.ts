import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Passwords } from './cluster.ts'
import { isStale, readPidFile } from './postmaster.ts'
import { urls } from './start.ts'

/** Where a data folder's cluster lies: in it, or where its first start had to put it. */
export function clusterOf(dataDir: string): string {
  const note = join(dataDir, 'postgres.location')
  const home = existsSync(note) ? readFileSync(note, 'utf8').trim() : dataDir
  return join(home, 'postgres')
}

/**
 * The address of the embedded database another program runs on this folder right now, as role `cuxi`;
 * null when none runs. For reading beside it: whoever connects holds no lock on the folder.
 */
export function runningPostgres(dataDir: string): string | null {
  const cluster = clusterOf(dataDir)
  const found = readPidFile(cluster)
  if (!found?.isReady || isStale(cluster, found.pid)) return null
  const passwords = JSON.parse(readFileSync(join(cluster, 'passwords.json'), 'utf8')) as Passwords
  return urls(found)('cuxi', passwords.cuxi, 'cuxi')
}
