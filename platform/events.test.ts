import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openServices } from '../app/services.ts'
import { foundOrganization } from '../features/org/joining/founding/queries.ts'
import { lend } from '../test/support/databases.ts'
import { config } from './config.ts'
import { settled, startReactions } from './events.ts'
import { newId } from './ids.ts'
import { log } from './log.ts'

test('whoever waits for what follows an event is answered once it has followed, and not kept for ever', async (t) => {
  const { url, giveBack } = await lend()
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-'))
  const services = await openServices({ ...config({}), dataDir, port: 0 }, url)
  const { database } = services
  t.after(async () => {
    await services.close()
    await giveBack()
    await rm(dataDir, { recursive: true, force: true })
  })
  const orgId = newId()
  await database.inOrg(orgId, (db) =>
    foundOrganization(db, {
      orgId,
      organization: '试验工厂',
      name: '许宁',
      employeeNo: 'HR001',
      email: null,
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
      passwordHash: 'none',
      now: new Date(),
    }),
  )
  let hasFollowed = false
  const follow = async () => {
    await pause(200)
    hasFollowed = true
  }
  await settled(database, orgId, 50)
  assert.ok(!hasFollowed, 'nobody reacts yet')

  const reacting = startReactions(database, [{ 'organization.founded': follow }], log)
  await settled(database, orgId, 20_000)
  await reacting.stop()
  assert.ok(hasFollowed)
})
