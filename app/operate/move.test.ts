import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { startPostgres } from '../../platform/postgres/start.ts'
import { newStory } from '../../test/support/scenario.ts'
import { atTheEnd, testServer } from '../../test/support/server.ts'
import { signedAndSealed } from '../../test/support/talks.ts'
import { backup } from './backup.ts'
import { demandFit, hasMark } from './marks.ts'
import { move } from './move.ts'
import { restore } from './restore.ts'

const quietly = { tell: () => {}, log: () => {} }
const rounds = Number(process.env.CUXI_KILL_ROUNDS ?? 2)
// Without the half second a passphrase costs on purpose.
const secret = { keyFile: join(process.env.CUXI_DATA!, 'backup.key') }
writeFileSync(secret.keyFile, randomBytes(32))

/** A company with a sealed record, as a backup: every test puts it where its story begins. */
let founding: ReturnType<typeof found> | null = null
const company = () => (founding ??= found())

async function found() {
  const folder = await mkdtemp(join(tmpdir(), 'cuxi-company-'))
  const story = await newStory()
  await signedAndSealed(story, { text: '评审清单增加一项' })
  const file = join(folder, 'company.backup')
  const place = { dataDir: process.env.CUXI_DATA!, databaseUrl: story.services.database.url }
  const manifest = await backup(place, file, secret, quietly)
  await story.close()
  atTheEnd(() => rm(folder, { recursive: true, force: true }))
  return { file, manifest }
}

async function room(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'cuxi-move-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function emptyDatabase(t: TestContext): Promise<string> {
  const server = await testServer()
  const name = `moved_${newId().replaceAll('-', '')}`
  await server.query(`create database ${name}`)
  t.after(() => server.query(`drop database if exists ${name} with (force)`))
  return server.urlOf(name)
}

/** How many rows every organization's tables hold; null while there are no tables. */
async function rowsAt(url: string): Promise<Record<string, number>> {
  const { manifest } = await company()
  const database = openDatabase(url, { connections: 1 })
  try {
    return await database.inOrg(manifest.organizations[0]!.id, async (db) => {
      const counts: Record<string, number> = {}
      for (const table of Object.keys(manifest.tables)) {
        const { n } = await db
          .selectFrom(table as 'person')
          .select((row) => row.fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
        counts[table] = n
      }
      return counts
    })
  } finally {
    await database.close()
  }
}

/** How many rows the planner takes the tables of organizations for, those left out that it takes for empty. */
async function plannedAt(url: string): Promise<Record<string, number>> {
  const { manifest } = await company()
  const database = openDatabase(url, { connections: 1 })
  try {
    const { rows } = await database.pool.query<{ name: string; rows: number }>(
      `select relname as name, reltuples::int as rows from pg_class
        where relnamespace = 'public'::regnamespace and reltuples > 0 and relname = any($1)`,
      [Object.keys(manifest.tables)],
    )
    return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]))
  } finally {
    await database.close()
  }
}

/** `npx cuxi …` in a process of its own, killed after a while unless it ends before. */
async function cuxi(argv: string[], dataDir: string, killAfterMs: number | null = null) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'cli.ts'), ...argv], {
    env: {
      ...process.env,
      CUXI_DATA: dataDir,
      CUXI_BACKUP_KEY: secret.keyFile,
      DATABASE_URL: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += String(chunk)))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  if (killAfterMs !== null) {
    await Promise.race([ended, pause(killAfterMs)])
    child.kill('SIGKILL')
  }
  return { code: await ended, said }
}

