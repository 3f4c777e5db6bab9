import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test, type TestContext } from 'node:test'

const run = join(import.meta.dirname, 'run.mjs')
const needsUnix = { skip: process.platform === 'win32' && 'needs signals' }

/** An older Node, as people have it installed; the packaged one does the work then. */
const olderNode = ['/usr/bin/node', '/usr/local/bin/node'].find((file) => {
  if (!existsSync(file)) return false
  const version = spawnSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout
  return Number.parseFloat(version) >= 20 && Number.parseFloat(version) < 24.12
})
const nodes = olderNode ? [process.execPath, olderNode] : [process.execPath]

/** A product that says what happens to it and takes a moment to stop. */
function product(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'cuxi-run-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'product.ts')
  writeFileSync(
    file,
    `const heard: string[] = []
     const main: boolean = import.meta.main
     for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
       process.on(signal, () => {
         heard.push(signal)
         setTimeout(() => { console.log(heard.join(' ')); process.exit(7) }, 300)
       })
     console.log(JSON.stringify([main, ...process.argv.slice(2)]))
     setInterval(() => {}, 1000)`,
  )
  return file
}

function linesOf(child: ChildProcess) {
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]()
  return async () => (await lines.next()).value as string | undefined
}

for (const node of nodes) {
  const kind = node === process.execPath ? 'a new Node' : 'an older Node'

  test(
    `${kind} runs the product with its arguments and passes on how it ended`,
    needsUnix,
    async (t) => {
      const child = spawn(node, [run, product(t), '促膝', '--x'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const next = linesOf(child)
      assert.equal(await next(), '[true,"促膝","--x"]')
      child.kill('SIGTERM')
      assert.equal(await next(), 'SIGTERM')
      assert.deepEqual(await once(child, 'exit'), [7, null])
    },
  )

  test(`${kind}: Ctrl-C reaches the product exactly once`, needsUnix, async (t) => {
    const child = spawn(node, [run, product(t)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    })
    const next = linesOf(child)
    await next()
    process.kill(-child.pid!, 'SIGINT')
    assert.equal(await next(), 'SIGINT')
  })

  test(`${kind}: the product stops cleanly when npm is killed with -9`, needsUnix, async (t) => {
    // What npm does: a shell that starts the script and waits for it.
    const line = `"${node}" "${run}" "${product(t)}"; exit $?`
    const npm = spawn(
      process.execPath,
      [
        '-e',
        `require('child_process').spawn('sh', ['-c', process.argv[1]], { stdio: 'inherit' })`,
        line,
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, npm_lifecycle_event: 'start' },
      },
    )
    const next = linesOf(npm)
    await next()
    npm.kill('SIGKILL')
    assert.equal(await next(), 'SIGTERM')
  })
}

test(
  'the product stops cleanly when the Node that started it is killed with -9',
  { skip: !olderNode && 'needs a Node older than 24.12' },
  async (t) => {
    const child = spawn(olderNode!, [run, product(t)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const next = linesOf(child)
    await next()
    child.kill('SIGKILL')
    assert.equal(await next(), 'SIGTERM')
  },
)
