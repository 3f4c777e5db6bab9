import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fromBase64, toBase64, utf8 } from '../../features/sealing/bytes/rules.ts'
import { provesConsistency } from '../../features/sealing/log/rules.ts'
import { readCheckpoint, readNote } from '../../features/sealing/note/rules.ts'
import {
  cosignatureLine,
  cosignedText,
  writeWitnessKey,
} from '../../features/sealing/witness/rules.ts'

/** A witness on this machine that keeps to c2sp.org/tlog-witness: one newest checkpoint per log, and no way back. */
export async function openWitness(name = 'witness.example/union') {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = {
    name,
    publicKey: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
  }
  const known = new Map<string, { size: number; root: string }>()
  let isDown = false
  let asked = 0
  let cosigned = 0
  const refused: number[] = []
  const answer = (body: string): { status: number; text: string } => {
    const at = body.indexOf('\n\n')
    const [first = '', ...hashes] = body.slice(0, at).split('\n')
    const note = readNote(body.slice(at + 2))
    const checkpoint = note && readCheckpoint(note.text)
    if (!note || !checkpoint) return { status: 400, text: '' }
    const last = known.get(checkpoint.origin)
    const old = Number(first.replace('old ', ''))
    if (old !== (last?.size ?? 0)) return { status: 409, text: `${last?.size ?? 0}\n` }
    const proof = hashes.map((hash) => fromBase64(hash)!)
    const root = toBase64(checkpoint.root)
    if (last?.size === checkpoint.size && last.root !== root)
      return { status: 409, text: `${last.size}\n` }
    const holds =
      !last ||
      last.size === checkpoint.size ||
      provesConsistency({
        olderSize: last.size,
        size: checkpoint.size,
        older: fromBase64(last.root)!,
        newer: checkpoint.root,
        proof,
      })
    if (!holds) return { status: 422, text: 'inconsistent\n' }
    known.set(checkpoint.origin, { size: checkpoint.size, root })
    const seconds = Math.floor(Date.now() / 1000)
    const signature = sign(null, utf8(cosignedText(seconds, note.text)), privateKey)
    return { status: 200, text: cosignatureLine(key, seconds, signature) }
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    asked++
    if (isDown || request.url !== '/add-checkpoint') return response.writeHead(503).end()
    const { status, text } = answer(Buffer.concat(chunks).toString())
    if (status === 200) cosigned++
    else refused.push(status)
    response.writeHead(status, { 'content-type': 'text/plain' }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: writeWitnessKey(key),
    asked: () => asked,
    cosigned: () => cosigned,
    /** With what it did not agree, in order. */
    refused: (): readonly number[] => refused,
    setDown: (value: boolean) => void (isDown = value),
    /** As if somebody had shown it this state of a log before. */
    remember: (origin: string, size: number, root: string) =>
      void known.set(origin, { size, root }),
    close: () => (server.closeAllConnections(), server.close()),
  }
}
