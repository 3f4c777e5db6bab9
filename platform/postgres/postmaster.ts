import { spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { environment } from './binaries.ts'
import { command, type Ground } from './ground.ts'

/** What a running server says about itself in `postmaster.pid`. */
export interface Postmaster {
  pid: number
  port: number
  socketDir: string
  isReady: boolean
}

/** Reads `postmaster.pid`; null when there is none or it is not written to its end yet. */
export function readPidFile(cluster: string): Postmaster | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid <= 0) return null
    const [port, socketDir, status] = [Number(lines[3]), lines[4] ?? '', lines[7]?.trim()]
    return { pid, port, socketDir, isReady: status === 'ready' }
  } catch {
    return null
  }
}

/** Whether a process runs; one that belongs to somebody else does, too. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Whether the process of a pid file is surely not this folder's server: it is gone, or the number
 * went to another program after a restart of the machine. PostgreSQL itself cannot tell the latter
 * and refuses to start. In doubt the answer is no.
 */
export function isStale(cluster: string, pid: number): boolean {
  if (!isAlive(pid)) return true
  const words = commandLine(pid)
  if (words === null) return false
  const [program, ...args] = words
  if (!basename(program ?? '').startsWith('postgres')) return true
  const folder = args[args.indexOf('-D') + 1]
  if (!folder || folder === cluster || !existsSync(folder)) return false
  // Two paths may lead to one folder.
  return statSync(folder).ino !== statSync(cluster).ino
}

/** A process's command line; empty for a zombie, null where the system does not tell. */
function commandLine(pid: number): string[] | null {
  if (process.platform === 'linux')
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
    } catch {
      return null
    }
  if (process.platform === 'win32') return null
  const { status, stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], {
    encoding: 'utf8',
  })
  return status === 0 ? stdout.trim().split(' ') : null
}

/** Removes the marks of a server that is no more; PostgreSQL checks the socket's as well. */
export function removeStaleMarks(ground: Ground, found: Postmaster) {
  rmSync(join(ground.cluster, 'postmaster.pid'), { force: true })
  for (const folder of new Set([ground.socketDir, found.socketDir].filter(Boolean)))
    for (const name of [`.s.PGSQL.${found.port}`, `.s.PGSQL.${found.port}.lock`])
      rmSync(join(folder, name), { force: true })
}

const logLimit = 10_000_000

/**
 * Starts a server in a process group of its own (Ctrl-C must reach the app first, which still needs
 * its database to stop cleanly), writing to a file (a pipe to a killed app would take it along).
 * @returns a function that says how the process ended; null while it runs.
 */
export function launch(ground: Ground): { pid: number | undefined; ended: () => string | null } {
  if (existsSync(ground.logFile) && statSync(ground.logFile).size > logLimit)
    renameSync(ground.logFile, `${ground.logFile}.1`)
  const output = openSync(ground.logFile, 'a', 0o600)
  // Windows' postgres.exe refuses administrators; pg_ctl drops their rights first.
  const [file, args, as] =
    process.platform === 'win32'
      ? command(ground, 'pg_ctl', ['start', '-W', '-D', ground.cluster, '-l', ground.logFile])
      : command(ground, 'postgres', ['-D', ground.cluster])
  const child = spawn(file, args, {
    ...as,
    cwd: '/',
    env: environment(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  let end: string | null = null
  child.on('error', (error) => (end = error.message))
  child.on('exit', (code, signal) => {
    if (process.platform !== 'win32' || code !== 0) end = signal ?? `exit ${code}`
  })
  child.unref()
  return { pid: child.pid, ended: () => end }
}

/** The last lines of the server's log, for the message when it does not start. */
export function lastWords(ground: Ground): string {
  try {
    return readFileSync(ground.logFile, 'utf8').trimEnd().split('\n').slice(-4).join('\n')
  } catch {
    return ''
  }
}

/** Fast shutdown: open transactions are rolled back, everything is written, the marks are removed. */
export async function shutDown(ground: Ground, { patienceMs = 60_000 } = {}) {
  const running = readPidFile(ground.cluster)
  if (!running || isStale(ground.cluster, running.pid)) return
  const isGone = () =>
    readPidFile(ground.cluster)?.pid !== running.pid || isStale(ground.cluster, running.pid)
  signal(ground, running.pid, 'fast')
  if (await until(isGone, patienceMs)) return
  // Nothing committed is lost: the next start reads it from the write-ahead log.
  signal(ground, running.pid, 'immediate')
  await until(isGone, 10_000)
}

function signal(ground: Ground, pid: number, mode: 'fast' | 'immediate') {
  if (process.platform === 'win32') {
    const [file, args] = command(ground, 'pg_ctl', ['stop', '-W', '-m', mode, '-D', ground.cluster])
    spawnSync(file, args, { stdio: 'ignore', windowsHide: true })
    return
  }
  try {
    process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  } catch {
    // It ended between the look and the signal.
  }
}

async function until(condition: () => boolean, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs
  while (!condition()) {
    if (performance.now() > deadline) return false
    await pause(15)
  }
  return true
}