test('a company moves to a server of its own; the old folder stays and is not started by mistake', async (t) => {
  const { file, manifest } = await company()
  const folder = await room(t)
  const dataDir = join(folder, 'data')
  await restore(file, secret, { dataDir, databaseUrl: null }, quietly)
  const to = await emptyDatabase(t)
  const { logs } = await move(dataDir, to, quietly)
  assert.deepEqual(
    logs.map(({ verdict }) => verdict),
    ['whole'],
  )
  assert.deepEqual(await rowsAt(to), manifest.tables)
  const filled = Object.entries(manifest.tables).filter(([, rows]) => rows > 0)
  assert.deepEqual(await plannedAt(to), Object.fromEntries(filled), 'the planner knows them')
  assert.ok(existsSync(join(dataDir, 'keys')))
  assert.throws(() => demandFit(dataDir, true), /was moved to/)
  demandFit(dataDir, false)

  await move(dataDir, to, quietly)
  assert.deepEqual(await rowsAt(to), manifest.tables, 'a second move doubles nothing')

  const old = await startPostgres({ dataDir, log: () => {} })
  assert.deepEqual(await rowsAt(old.url), manifest.tables)
  const database = openDatabase(old.url, { connections: 1 })
  await database.inOrg(manifest.organizations[0]!.id, (db) =>
    db.updateTable('person').set({ phone: '13800000000' }).execute(),
  )
  await database.close()
  await old.stop()
  await assert.rejects(move(dataDir, to, quietly), /holds other data/)
})

test('nothing moves away from under a running product', async (t) => {
  const { file } = await company()
  const folder = await room(t)
  const dataDir = join(folder, 'data')
  await restore(file, secret, { dataDir, databaseUrl: null }, quietly)
  const running = await startPostgres({ dataDir, log: () => {} })
  t.after(() => running.stop())
  await assert.rejects(move(dataDir, await emptyDatabase(t), quietly), /already running/)
  await assert.rejects(move(folder, await emptyDatabase(t), quietly), /nothing to move/)
})

test('a backup killed at any moment leaves no file that looks whole', async (t) => {
  const { file } = await company()
  const folder = await room(t)
  const dataDir = join(folder, 'data')
  await restore(file, secret, { dataDir, databaseUrl: null }, quietly)
  const whole = await cuxi(['backup', join(folder, 'whole')], dataDir)
  assert.equal(whole.code, 0, whole.said)
  for (let round = 0; round < rounds; round++) {
    const path = join(folder, `killed-${round}`)
    await cuxi(['backup', path], dataDir, 300 + Math.random() * 2500)
    if (existsSync(path)) {
      const other = join(folder, `back-${round}`)
      assert.equal(
        (await restore(path, secret, { dataDir: other, databaseUrl: null }, quietly)).logs.length,
        1,
      )
    }
  }
})

test('a restore killed at any moment is not started, and is done by the same command', async (t) => {
  const { file, manifest } = await company()
  for (let round = 0; round < rounds; round++) {
    const folder = await room(t)
    const dataDir = join(folder, 'data')
    await cuxi(['restore', file, '--to', dataDir], dataDir, 500 + Math.random() * 4000)
    if (existsSync(dataDir) && hasMark(dataDir, 'restoring'))
      assert.throws(() => demandFit(dataDir, true), /not finished/)
    const second = await cuxi(['restore', file, '--to', dataDir], dataDir)
    assert.ok(second.code === 0 || /is not empty/.test(second.said), second.said)
    demandFit(dataDir, true)
    const postgres = await startPostgres({ dataDir, log: () => {} })
    assert.deepEqual(await rowsAt(postgres.url), manifest.tables)
    await postgres.stop()
  }
})

test('a move killed at any moment is done by the same command, and nothing is there twice', async (t) => {
  const { file, manifest } = await company()
  const folder = await room(t)
  const dataDir = join(folder, 'data')
  await restore(file, secret, { dataDir, databaseUrl: null }, quietly)
  for (let round = 0; round < rounds; round++) {
    const to = await emptyDatabase(t)
    await cuxi(['move', to], dataDir, 300 + Math.random() * 4000)
    const second = await cuxi(['move', to], dataDir)
    assert.equal(second.code, 0, second.said)
    assert.deepEqual(await rowsAt(to), manifest.tables)
  }
})
