import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openServices } from '../services.ts'
import { checkAll } from '../../features/admin/selfcheck/reactions.ts'
import { config, type Config } from '../../platform/config.ts'
import { scenario, type Story } from '../../test/support/scenario.ts'
import { signedAndSealed } from '../../test/support/talks.ts'
import { examine } from './doctor.ts'

/** The findings of one kind at a story's product; keys lie in the folder of this process. */
async function told(story: Story, changes: Partial<Config> = {}) {
  const dataDir = process.env.CUXI_DATA!
  const settings = { ...config({}), dataDir, databaseUrl: story.services.database.url, ...changes }
  const findings = await examine(settings, () => {})
  return {
    findings,
    bad: findings.filter(({ state }) => state === 'bad').map(({ name }) => name),
    line: (name: string) => findings.find((finding) => finding.name === name)?.en,
  }
}

/** As a database administrator would: past triggers and row-level security. */
const tamper = (story: Story, ...statements: string[]) =>
  story.services.database.inOrg(story.orgId, async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  })

test('a healthy product has nothing to do', () =>
  scenario(async (story) => {
    await signedAndSealed(story, { text: '评审清单' })
    const dataDir = process.env.CUXI_DATA!
    const own = await openServices({ ...config({}), dataDir }, story.services.database.url)
    await own.close()
    const { bad, findings, line } = await told(story)
    assert.deepEqual(bad, [], JSON.stringify(findings, null, 1))
    assert.match(line('log')!, /1 leaves agree/)
    assert.match(line('database')!, /PostgreSQL \d+/)
  }))

test('walls taken down, triggers put to sleep and a failing reaction are each told by name', () =>
  scenario(async (story) => {
    await signedAndSealed(story, { text: '评审清单' })
    await tamper(
      story,
      'alter table answer no force row level security',
      'alter table log_leaf disable trigger kept',
      `insert into outbox (org_id, event_id, attempts, last_error) values ('${story.orgId}', '${story.orgId}', 3, 'TypeError')`,
      `insert into migration (name, sha256) values ('9999_newer.sql', '')`,
    )
    const { bad, line } = await told(story)
    for (const name of ['rowSecurity', 'triggers', 'reactions', 'migrations'])
      assert.ok(bad.includes(name), `${name} is told: ${bad.join()}`)
    assert.match(line('rowSecurity')!, /answer/)
    assert.match(line('triggers')!, /log_leaf/)
    assert.match(line('reactions')!, /TypeError/)
  }))

test('a leaf that was rewritten or taken away, and a signer that forgot, are told', () =>
  scenario(async (story) => {
    for (const text of ['一', '二', '三']) await signedAndSealed(story, { text })
    await tamper(
      story,
      'alter table log_leaf disable trigger user',
      `update log_leaf set leaf = replace(leaf, '"version":1', '"version":2') where leaf_index = 1`,
      'alter table log_leaf enable trigger user',
    )
    assert.match((await told(story)).line('log')!, /differs from its checkpoints from leaf 2 on/)

    const signer = join(process.env.CUXI_DATA!, 'keys', story.orgId, 'signer-1.json')
    const remembered = await readFile(signer)
    await rm(signer)
    const { bad } = await told(story)
    assert.ok(bad.includes('keys') && bad.includes('log'))
    await writeFile(signer, remembered, { mode: 0o644 })
    await chmod(signer, 0o644)
    assert.match((await told(story)).line('keys')!, /chmod 600/)
  }))

test('what the night found is told in the morning', () =>
  scenario(async (story) => {
    const { conversationId } = await signedAndSealed(story, { text: '评审清单' })
    await tamper(
      story,
      'alter table conversation disable trigger user',
      `update conversation set outcome = 'refused' where id = '${conversationId}'`,
      'alter table conversation enable trigger user',
    )
    assert.match((await told(story)).line('selfCheck')!, /has not been checked yet/)
    await checkAll(story.services.database, () => new Date(Date.now() + 40 * 3_600_000))
    assert.match((await told(story)).line('selfCheck')!, /nightly self-check: 1$/)
  }))

test('a product that cannot be reached is told with what to do, and looking founds nothing', () =>
  scenario(async (story) => {
    const away = await told(story, { databaseUrl: 'postgres://cuxi@127.0.0.1:1/none' })
    assert.deepEqual(away.findings.at(-1)?.name, 'database')
    assert.ok(away.bad.includes('database'))
    const folder = await mkdtemp(join(tmpdir(), 'cuxi-doctor-'))
    const empty = await told(story, {
      databaseUrl: null,
      dataDir: folder,
      publicUrl: 'http://cuxi.example',
    })
    assert.ok(empty.bad.includes('database') && empty.bad.includes('address'))
    assert.deepEqual(await readdir(folder), [])
    await rm(folder, { recursive: true })
  }))
