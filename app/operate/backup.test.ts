import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, statfsSync } from 'node:fs'
import { cp, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openSealed } from '../../features/sealing/queries.ts'
import { openDatabase } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { startPostgres } from '../../platform/postgres/start.ts'
import { smallDisk } from '../../test/support/disk.ts'
import { newStory, type Story } from '../../test/support/scenario.ts'
import { atTheEnd, testServer } from '../../test/support/server.ts'
import { signedAndSealed } from '../../test/support/talks.ts'
import { openArchive } from './archive.ts'
import { backup } from './backup.ts'
import type { Manifest } from './manifest.ts'
import { restore } from './restore.ts'

const passphrase = { passphrase: '两把椅子一张桌子，十二个字' }
// Without the half second a passphrase costs on purpose.
const secret = { keyFile: join(process.env.CUXI_DATA!, 'backup.key') }
await writeFile(secret.keyFile, randomBytes(32))
const quietly = { tell: () => {}, log: () => {} }

let founding: ReturnType<typeof found> | null = null

/** A company with a sealed record and an attachment, the place it is in, and room for backups. */
async function company(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'cuxi-backup-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return { ...(await (founding ??= found())), folder }
}

async function found() {
  const story = await newStory()
  atTheEnd(story.close)
  const dataDir = process.env.CUXI_DATA!
  const { conversationId } = await signedAndSealed(story, { text: '评审清单增加一项' })
  const fileId = await story.services.database.inOrg(story.orgId, (db) =>
    story.services.files.put(db, {
      orgId: story.orgId,
      name: '证据.txt',
      mediaType: 'text/plain',
      bytes: Buffer.from('网关迁移的日志'.repeat(50_000)),
      createdBy: story.hr.accountId,
      now: new Date(),
    }),
  )
  // The story keeps its files in a folder of its own; keys lie where the process was told.
  await cp(join(story.services.config.dataDir, 'files'), join(dataDir, 'files'), {
    recursive: true,
  })
  return {
    story,
    conversationId,
    fileId,
    place: { dataDir, databaseUrl: story.services.database.url },
  }
}

