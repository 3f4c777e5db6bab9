import assert from 'node:assert/strict'
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { packagedBinaries } from './binaries.ts'
import { isAlive, isStale } from './postmaster.ts'
import { startPostgres, type Postgres } from './start.ts'

const quiet = () => {}
const isRoot = process.getuid?.() === 0
const onlyRoot = { skip: !isRoot && 'needs root' }
const onlyLinux = { skip: process.platform !== 'linux' && 'needs /proc' }

const prepared = mkdtempSync(join(tmpdir(), 'cuxi-prepared-'))

before(async () => (await startPostgres({ dataDir: prepared, log: quiet })).stop())
after(() => rmSync(prepared, { recursive: true, force: true }))

/** A data folder whose first start is behind it, where that is not the story. */
function usedFolder(t: TestContext): string {
  const dataDir = folder(t)
  cpSync(join(prepared, 'postgres'), join(dataDir, 'postgres'), { recursive: true })
  chmodSync(join(dataDir, 'postgres'), 0o700)
  return dataDir
}

/** A fresh data folder; what runs on it is ended by its own number when the story is over. */
function folder(t: TestContext, mode = 0o755): string {
  const base = mkdtempSync(join(tmpdir(), 'cuxi-test-'))
  chmodSync(base, mode)
  t.after(async () => {
    await endLeftover(join(base, 'data'))
    rmSync(base, { recursive: true, force: true })
  })
  return join(base, 'data')
}

async function endLeftover(data: string) {
  const note = join(data, 'postgres.location')
  const home = existsSync(note) ? readFileSync(note, 'utf8').trim() : data
  const pid = pidOf(home)
  if (!pid || isStale(join(home, 'postgres'), pid)) return
  process.kill(pid, 'SIGQUIT')
  while (!isStale(join(home, 'postgres'), pid)) await pause(15)
}

