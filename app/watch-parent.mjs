// Loaded before the product by run.mjs. A parent killed with -9 passes nothing on, so we notice it
// ourselves, and stop as cleanly as if we had been asked to.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

/**
 * npm closes nothing when it dies, and the shell between us passes no signal on, so we look whether
 * both are still there. Only under npm: who starts us with nohup or from a service wants us to
 * outlive the shell.
 */
export const whenNpmDies = (stop) => {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const parent = process.ppid
  const npm = parentOfShell(parent)
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === null || isAlive(npm))) return
    clearInterval(watch)
    stop()
  }, 500)
  watch.unref()
}

/** Who started `sh -c …`; null when that process is no such shell, but npm itself. */
const parentOfShell = (pid) => {
  try {
    const { command, parent } = process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
    return command.split(' ')[1] === '-c' && parent > 1 ? parent : null
  } catch {
    return null
  }
}

const fromProc = (pid) => ({
  command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
  // `pid (name) state ppid …`, and a name may hold anything.
  parent: Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]),
})

const fromPs = (pid) => {
  const { stdout } = spawnSync('ps', ['-p', pid, '-o', 'ppid=,command='], { encoding: 'utf8' })
  const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout)
  return { command, parent: Number(parent) }
}

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const stop = () => process.emit('SIGTERM', 'SIGTERM') || process.exit(143)

if (isMainThread && process.env.CUXI_WATCH_PARENT) {
  // Ours alone: the product's own children have their own reasons to keep their channel open.
  delete process.env.CUXI_WATCH_PARENT
  if (process.channel) {
    process.once('disconnect', stop)
    process.channel.unref()
  } else whenNpmDies(stop)
}
