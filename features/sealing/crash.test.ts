import { test } from 'node:test'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { migrate } from '../../platform/migrate.ts'
import { testServer } from '../../test/support/server.ts'
import { auditLog } from './log/audit/queries.ts'
import { openSealed } from './queries.ts'

/** A process that seals one record after the other and says so after each commit. */
const sealer = (url: string, orgId: string) => `
  import { openDatabase } from '${import.meta.resolve('../../platform/database.ts')}'
  import { newId } from '${import.meta.resolve('../../platform/ids.ts')}'
  import { seal } from '${import.meta.resolve('./handlers.ts')}'
  const database = openDatabase('${url}')
  for (;;) {
    const recordId = newId()
    await database.inOrg('${orgId}', (db) =>
      seal(db, { orgId: '${orgId}', actorId: null, now: new Date() }, { recordId, version: 1, record: { title: recordId }, participants: [] }))
    console.log(recordId)
  }`

/** A database of its own with one organization. */
async function place() {
  const server = await testServer()
  const name = `crash_${newId().replaceAll('-', '')}`
  await server.query(`create database ${name}`)
  const url = server.urlOf(name)
  await migrate(url)
  const database = openDatabase(url)
  const orgId = newId()
  await database.inOrg(orgId, (db) =>
    db
      .insertInto('organization')
      .values({
        id: orgId,
        name: '海岳重工',
        code: orgId,
        timezone: 'Asia/Shanghai',
        locale: 'zh-CN',
        settings: '{}' as never,
        demoSince: null,
        createdAt: new Date(),
      })
      .execute(),
  )
  return {
    url,
    orgId,
    database,
    async close() {
      await database.close()
      await server.query(`drop database ${name} with (force)`)
    },
  }
}

/** A sealing process; `confirmed` gets the id of every record it was told is sealed. */
function startSealer(url: string, orgId: string, confirmed: string[]) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', sealer(url, orgId)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('close', resolve))
  createInterface({ input: child.stdout }).on('line', (line) => confirmed.push(line))
  return {
    child,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Everything confirmed is whole, and each stands at a place of its own in one log. */
async function expectOneLog(
  { database, orgId }: Awaited<ReturnType<typeof place>>,
  confirmed: string[],
) {
  const leaves = new Set<number>()
  for (const id of confirmed) {
    const opened = await database.inOrg(orgId, (db) => openSealed(db, orgId, id, 1))
    assert.equal(opened?.verification.verdict, 'intact')
    leaves.add(opened.verification.facts!.leafIndex)
  }
  assert.equal(leaves.size, confirmed.length, 'no two records at one place')
  const audit = await database.inOrg(orgId, (db) => auditLog(db, orgId))
  assert.ok(
    audit?.rootMatches && audit.brokenLeaf === null && audit.signedSize >= confirmed.length,
    JSON.stringify(audit),
  )
}

test('a server killed again and again while it seals loses no seal it has confirmed', async () => {
  const here = await place()
  try {
    const confirmed: string[] = []
    for (let round = 0; round < 5; round++) {
      const before = confirmed.length
      const { child, kill } = startSealer(here.url, here.orgId, confirmed)
      while (confirmed.length < before + 1 && child.exitCode === null) await pause(2)
      await pause(round * 9)
      await kill()
    }
    assert.ok(confirmed.length >= 5, `${confirmed.length} seals were confirmed`)
    await expectOneLog(here, confirmed)
  } finally {
    await here.close()
  }
})

test('two nodes that seal at once write one log, also when one of them dies in the middle', async () => {
  const here = await place()
  try {
    const first: string[] = []
    const second: string[] = []
    const one = startSealer(here.url, here.orgId, first)
    const other = startSealer(here.url, here.orgId, second)
    const both = (n: number) => first.length >= n && second.length >= n
    while (!both(5) && one.child.exitCode === null && other.child.exitCode === null) await pause(5)
    await one.kill()
    const until = second.length + 3
    while (second.length < until && other.child.exitCode === null) await pause(5)
    await other.kill()
    assert.ok(both(5), `${first.length} and ${second.length} seals were confirmed`)
    await expectOneLog(here, [...first, ...second])
  } finally {
    await here.close()
  }
})