function pidOf(home: string): number | null {
  const file = join(home, 'postgres', 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

async function ask(url: string, text: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', quiet)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

type Started = Pick<Postgres, 'url' | 'isAdopted'>

/** The product in a process of its own: prints what it started, stops cleanly on SIGTERM. */
async function program(
  options: { dataDir: string; commonFolder?: string; native?: string },
  how: SpawnOptions = {},
): Promise<{ child: ChildProcess; started: Started | null; said: string }> {
  const file = new URL('./start.ts', import.meta.url).href
  const script = `
    const { startPostgres } = await import(${JSON.stringify(file)})
    try {
      const server = await startPostgres({ ...${JSON.stringify(options)}, log: () => {} })
      await server.announce('http://localhost:8080')
      process.on('SIGTERM', () => server.stop())
      console.log(JSON.stringify({ url: server.url, isAdopted: server.isAdopted }))
    } catch (error) { console.log(error.message) }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...how,
  })
  const [said] = (await once(createInterface(child.stdout!), 'line')) as [string]
  return { child, said, started: said.startsWith('{') ? (JSON.parse(said) as Started) : null }
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

test('the first start makes a database, the second finds everything again', async (t) => {
  const dataDir = folder(t)
  const began = performance.now()
  const first = await startPostgres({ dataDir, log: quiet })
  const firstMs = Math.round(performance.now() - began)
  await ask(
    first.url,
    `create table promise (words text); insert into promise values ('下周给答复')`,
  )
  await first.stop()
  assert.equal(pidOf(dataDir), null)

  const again = performance.now()
  const second = await startPostgres({ dataDir, log: quiet })
  t.diagnostic(`first start ${firstMs} ms, second ${Math.round(performance.now() - again)} ms`)
  assert.deepEqual(await ask(second.url, 'select words from promise'), [{ words: '下周给答复' }])
  await second.stop()
  await second.stop()
})

test('the product is no superuser, owns its database, and sorts Chinese names', async (t) => {
  const server = await startPostgres({ dataDir: usedFolder(t), log: quiet })
  const [role] = await ask(
    server.url,
    `select rolsuper, rolbypassrls, rolcreatedb from pg_roles where rolname = current_user`,
  )
  assert.deepEqual(role, { rolsuper: false, rolbypassrls: false, rolcreatedb: true })
  await ask(server.url, 'create schema talks')
  await ask(server.url, 'create database cuxi_template')
  const names = await ask(
    server.url,
    `select name from unnest(array['张', '李', '王', '陈']) name order by name collate "zh-x-icu"`,
  )
  assert.deepEqual(
    names.map(({ name }) => name),
    ['陈', '李', '王', '张'],
  )
  const [safe] = await ask(
    server.url,
    `select current_setting('fsync') fsync, current_setting('synchronous_commit') commit,
            current_setting('server_encoding') encoding, current_setting('data_checksums') sums`,
  )
  assert.deepEqual(safe, { fsync: 'on', commit: 'on', encoding: 'UTF8', sums: 'on' })
  await server.stop()
})

test('one connection killed with -9 takes the others along, and all can come back', async (t) => {
  const server = await startPostgres({ dataDir: usedFolder(t), log: quiet })
  const client = new pg.Client({ connectionString: server.url })
  client.on('error', quiet)
  await client.connect()
  const { rows } = await client.query('select pg_backend_pid() as pid')
  const back = new Promise<void>((resolve) => server.onCrash(resolve))
  process.kill(rows[0].pid, 'SIGKILL')
  await back
  assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
  await client.end().catch(quiet)
  await server.stop()
})

test('stopping while the server is on its way back leaves nothing running', async (t) => {
  const dataDir = usedFolder(t)
  const server = await startPostgres({ dataDir, log: quiet })
  process.kill(pidOf(dataDir)!, 'SIGKILL')
  await pause(20)
  await server.stop()
  await pause(300)
  // The file of the one that was killed may lie there still, with nobody behind it.
  const left = pidOf(dataDir)
  assert.ok(left === null || !isAlive(left), `${left} still runs`)
})

test('nobody comes in without the password', async (t) => {
  const server = await startPostgres({ dataDir: usedFolder(t), log: quiet })
  const guess = server.adminUrl.replace(/postgres:[^@]+@/, 'postgres:guess@')
  await assert.rejects(ask(guess, 'select 1'), { code: '28P01' })
  await server.stop()
})

test('a server killed with -9 comes back by itself with what was committed', async (t) => {
  const dataDir = usedFolder(t)
  const server = await startPostgres({ dataDir, log: quiet })
  await ask(server.url, `create table promise as select '承诺' as words`)
  for (let round = 0; round < 2; round++) {
    const began = performance.now()
    const back = new Promise<void>((resolve) => server.onCrash(resolve))
    process.kill(pidOf(dataDir)!, 'SIGKILL')
    await back
    t.diagnostic(`back after ${Math.round(performance.now() - began)} ms`)
    assert.deepEqual(await ask(server.url, 'select words from promise'), [{ words: '承诺' }])
  }
  await server.stop()
})

test('the next start adopts the server a killed program left running', async (t) => {
  const dataDir = usedFolder(t)
  const first = await program({ dataDir })
  await ask(first.started!.url, `create table promise as select 1 as kept`)
  const pid = pidOf(dataDir)
  await end(first.child, 'SIGKILL')

  const second = await startPostgres({ dataDir, log: quiet })
  assert.equal(second.isAdopted, true)
  assert.equal(pidOf(dataDir), pid)
  assert.deepEqual(await ask(second.url, 'select kept from promise'), [{ kept: 1 }])
  const back = new Promise<void>((resolve) => second.onCrash(resolve))
  process.kill(pid!, 'SIGKILL')
  await back
  assert.deepEqual(await ask(second.url, 'select kept from promise'), [{ kept: 1 }])
  await second.stop()
  assert.equal(pidOf(dataDir), null)
})

test('a second program on the same folder is told where the first one runs', async (t) => {
  const dataDir = usedFolder(t)
  const first = await program({ dataDir })
  const second = await program({ dataDir })
  assert.match(
    second.said,
    /已经.*http:\/\/localhost:8080.*already running at http:\/\/localhost:8080/,
  )
  await end(second.child)
  assert.deepEqual(await ask(first.started!.url, 'select 1 as one'), [{ one: 1 }])
  await end(first.child)
  assert.equal(pidOf(dataDir), null)
})

test('of two first starts at once one wins and nothing breaks', async (t) => {
  const dataDir = folder(t)
  const both = await Promise.all([program({ dataDir }), program({ dataDir })])
  const winners = both.filter(({ started }) => started)
  assert.equal(winners.length, 1, both.map(({ said }) => said).join('\n'))
  assert.deepEqual(await ask(winners[0]!.started!.url, 'select 1 as one'), [{ one: 1 }])
  for (const { child } of both) await end(child)
})

test(
  'a pid file whose number now belongs to another program stands in nobody’s way',
  onlyLinux,
  async (t) => {
    const dataDir = usedFolder(t)
    const first = await startPostgres({ dataDir, log: quiet })
    const pid = pidOf(dataDir)!
    const text = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
    await first.stop()
    writeFileSync(
      join(dataDir, 'postgres', 'postmaster.pid'),
      text.replace(`${pid}`, `${process.pid}`),
    )
    const second = await startPostgres({ dataDir, log: quiet })
    assert.equal(second.isAdopted, false)
    await second.stop()
  },
)

test('a path too long for a socket gets a short private folder for it', async (t) => {
  const dataDir = join(folder(t), '促膝'.repeat(20), '谈话')
  const server = await startPostgres({ dataDir, log: quiet })
  const socketDir = new URL(server.url).searchParams.get('host')!
  t.after(() => rmSync(socketDir, { recursive: true, force: true }))
  assert.ok(Buffer.byteLength(join(dataDir, 'socket', '.s.PGSQL.5432')) > 107)
  assert.ok(Buffer.byteLength(socketDir) < 90)
  assert.equal(statSync(socketDir).mode & 0o777, 0o700)
  assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
  await server.stop()
})

test(
  'an ordinary user runs it as themselves, also when root owns node_modules',
  onlyRoot,
  async (t) => {
    const dataDir = folder(t)
    const native = brokenBinaries(dataDir)
    mkdirSync(dataDir)
    chownSync(dataDir, 1, 1)
    const { child, started, said } = await program(
      { dataDir, native },
      { uid: 1, gid: 1, cwd: '/' },
    )
    assert.ok(started, said)
    assert.deepEqual(await ask(started.url, 'select 1 as one'), [{ one: 1 }])
    assert.equal(statSync(join(dataDir, 'postgres')).uid, 1)
    assert.equal(lstatSync(join(native, 'lib', 'libpq.so.5'), { throwIfNoEntry: false }), undefined)
    await end(child)
  },
)

test('missing library links are restored', async (t) => {
  const dataDir = usedFolder(t)
  const native = brokenBinaries(dataDir)
  const server = await startPostgres({ dataDir, log: quiet, native })
  assert.ok(lstatSync(join(native, 'lib', 'libicuuc.so.60')).isSymbolicLink())
  await server.stop()
})

test('a folder only root can read works, with namespaces and without', onlyRoot, async (t) => {
  const dataDir = folder(t, 0o700)
  const native = brokenBinaries(dataDir)
  const server = await startPostgres({ dataDir, log: quiet, native })
  assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
  await server.stop()

  const hidden = join(folder(t, 0o700), 'second')
  const common = join(folder(t), 'lib')
  t.after(() => endLeftover(hidden))
  // Without a PATH there is no unshare: the same as a container that refuses namespaces.
  const options = { dataDir: hidden, native, commonFolder: common }
  const first = await program(options, { env: { PATH: '/nowhere' } })
  assert.ok(first.started, first.said)
  const home = readFileSync(join(hidden, 'postgres.location'), 'utf8').trim()
  assert.ok(home.startsWith(common))
  await ask(first.started.url, 'create table promise as select 1 as kept')
  await end(first.child)
  const second = await program(options)
  assert.deepEqual(await ask(second.started!.url, 'select kept from promise'), [{ kept: 1 }])
  await end(second.child)
})

test('a folder root used before serves nobody and namespace alike', onlyRoot, async (t) => {
  const dataDir = folder(t)
  const open = await startPostgres({ dataDir, log: quiet })
  await ask(open.url, 'create table promise as select 1 as kept')
  await open.stop()
  chmodSync(dataDir, 0o700)
  const closed = await startPostgres({ dataDir, log: quiet })
  assert.deepEqual(await ask(closed.url, 'select kept from promise'), [{ kept: 1 }])
  await closed.stop()
})

test('another user’s data folder is refused with the reason', onlyRoot, async (t) => {
  const dataDir = folder(t)
  await (await startPostgres({ dataDir, log: quiet })).stop()
  chmodSync(dataDir, 0o755)
  const { said, child } = await program({ dataDir }, { uid: 1, gid: 1, cwd: '/' })
  assert.match(said, /belongs to user 65534 and this is 1/)
  await end(child)
})

test('the server survives what ends the terminal’s group', async (t) => {
  const dataDir = usedFolder(t)
  const { child, started } = await program({ dataDir }, { detached: true })
  process.kill(-child.pid!, 'SIGINT')
  await pause(300)
  assert.ok(pidOf(dataDir))
  assert.deepEqual(await ask(started!.url, 'select 1 as one'), [{ one: 1 }])
  await end(child)
})

/** The npm package as it arrives when its postinstall did not run: without its links. */
function brokenBinaries(dataDir: string): string {
  const source = packagedBinaries()!
  const native = join(dataDir, '..', 'package', 'native')
  cpSync(source, native, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (f) => !f.endsWith('.a'),
  })
  cpSync(join(source, '..', 'package.json'), join(native, '..', 'package.json'))
  for (const { target } of JSON.parse(readFileSync(join(source, 'pg-symlinks.json'), 'utf8')))
    rmSync(join(native, '..', target), { force: true })
  return native
}
