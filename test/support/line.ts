import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** The line between one node and its database, which the test can cut, or let go dead without a word. */
export interface Line {
  /** The database by way of this line. */
  url: string
  /** Closes what is open and lets nobody in. */
  cut(): void
  /** Lets nothing through and says nothing, as when a cable is pulled. */
  silence(): void
  /** As before; what was held back arrives now. */
  heal(): void
  close(): void
}

/** Opens a line to a database, whether it listens on a port or on a unix socket. */
export async function openLine(databaseUrl: string): Promise<Line> {
  const target = new URL(databaseUrl)
  const folder = target.searchParams.get('host') ?? decodeURIComponent(target.hostname)
  const port = target.searchParams.get('port') ?? (target.port || '5432')
  const far = folder.startsWith('/')
    ? { path: `${folder}/.s.PGSQL.${port}` }
    : { host: folder, port: Number(port) }
  let state: 'open' | 'cut' | 'silent' = 'open'
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    if (state === 'cut') return near.destroy()
    const away = connect(far)
    const ends = [near, away]
    for (const [end, other] of [ends, ends.toReversed()] as [Socket, Socket][]) {
      sockets.add(end)
      end.on('data', (chunk) => other.write(chunk))
      end.on('error', () => {})
      end.on('close', () => {
        sockets.delete(end)
        other.destroy()
      })
      if (state === 'silent') end.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  for (const name of ['host', 'port']) target.searchParams.delete(name)
  target.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: target.href,
    cut() {
      state = 'cut'
      for (const socket of sockets) socket.destroy()
    },
    silence() {
      state = 'silent'
      for (const socket of sockets) socket.pause()
    },
    heal() {
      state = 'open'
      for (const socket of sockets) socket.resume()
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
