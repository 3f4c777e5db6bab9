import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CannotStart } from '../cannotStart.ts'
import { environment } from './binaries.ts'
import { command, type Ground } from './ground.ts'
import { isAlive } from './postmaster.ts'

/** Passwords of the two roles. They lie inside the cluster's folder and travel with its copies. */
export interface Passwords {
  postgres: string
  cuxi: string
}

const major = '18'

/**
 * Makes the cluster on the first start, checks its version on every other one.
 * @throws Error when the folder holds another PostgreSQL's data, or `initdb` fails.
 */
export function ensureCluster(ground: Ground): Passwords {
  const versionFile = join(ground.cluster, 'PG_VERSION')
  if (!existsSync(versionFile)) createCluster(ground)
  const version = readFileSync(versionFile, 'utf8').trim()
  if (version !== major)
    throw new CannotStart(
      `${ground.cluster} 是 PostgreSQL ${version} 的数据,本程序自带 PostgreSQL ${major}。` +
        ` (${ground.cluster} holds data of PostgreSQL ${version}; this program brings ${major}.)`,
    )
  return JSON.parse(readFileSync(join(ground.cluster, 'passwords.json'), 'utf8')) as Passwords
}

/** Built under another name and renamed: a first start cut short leaves nothing half made behind. */
function createCluster(ground: Ground) {
  removeLeftovers(ground.cluster)
  const draft = `${ground.cluster}.new-${process.pid}`
  const secret = `${draft}.password`
  const passwords = { postgres: password(), cuxi: password() } satisfies Passwords
  const own = (path: string) => {
    if (process.getuid?.() === 0 && ground.owner) chownSync(path, ground.owner, ground.owner)
  }
  try {
    mkdirSync(draft, { mode: 0o700 })
    own(draft)
    writeFileSync(secret, passwords.postgres, { mode: 0o600 })
    own(secret)
    const [file, args, as] = command(ground, 'initdb', [...initdb, '-D', draft, '--pwfile', secret])
    const made = spawnSync(file, args, { ...as, cwd: '/', env: environment(), encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr.trim()}`)
    writeFileSync(join(draft, 'passwords.json'), JSON.stringify(passwords), { mode: 0o600 })
    own(join(draft, 'passwords.json'))
    renameSync(draft, ground.cluster)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Two programs started at once: the other one's cluster is as good as ours.
    if (!existsSync(join(ground.cluster, 'PG_VERSION'))) throw error
  } finally {
    rmSync(secret, { force: true })
  }
}

// The builtin locale sorts by code point and never changes with the system's libraries, so an index
// survives a move to another machine; Chinese order is asked for by name: COLLATE "zh-x-icu".
const initdb = [
  '--username=postgres',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--auth=scram-sha-256',
  '--data-checksums',
  '--no-instructions',
]

const password = () => randomBytes(24).toString('base64url')

function removeLeftovers(cluster: string) {
  const name = `${basename(cluster)}.new-`
  for (const entry of readdirSync(dirname(cluster)))
    if (entry.startsWith(name) && !isAlive(Number.parseInt(entry.slice(name.length), 10)))
      rmSync(join(dirname(cluster), entry), { recursive: true, force: true })
}
