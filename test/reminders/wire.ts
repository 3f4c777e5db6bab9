import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/**
 * A wire that breaks: connections through it end in the middle of a mail, or right after the server has
 * taken one and before anybody hears of it.
 */
export async function openWire(port: number, chances: { inside: number; after: number }) {
  const cuts = { inside: 0, after: 0 }
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [client, far]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        open.delete(socket)
        client.destroy()
        far.destroy()
      })
    }
    let tail = ''
    let isLost = false
    client.on('data', (bytes: Buffer) => {
      tail = (tail + bytes.toString('latin1')).slice(-(bytes.length + 4))
      const isWhole = tail.includes('\r\n.\r\n')
      if (isWhole) isLost = Math.random() < chances.after
      else if (bytes.length > 200 && Math.random() < chances.inside) {
        cuts.inside++
        client.destroy()
        return
      }
      far.write(bytes)
    })
    far.on('data', (bytes: Buffer) => {
      if (isLost) {
        cuts.after++
        client.destroy()
      } else client.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    cuts,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
