import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

export interface WorkerSetting {
  url: string
  dataDir: string
  orgId: string
  /** How far the worker's clock is ahead of the machine's. */
  aheadMs: number
  /** After so long a word that a dead worker held is taken up by another. */
  holdMs: number
  /** Whether it is the one that sees to it that the day's words are made: the queue gives the job to one. */
  isReminding?: boolean
}

/** Two workers in processes of their own; one that dies is followed by another. */
export function startWorkers(setting: WorkerSetting) {
  let said = ''
  let isOver = false
  const begin = (isReminding: boolean) => {
    const own = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts')], {
      env: { ...process.env, CUXI_WORKER: JSON.stringify({ ...setting, isReminding }) },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    for (const stream of [own.stdout, own.stderr])
      stream.on('data', (text: Buffer) => (said = (said + String(text)).slice(-20_000)))
    own.once('exit', () => {
      if (!isOver && workers.delete(own)) workers.add(begin(isReminding))
    })
    return own
  }
  const workers = new Set<ChildProcess>()
  for (const isReminding of [true, false]) workers.add(begin(isReminding))
  const killed = (worker: ChildProcess) =>
    new Promise<void>((resolve) => {
      if (worker.exitCode !== null || worker.signalCode !== null) return resolve()
      worker.once('exit', () => resolve())
      worker.kill('SIGKILL')
    })
  return {
    /** `kill -9` for one of them. */
    async killOne(): Promise<void> {
      const some = [...workers]
      await killed(some[Math.floor(Math.random() * some.length)]!)
    },
    async end(): Promise<void> {
      isOver = true
      await Promise.all([...workers].map(killed))
    },
    /** What they have said, for when something fails. */
    said: () => said,
  }
}
