import { connect, type Socket } from 'node:net'

/** `unreachable`: nobody could say; whoever asked holds the file back. */
export type Verdict = 'clean' | 'infected' | 'unreachable'

/** Looks for malware in bytes. */
export interface Scanner {
  scan(bytes: Uint8Array): Promise<Verdict>
}

/** Bytes per INSTREAM chunk. */
const chunkSize = 64 * 1024

/** Where no scanner is configured nothing is held. */
export const noScanner: Scanner = { scan: async () => 'clean' }

/**
 * A clamd (ClamAV) spoken to with INSTREAM, so that it needs no access to our files.
 * @param address `tcp://host:port` or `unix:/path/to/clamd.sock`; null: none is configured.
 * @param patience milliseconds for the whole answer; slower counts as unreachable.
 * @throws Error when the address is neither.
 */
export function openScanner(address: string | null, patience = 20_000): Scanner {
  if (address === null) return noScanner
  const target = targetOf(address)
  return {
    scan: (bytes) =>
      new Promise((answer) => {
        const socket: Socket = connect(target)
        const heard: Buffer[] = []
        const timer = setTimeout(() => end('unreachable'), patience)
        const end = (verdict: Verdict) => {
          clearTimeout(timer)
          socket.destroy()
          answer(verdict)
        }
        socket.on('error', () => end('unreachable'))
        socket.on('data', (chunk) => heard.push(chunk))
        socket.on('close', () => end(verdictOf(Buffer.concat(heard).toString('latin1'))))
        socket.on('connect', () => {
          socket.write('zINSTREAM\0')
          for (let at = 0; at < bytes.length; at += chunkSize) {
            const chunk = bytes.subarray(at, at + chunkSize)
            socket.write(lengthOf(chunk.length))
            socket.write(chunk)
          }
          socket.write(lengthOf(0))
        })
      }),
  }
}

/** @throws Error naming what an address looks like. */
export function targetOf(address: string): { host: string; port: number } | { path: string } {
  const path = /^unix:(?:\/\/)?(\/.+)$/.exec(address)?.[1]
  if (path) return { path }
  const url = URL.parse(address)
  if (url?.protocol === 'tcp:' && url.hostname && url.port)
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) }
  throw new Error(`${address} is neither tcp://host:port nor unix:/path`)
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  return bytes
}

// Anything but these two, such as a size limit of clamd's own, is no verdict.
function verdictOf(answer: string): Verdict {
  if (/^stream: OK\0?\n?$/.test(answer)) return 'clean'
  return /^stream: .+ FOUND\0?\n?$/.test(answer) ? 'infected' : 'unreachable'
}
