import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { enterNextKey, finishRotation } from '../../sealing/log/epochs/handlers.ts'
import { auditLog } from '../../sealing/log/audit/queries.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { signedAndSealed } from '../../../test/support/talks.ts'
import { checkOrganization } from './queries.ts'
import { checkAll } from './reactions.ts'
import { isDue, perNight } from './rules.ts'

/** As somebody with the database does: past every trigger, within the organization. */
const alter = (story: Story, table: string, statement: string) =>
  story.services.database.inOrg(story.orgId, async (db) => {
    await sql.raw(`alter table ${table} disable trigger user`).execute(db)
    await sql.raw(statement).execute(db)
    await sql.raw(`alter table ${table} enable trigger user`).execute(db)
  })

/** A night passes; the clock moves a second with every look at it. */
async function night(story: Story, limits = perNight) {
  const { database } = story.services
  const org = await database.inOrg(null, (db) =>
    db
      .selectFrom('organization')
      .selectAll()
      .where('id', '=', story.orgId)
      .executeTakeFirstOrThrow(),
  )
  story.clock.now = new Date(story.clock.now.getTime() + 86_400_000)
  let tick = story.clock.now.getTime()
  await checkOrganization(database, org, () => new Date((tick += 10)), limits)
  return story.as(story.hr).admin.selfCheck.latest()
}

const told = ({ findings }: Awaited<ReturnType<typeof night>>) =>
  findings.map(({ kind, part, record }) => `${kind} ${part} ${record?.employee ?? '-'}`).sort()

test('a company where everything is as it was sealed is told so, and the log holds the result', () =>
  scenario(async (story) => {
    await signedAndSealed(story, { text: '评审清单' })
    const result = await night(story)
    assert.deepEqual(told(result), [])
    assert.deepEqual([result.records, result.leaves, result.isWhole], [1, 1, true])
    const leaf = await story.services.database.inOrg(story.orgId, (db) =>
      db.selectFrom('logLeaf').select('leaf').where('leafIndex', '=', 1).executeTakeFirstOrThrow(),
    )
    const { kind, records, findings, whole } = JSON.parse(leaf.leaf)
    assert.deepEqual(
      { kind, records, findings, whole },
      {
        kind: 'selfcheck',
        records: 1,
        findings: 0,
        whole: true,
      },
    )
    await signedAndSealed(story, { text: '还能继续封存' })
    assert.equal((await night(story)).leaves, 3)
  }))

test('an altered rating and swapped ciphertexts are told by the next morning, and are over once put right', () =>
  scenario(async (story) => {
    await signedAndSealed(story, { text: '第一份' })
    await alter(
      story,
      'answer',
      `update answer set value = jsonb_set(value, '{value}', '5')
        where value ? 'notRated' and part_id in (select id from part where kind = 'manager')`,
    )
    assert.deepEqual(told(await night(story)), [
      'tableDiffers fields 陈一鸣',
      'tableDiffers score 陈一鸣',
    ])
    await alter(
      story,
      'answer',
      `update answer set value = jsonb_set(value, '{value}', '3')
        where value ? 'notRated' and part_id in (select id from part where kind = 'manager')`,
    )
    assert.deepEqual(told(await night(story)), [])

    await signedAndSealed(story, { text: '第二份' })
    await alter(
      story,
      'sealed_version',
      `update sealed_version v set sealed = o.sealed from sealed_version o where o.record_id <> v.record_id`,
    )
    assert.deepEqual(told(await night(story)), [
      'recordTampered recordUnreadable 陈一鸣',
      'recordTampered recordUnreadable 陈一鸣',
    ])
  }))

test('the database refuses to alter an answer that is sealed', () =>
  scenario(async (story) => {
    await signedAndSealed(story, { text: '评审清单' })
    await assert.rejects(
      story.services.database.inOrg(story.orgId, (db) =>
        sql`update answer set value = '"别的话"'`.execute(db),
      ),
      /the record is sealed/,
    )
  }))

