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

test('a server killed again and again while it seals loses no seal it has confirmed', async () => {
  const server = await testServer()
  const name = `crash_${newId().replaceAll('-', '')}`
  await server.query(`create database ${name}`)
  const url = server.urlOf(name)
  await migrate(url)
  const database = openDatabase(url)
  const orgId = newId()
  try {
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
    const confirmed: string[] = []
    for (let round = 0; round < 5; round++) {
      const before = confirmed.length
      const child = spawn(process.execPath, ['--input-type=module', '-e', sealer(url, orgId)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const gone = new Promise((resolve) => child.once('close', resolve))
      createInterface({ input: child.stdout }).on('line', (line) => confirmed.push(line))
      while (confirmed.length < before + 1 && child.exitCode === null) await pause(2)
      await pause(round * 9)
      child.kill('SIGKILL')
      await gone
    }
    assert.ok(confirmed.length >= 5, `${confirmed.length} seals were confirmed`)
    for (const id of confirmed) {
      const opened = await database.inOrg(orgId, (db) => openSealed(db, orgId, id, 1))
      assert.equal(opened?.verification.verdict, 'intact')
    }
    const audit = await database.inOrg(orgId, (db) => auditLog(db, orgId))
    assert.ok(
      audit?.rootMatches && audit.brokenLeaf === null && audit.signedSize >= confirmed.length,
    )
  } finally {
    await database.close()
    await server.query(`drop database ${name} with (force)`)
  }
})
