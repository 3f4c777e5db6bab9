import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { mailServer } from '../support/mailServer.ts'

/** A mail that a server has taken, as the server itself says. */
export interface Taken {
  to: string
  messageId: string
}

/** A mail server that can be stopped and started again on its port, and that says "later" now and then. */
export interface FlappingServer {
  name: string
  port: number
  start(): Promise<void>
  /** Ends at once, whatever it is doing. */
  stop(): Promise<void>
  taken(): Promise<Taken[]>
  /** How often it said "later". */
  deferred(): Promise<number>
  remove(): Promise<void>
}

const exim = '/usr/sbin/exim4'

/** Why Debian's own mail server cannot be used here; null when it can. */
export const withoutExim = (): string | null =>
  !existsSync(exim)
    ? 'exim4 is not installed (apt-get install exim4-daemon-light)'
    : process.getuid?.() !== 0
      ? 'exim4 reads a configuration of ours only for root'
      : null

/** Exim 4 as Debian ships it, with a spool of its own that delivers nothing. */
export async function eximServer(laterPercent: number): Promise<FlappingServer> {
  const dir = await mkdtemp(join(tmpdir(), 'cuxi-exim-'))
  const port = await freePort()
  await mkdir(join(dir, 'log'))
  await mkdir(join(dir, 'spool'))
  await writeFile(
    join(dir, 'conf'),
    `exim_path = ${exim}
spool_directory = ${dir}/spool
log_file_path = ${dir}/log/%slog
pid_file_path = ${dir}/spool/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
primary_hostname = mail.example.com
tls_advertise_hosts =
acl_smtp_rcpt = rcpt
queue_only
log_selector = +received_recipients
smtp_accept_max = 0
smtp_accept_queue_per_connection = 0
keep_environment =
add_environment =
begin acl
rcpt:
  defer
    condition = \${if <{\${randint:100}}{${laterPercent}}}
    message = not now, please try again
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  file = ${dir}/box
`,
  )
  spawnSync('chown', ['-R', 'Debian-exim:', dir])
  spawnSync('chown', ['root:root', join(dir, 'conf')])
  spawnSync('chmod', ['755', dir])
  let daemon: ChildProcess | null = null
  // The daemon and whichever of its children is speaking with somebody.
  const end = () => {
    process.off('exit', end)
    const own = daemon
    daemon = null
    if (own && own.exitCode === null) process.kill(-own.pid!, 'SIGKILL')
  }
  const log = () => readFile(join(dir, 'log', 'mainlog'), 'utf8').catch(() => '')
  return {
    name: 'exim4',
    port,
    async start() {
      daemon = spawn(exim, ['-C', join(dir, 'conf'), '-bdf'], { detached: true, stdio: 'ignore' })
      await listening(port)
      process.once('exit', end)
    },
    async stop() {
      const own = daemon
      if (!own || own.exitCode !== null) return
      const gone = new Promise((resolve) => own.once('exit', resolve))
      end()
      await gone
    },
    async taken() {
      return [...(await log()).matchAll(/ <= .* id=(\S+) for (\S+)$/gm)].map(
        ([, messageId, to]) => ({ to: to!, messageId: messageId! }),
      )
    },
    deferred: async () => (await log()).match(/temporarily rejected RCPT/g)?.length ?? 0,
    remove: () => rm(dir, { recursive: true, force: true }),
  }
}

/** The server the other tests use, in this process: where Debian's is not there. */
export async function ownServer(laterPercent: number): Promise<FlappingServer> {
  const port = await freePort()
  const known: Taken[] = []
  let deferred = 0
  let running: Awaited<ReturnType<typeof mailServer>> | null = null
  const keep = () => {
    for (const { to, messageId } of running?.arrived.splice(0) ?? [])
      known.push({ to, messageId: messageId.replace(/^<|>$/g, '') })
  }
  return {
    name: 'smtp-server',
    port,
    async start() {
      running = await mailServer({ port })
      running.feel(() => {
        if (Math.random() * 100 >= laterPercent) return 'takes'
        deferred++
        return 'later'
      })
    },
    async stop() {
      await running?.close()
      keep()
      running = null
    },
    async taken() {
      keep()
      return known
    },
    deferred: async () => deferred,
    remove: async () => {},
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

async function listening(port: number) {
  for (let tries = 0; tries < 200; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => (socket.destroy(), resolve(true)))
      socket.once('error', () => resolve(false))
    })
    if (isOpen) return
    await pause(50)
  }
  throw new Error(`no mail server listens on ${port}`)
}