test('a rewritten leaf, a leaf taken away and a signer that forgot are told, and nothing is signed', () =>
  scenario(async (story) => {
    for (const text of ['一', '二', '三', '四']) await signedAndSealed(story, { text })
    await alter(story, 'log_leaf', `update log_leaf set leaf = leaf || ' ' where leaf_index = 1`)
    assert.deepEqual(told(await night(story)).slice(0, 1), ['leafDiffers 1/1 -'])
    await alter(story, 'log_leaf', `update log_leaf set leaf = rtrim(leaf) where leaf_index = 1`)
    const healed = await night(story)
    assert.deepEqual(told(healed), [])
    const { size } = (await story.services.database.inOrg(story.orgId, (db) =>
      auditLog(db, story.orgId),
    ))!

    for (const [table, column] of [
      ['log_leaf', 'leaf_index'],
      ['log_checkpoint', 'size - 1'],
      ['log_node', 'node_index * 2 ^ level + 2 ^ level - 1'],
    ])
      await alter(story, table!, `delete from ${table} where ${column} >= ${size - 2}`)
    const cut = await night(story)
    assert.deepEqual(told(cut), [`logBehind 1/${size - 2} -`])
    assert.equal(cut.leafIndex, null)

    const path = join(process.env.CUXI_DATA!, 'keys', story.orgId, 'signer-1.json')
    const state = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify({ ...state, size: size - 2 }))
    assert.deepEqual(told(await night(story)), [`logDiffers 1/${size - 2} -`])
  }))

test('a log that changed its key is whole before and after', () =>
  scenario(async (story) => {
    await signedAndSealed(story, { text: '旧钥匙' })
    const { database } = story.services
    const { epoch } = await database.inOrg(story.orgId, (db) =>
      enterNextKey(db, story.orgId, new Date()),
    )
    await finishRotation(story.orgId, epoch, new Date())
    await signedAndSealed(story, { text: '新钥匙' })
    assert.deepEqual(told(await night(story)), [])
  }))

test('words somebody altered in the search are made anew from what was sealed', () =>
  scenario(async (story) => {
    const { conversationId } = await signedAndSealed(story, { text: '评审清单增加一项' })
    await alter(story, 'record_words', `update record_words set words = 'falsch'::tsvector`)
    assert.equal((await night(story)).reindexed, 1)
    const { items } = await story.as(story.hr).conversations.archive({ text: '评审清单' })
    assert.deepEqual(
      items.map(({ id }) => id),
      [conversationId],
    )
    assert.equal((await night(story)).reindexed, 0)
  }))

test('a large company is looked through over several nights, each going on where the last one ended', () =>
  scenario(async (story) => {
    for (const text of ['一', '二', '三']) await signedAndSealed(story, { text })
    const few = { ...perNight, records: 2 }
    const first = await night(story, few)
    assert.deepEqual([first.records, first.isWhole], [2, false])
    const second = await night(story, few)
    assert.deepEqual([second.records, second.isWhole], [1, true])
    assert.equal((await night(story, few)).records, 2)
  }))

test('a check that was killed goes on; nobody but HR and auditors reads the result', () =>
  scenario(async (story) => {
    const { employee } = await signedAndSealed(story, { text: '评审清单' })
    const { database } = story.services
    const started = new Date()
    await database.inOrg(story.orgId, (db) =>
      sql`insert into self_check (org_id, id, started_at) values (${story.orgId}, ${story.orgId}, ${started})`.execute(
        db,
      ),
    )
    await checkAll(database, () => new Date())
    const result = await story.as(story.hr).admin.selfCheck.latest()
    assert.deepEqual([result.records, result.startedAt], [1, started])
    await assert.rejects(story.as(employee).admin.selfCheck.latest(), { code: 'FORBIDDEN' })
    const auditor = await story.hire('审计', { roles: ['auditor'] })
    assert.equal((await story.as(auditor).admin.selfCheck.latest()).records, 1)
  }))

test('a self-check is due once a night, and by day only where the night was slept through', () => {
  const at = (text: string) => new Date(`${text}:00+08:00`)
  const china = { timezone: 'Asia/Shanghai', since: at('2026-01-01T10:00') }
  const due = (last: string | null, now: string) =>
    isDue({ ...china, last: last === null ? null : at(last) }, at(now))
  assert.equal(due('2026-03-02T02:00', '2026-03-03T02:30'), true)
  assert.equal(due('2026-03-03T01:00', '2026-03-03T04:30'), false)
  assert.equal(due('2026-03-03T02:00', '2026-03-03T15:00'), false)
  assert.equal(due('2026-03-01T02:00', '2026-03-02T15:00'), true)
  assert.equal(due(null, '2026-01-01T11:00'), false)
  assert.equal(due(null, '2026-01-02T02:00'), true)
})