/** What somebody finds who opens the restored product. */
async function expectSame(
  url: string,
  dataDir: string,
  story: Story,
  { tables }: Manifest,
  { conversationId, fileId }: { conversationId: string; fileId: string },
) {
  const keys = process.env.CUXI_DATA!
  process.env.CUXI_DATA = dataDir
  const database = openDatabase(url, { connections: 2 })
  try {
    const opened = await database.inOrg(story.orgId, (db) =>
      openSealed(db, story.orgId, conversationId, 1),
    )
    assert.equal(opened?.verification.verdict, 'intact')
    const bytes = await readFile(
      join(dataDir, 'files', story.orgId, fileId.slice(-2), fileId),
      'utf8',
    )
    assert.equal(bytes, '网关迁移的日志'.repeat(50_000))
    const { rows } = await database.pool.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
         and relrowsecurity and not relforcerowsecurity`,
    )
    assert.deepEqual(rows, [], 'every table is kept apart again')
    const { rows: known } = await database.pool.query<{ relname: string; reltuples: number }>(
      `select relname, reltuples::int from pg_class where relnamespace = 'public'::regnamespace and reltuples > 0`,
    )
    const planned = new Map(known.map(({ relname, reltuples }) => [relname, reltuples]))
    for (const [table, count] of Object.entries(tables).filter(([, count]) => count > 0))
      assert.equal(planned.get(table), count, `the planner knows how many rows ${table} has`)
    await assert.rejects(
      database.inOrg(story.orgId, (db) =>
        db.updateTable('logLeaf').set({ leaf: '{}' }).where('orgId', '=', story.orgId).execute(),
      ),
      /not allowed/,
      'and what is kept is kept again',
    )
  } finally {
    process.env.CUXI_DATA = keys
    await database.close()
  }
}

test('a backup made while people work comes back in an empty folder, and old evidence verifies', async (t) => {
  const { story, place, folder, ...known } = await company(t)
  const file = join(folder, 'one.backup')
  const manifest = await backup(place, file, secret, quietly)
  assert.equal(manifest.logs[0]?.signed, manifest.logs[0]?.size)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.deepEqual(await readdir(folder), ['one.backup'])
  assert.equal(
    (await readFile(file)).includes('评审清单'),
    false,
    'nothing people wrote can be read in it',
  )

  const dataDir = join(folder, 'data')
  const restored = await restore(file, secret, { dataDir, databaseUrl: null }, quietly)
  assert.deepEqual(
    restored.logs.map(({ verdict }) => verdict),
    ['whole'],
  )
  assert.equal(existsSync(join(dataDir, 'restoring.json')), false)
  const postgres = await startPostgres({ dataDir, log: () => {} })
  try {
    await expectSame(postgres.url, dataDir, story, manifest, known)
  } finally {
    await postgres.stop()
  }

  await assert.rejects(
    restore(file, secret, { dataDir, databaseUrl: null }, quietly),
    /is not empty/,
    'what stands there already is never written over',
  )
})

test('a backup leaves no row out, whatever walls stand around it', async (t) => {
  const { story, place, folder } = await company(t)
  const { tables } = await backup(place, join(folder, 'one.backup'), secret, quietly)
  const client = await story.services.database.pool.connect()
  try {
    await client.query('begin')
    for (const [table, rows] of Object.entries(tables)) {
      // Its owner sees everything where security is not forced; nothing of this is kept.
      await client.query(`alter table ${table} no force row level security`)
      const { rows: there } = await client.query(`select count(*)::int as n from ${table}`)
      assert.equal(rows, there[0].n, table)
    }
    assert.ok(tables['answer']! > 10)
    const { rows: unknown } = await client.query(
      `select relname from pg_class where relkind in ('S', 'm') and relnamespace = 'public'::regnamespace`,
    )
    assert.deepEqual(unknown, [], 'and there is nothing in the database a backup does not know')
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('a backup comes back in a server of one’s own, with files and keys beside it', async (t) => {
  const { story, place, folder, ...known } = await company(t)
  const file = join(folder, 'one.backup')
  const manifest = await backup(place, file, secret, quietly)
  const server = await testServer()
  const name = `restored_${newId().replaceAll('-', '')}`
  await server.query(`create database ${name}`)
  t.after(() => server.query(`drop database ${name} with (force)`))
  const to = { dataDir: join(folder, 'data'), databaseUrl: server.urlOf(name) }
  const restored = await restore(file, secret, to, quietly)
  assert.deepEqual(
    restored.logs.map(({ verdict }) => verdict),
    ['whole'],
  )
  await expectSame(to.databaseUrl, to.dataDir, story, manifest, known)
  await assert.rejects(
    restore(file, secret, { ...to, dataDir: join(folder, 'other') }, quietly),
    /not empty/,
  )
})

test('a wrong passphrase says so, and a file that is no backup, too', async (t) => {
  const { place, folder } = await company(t)
  const file = join(folder, 'one.backup')
  await backup(place, file, passphrase, quietly)
  await (await openArchive(file, passphrase)).close()
  await assert.rejects(
    openArchive(file, { passphrase: '另一句很长很长的口令啊' }),
    /passphrase is wrong/,
  )
  await assert.rejects(openArchive(file, { keyFile: file }), /locked with a passphrase/)
  await assert.rejects(
    openArchive(join(import.meta.dirname, 'backup.ts'), passphrase),
    /not a backup/,
  )
  await assert.rejects(
    backup(place, join(folder, 'two'), { passphrase: '短' }, quietly),
    /too short/,
  )
  await assert.rejects(backup(place, file, secret, quietly), /exists already/)
  assert.deepEqual(await readdir(folder), ['one.backup'])
})

test('a full disk is said in words, at whatever byte it fills up, and nothing that looks like a backup is left', async (t) => {
  const disk = smallDisk(64)
  if (!disk) return t.skip('needs a disk of its own (root, mount)')
  t.after(() => disk.remove())
  const { place, folder } = await company(t)
  const whole = join(folder, 'whole.backup')
  await backup(place, whole, secret, quietly)
  const { size } = await stat(whole)
  const [ballast, file] = [join(disk.folder, 'ballast'), join(disk.folder, 'one.backup')]
  for (const room of [0, 4096, size / 2, size - 4096]) {
    const { bavail, bsize }: { bavail: number; bsize: number } = statfsSync(disk.folder)
    const taken: number = (bavail - Math.floor(room / bsize)) * bsize
    assert.equal(spawnSync('fallocate', ['-l', String(taken), ballast]).status, 0)
    await assert.rejects(backup(place, file, secret, quietly), /磁盘满了[^]*The disk is full/)
    assert.deepEqual(await readdir(disk.folder), ['ballast'], `with room for ${room} bytes`)
    await rm(ballast)
  }
  await backup(place, file, secret, quietly)
  const { manifest, close } = await openArchive(file, secret)
  await close()
  assert.ok(manifest.files.count > 0)
})

test('a flipped byte is named with its part, and so is a cut end; nothing of it is restored', async (t) => {
  const { place, folder } = await company(t)
  const file = join(folder, 'one.backup')
  const manifest = await backup(place, file, secret, quietly)
  const whole = await readFile(file)
  const dataDir = join(folder, 'data')
  const into = (altered: Buffer) =>
    alteredFile(join(folder, 'altered.backup'), altered).then((path) =>
      restore(path, secret, { dataDir, databaseUrl: null }, quietly),
    )

  for (let round = 0; round < 40; round++) {
    const at = Math.floor(Math.random() * whole.length)
    const altered = Buffer.from(whole)
    altered[at]! ^= 1 << (round % 8)
    const path = await alteredFile(join(folder, 'altered.backup'), altered)
    const named = await readAll(path).then(
      () => 'nothing',
      (error: { part?: string }) => error.part ?? String(error),
    )
    const parts = ['head', 'manifest', ...manifest.parts.map(({ name }) => name)]
    assert.ok(parts.includes(named) || /not a backup/.test(named), `byte ${at}: ${named}`)
  }

  const answers = Buffer.from(whole)
  answers[await placeOf(file, 'database/answer/', manifest)]! ^= 1
  await assert.rejects(into(answers), /damaged from byte \d+ on, in its part database\/answer\//)
  await assert.rejects(into(whole.subarray(0, whole.length - 100)), /damaged/)
  assert.equal(
    (await restore(file, secret, { dataDir, databaseUrl: null }, quietly)).logs.length,
    1,
  )
})

async function alteredFile(path: string, bytes: Buffer): Promise<string> {
  const file = await open(path, 'w')
  await file.write(bytes)
  await file.close()
  return path
}

async function readAll(path: string) {
  const archive = await openArchive(path, secret)
  try {
    for await (const part of archive.parts()) for await (const _ of part.chunks);
  } finally {
    await archive.close()
  }
}

/** A byte inside the first part of this name: behind all parts before it, counted by their frames. */
async function placeOf(
  path: string,
  name: string,
  { parts }: { parts: { name: string; first: number }[] },
): Promise<number> {
  const bytes = await readFile(path)
  const { first } = parts.find((part) => part.name.startsWith(name))!
  let at = bytes.indexOf('\n') + 1
  for (let frame = 0; frame < first + 1; frame++) at += 4 + (bytes.readUInt32BE(at) & 0x7fff_ffff)
  return at + 10
}
