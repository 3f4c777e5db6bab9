import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CONFIG = `[tsa]
default_tsa = own
[own]
dir = .
serial = ./serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.5
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
`
const EXTENSIONS = `basicConstraints=CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
`

/** Is there a program on this machine that can play a timestamp authority? */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'])
    return true
  } catch {
    return false
  }
}

/** How the authority behaves: honestly, or as authorities go wrong. */
export type Manner =
  | 'honest'
  | 'old'
  | 'wrongHash'
  | 'html'
  | 'refuses'
  | 'unsigned'
  // Takes the question and says nothing; begins to answer and goes no further.
  | 'hangs'
  | 'stalls'

/** A timestamp authority on this machine (`openssl ts`), with a root and a certificate of its own; `manner` may change. */
export async function openAuthority(key: 'rsa' | 'ec' = 'rsa') {
  const folder = mkdtempSync(join(tmpdir(), 'cuxi-tsa-'))
  const run = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const newKey =
    key === 'rsa'
      ? ['-newkey', 'rsa:2048']
      : ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
  writeFileSync(join(folder, 'tsa.cnf'), CONFIG)
  writeFileSync(join(folder, 'ext.cnf'), EXTENSIONS)
  writeFileSync(join(folder, 'serial'), '01')
  run(
    'req',
    '-x509',
    ...newKey,
    '-nodes',
    '-keyout',
    'root.key',
    '-out',
    'root.pem',
    '-subj',
    '/CN=Test Root',
    '-days',
    '30',
  )
  run('req', ...newKey, '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test TSA')
  run(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'root.pem',
    '-CAkey',
    'root.key',
    '-CAcreateserial',
    '-extfile',
    'ext.cnf',
    '-out',
    'tsa.pem',
    '-days',
    '20',
  )
  let manner: Manner = 'honest'
  let asked = 0
  let last: Buffer | null = null
  const reply = (query: Buffer) => {
    writeFileSync(join(folder, 'q.tsq'), query)
    run(
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-section',
      'own',
      '-queryfile',
      'q.tsq',
      '-signer',
      'tsa.pem',
      '-inkey',
      'tsa.key',
      '-chain',
      'root.pem',
      '-out',
      'r.tsr',
    )
    return readFileSync(join(folder, 'r.tsr'))
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    asked++
    if (manner === 'hangs') return
    if (manner === 'stalls')
      return void response
        .writeHead(200, { 'content-type': 'application/timestamp-reply' })
        .write('0')
    if (manner === 'html')
      return response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')
    if (manner === 'refuses') return response.writeHead(503).end()
    let answer = manner === 'old' && last ? last : reply(Buffer.concat(chunks))
    if (manner === 'wrongHash') {
      writeFileSync(join(folder, 'other'), 'something else')
      run('ts', '-query', '-data', 'other', '-sha256', '-cert', '-out', 'o.tsq')
      answer = reply(readFileSync(join(folder, 'o.tsq')))
    }
    if (manner === 'unsigned') answer = Buffer.from(answer).fill(0x55, answer.length - 20)
    last = answer
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    root: join(folder, 'root.pem'),
    asked: () => asked,
    behave: (how: Manner) => void (manner = how),
    /** Ends every question that still waits for its answer. */
    hangUp: () => server.closeAllConnections(),
    close() {
      server.closeAllConnections()
      server.close()
      rmSync(folder, { recursive: true })
    },
  }
}
