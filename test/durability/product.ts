import { spawn, type ChildProcess } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const root = join(import.meta.dirname, '..', '..')

/** The whole product as `npm start` runs it, in processes of its own. */
export interface Product {
  url: string
  dataDir: string
  /** Milliseconds from the command to the first `ok`. */
  start(): Promise<number>
  /** `kill -9` for every process of it at once; `app` or `database` for one half alone. */
  kill(what?: 'everything' | 'app' | 'database'): Promise<number>
  /** Asked to stop, as Ctrl-C does. */
  stop(): Promise<void>
  /** Stops it and removes its data. */
  remove(): Promise<void>
  /** Whether it answers `ok`. */
  isReady(): Promise<boolean>
  /** What it has said so far. */
  said(): string
}

/**
 * A product on a folder and a port of its own; not started yet.
 * @param given `env` is looked at anew at every start.
 */
export async function newProduct(
  given: { dataDir?: string; env?: Record<string, string> } = {},
): Promise<Product> {
  const dataDir = given.dataDir ?? (await mkdtemp(join(tmpdir(), 'cuxi-durable-')))
  const port = await freePort()
  const url = `http://localhost:${port}`
  let child: ChildProcess | null = null
  let said = ''

  const isReady = () =>
    fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
      ({ status }) => status === 200,
      () => false,
    )

  const product: Product = {
    url,
    dataDir,
    isReady,
    said: () => said,
    async start() {
      const began = performance.now()
      const {
        DATABASE_URL: _database,
        CUXI_TEST_DATABASE: _tests,
        NODE_OPTIONS: _options,
        ...env
      } = process.env
      const own = spawn(process.execPath, ['app/run.mjs', 'app/main.ts'], {
        cwd: root,
        env: {
          ...env,
          PORT: String(port),
          HOST: '127.0.0.1',
          CUXI_DATA: dataDir,
          ...given.env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = own
      for (const stream of [own.stdout, own.stderr])
        stream.on('data', (chunk: Buffer) => (said = (said + String(chunk)).slice(-200_000)))
      while (!(await isReady())) {
        if (own.exitCode !== null)
          throw new Error(
            `the product ended with ${own.exitCode} instead of starting:\n${said.slice(-3000)}`,
          )
        if (performance.now() - began > 120_000)
          throw new Error(`the product is not ready after two minutes:\n${said.slice(-3000)}`)
        await pause(25)
      }
      return performance.now() - began
    },
    async kill(what = 'everything') {
      const database = postmasterOf(dataDir)
      const table = processes()
      const below = (pid: number): number[] => [
        pid,
        ...table.filter(({ parent }) => parent === pid).flatMap((each) => below(each.pid)),
      ]
      const databaseTree = database === null ? [] : below(database)
      const appTree =
        child?.pid && child.exitCode === null
          ? below(child.pid).filter((pid) => !databaseTree.includes(pid))
          : []
      const victims = {
        everything: [...appTree, ...databaseTree],
        app: appTree,
        database: databaseTree,
      }[what]
      for (const pid of victims)
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // Gone together with its parent.
        }
      while (victims.some(isAlive)) await pause(5)
      return victims.length
    },
    async stop() {
      const own = child
      if (!own || own.exitCode !== null || own.signalCode !== null) return
      const gone = new Promise((resolve) => own.once('exit', resolve))
      own.kill('SIGTERM')
      await gone
    },
    async remove() {
      await product.stop()
      await product.kill()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return product
}

/** Every process and its parent. */
function processes(): { pid: number; parent: number }[] {
  return globSync('/proc/[0-9]*/stat').flatMap((file) => {
    try {
      // `pid (name) state ppid …`, and a name may hold anything.
      const text = readFileSync(file, 'utf8')
      return [
        { pid: Number.parseInt(text), parent: Number(text.split(') ').at(-1)!.split(' ')[1]) },
      ]
    } catch {
      return []
    }
  })
}

function postmasterOf(dataDir: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'))
    return isAlive(pid) ? pid : null
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)![0] !== 'Z'
  } catch {
    return false
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
