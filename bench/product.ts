import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A server in a process of its own. */
export interface Running {
  url: string
  pid: number
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Starts `bench/<file>` on a database and waits for the address it prints. */
export async function runServer(
  file: 'serve.ts' | 'bareHttp.ts',
  env: Record<string, string>,
): Promise<Running> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  })
  const gone = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout! })) {
    if (!line.startsWith('http')) continue
    return {
      url: line,
      pid: child.pid!,
      async kill(signal) {
        child.kill(signal)
        await gone
      },
    }
  }
  throw new Error(`${file} ended without an address`)
}

/** The cookie a browser holds after signing in, for sessions the bench wrote itself. */
export async function cookieFor(dataDir: string): Promise<(token: string) => string> {
  const secret = await readFile(join(dataDir, 'keys', 'session.secret'), 'utf8')
  return (token) => {
    const signature = createHmac('sha256', secret).update(token).digest('base64')
    return `cuxi.session_token=${encodeURIComponent(`${token}.${signature}`)}`
  }
}

export interface Answer {
  status: number
  // A body is whatever the server said; every caller checks what it uses.
  body: any
  ms: number
}

/** Keep-alive connections to one server; never more at once than `connections`. */
export function connect(url: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const send = (path: string, type: string, bytes: Buffer, cookie: string): Promise<Answer> => {
    const started = performance.now()
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': type, 'content-length': bytes.length, cookie }
      const asked = request(`${url}${path}`, { agent, method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const ms = performance.now() - started
          const whole = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode!, body: whole ? JSON.parse(whole) : null, ms })
        })
      })
      asked.on('error', reject)
      asked.end(bytes)
    })
  }
  return {
    /** One request; its time ends with the last byte. Rejects when the server dies. */
    post: (path: string, input: unknown, cookie = '') =>
      send(path, 'application/json', Buffer.from(JSON.stringify({ json: input })), cookie),
    /** A file as it is. */
    upload: (path: string, file: Buffer, cookie: string) =>
      send(path, 'application/octet-stream', file, cookie),
    close: () => agent.destroy(),
  }
}

/** Works off a list, so many at once. */
export async function atOnce<T>(items: T[], connections: number, work: (item: T) => Promise<void>) {
  const left = [...items]
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item)
    }),
  )
}
