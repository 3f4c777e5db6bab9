import { test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { epoch } from '../../../../app/operate/epoch.ts'
import { newId } from '../../../../platform/ids.ts'
import { scenario, type Story } from '../../../../test/support/scenario.ts'
import { watchLog } from '../../attesting/handlers.ts'
import { seal } from '../../handlers.ts'
import { checkNote, readKey, readNote } from '../../note/rules.ts'
import { logKeysOf, openSealed } from '../../queries.ts'
import { verify } from '../../verifier/rules.ts'
import { auditLog } from '../audit/queries.ts'
import { newestCheckpoint } from '../proofs/queries.ts'
import { troublesOf } from '../health/queries.ts'

const nobody = { authority: null, witness: null, checkpointDir: null }

async function sealed({ services, orgId }: Story): Promise<string> {
  const recordId = newId()
  await services.database.inOrg(orgId, (db) =>
    seal(
      db,
      { orgId, actorId: null, now: new Date() },
      { recordId, version: 1, record: { title: '记录' }, participants: [] },
    ),
  )
  return recordId
}

const opened = ({ services, orgId }: Story, recordId: string) =>
  services.database.inOrg(orgId, (db) => openSealed(db, orgId, recordId, 1))

const newest = ({ services, orgId }: Story, ofEpoch = 1) =>
  services.database.inOrg(
    orgId,
    async (db) => (await newestCheckpoint(db, { orgId, epoch: ofEpoch }))!,
  )

async function run({ services, orgId }: Story, act: string, because?: string) {
  const lines: string[] = []
  const asked = { act, org: orgId, ...(because !== undefined && { because }) }
  const code = await epoch(services.database, asked, (line) => lines.push(line))
  return { code, text: lines.join('\n') }
}

/** As a dump of last week would look: every leaf after `size` is gone. */
async function setBack({ services, orgId }: Story, size: number) {
  const tables = [
    'receipt',
    'sealed_version',
    'log_attestation',
    'daily_checkpoint',
    'log_leaf',
    'log_checkpoint',
    'log_node',
  ]
  await services.database.pool
    .query(`begin; select set_config('cuxi.org', '${orgId}', true), set_config('cuxi.content', 'all', true);
    ${tables.map((table) => `alter table ${table} disable trigger user;`).join(' ')}
    delete from sealed_version where leaf_index >= ${size}; delete from daily_checkpoint where size > ${size};
    delete from log_leaf where leaf_index >= ${size}; delete from log_checkpoint where size > ${size};
    delete from log_node where (node_index + 1) * (1 << level) > ${size};
    ${tables.map((table) => `alter table ${table} enable trigger user;`).join(' ')} commit`)
}

test('a new key takes over step by step: both sign for a while, and records of all times verify', () =>
  scenario(async (story) => {
    const before = await sealed(story)
    const [old] = await story.services.database.inOrg(story.orgId, (db) =>
      logKeysOf(db, story.orgId),
    )
    const { code, text } = await run(story, 'rotate')
    assert.equal(code, 0)
    const after = await sealed(story)
    const keys = await story.services.database.inOrg(story.orgId, (db) =>
      logKeysOf(db, story.orgId),
    )
    assert.equal(keys.length, 2)
    assert.ok(text.includes(keys[1]!))
    const note = readNote((await newest(story)).note)!
    for (const key of keys) assert.equal(await checkNote(note, readKey(key)!), 'valid')
    for (const id of [before, after]) {
      const { evidence } = (await opened(story, id))!
      assert.equal((await verify(evidence!, { trustedKeys: [keys[1]!] })).verdict, 'intact')
      assert.equal(
        (await verify(evidence!, { trustedKeys: [old!] })).findings.at(-1)?.key,
        'keyUnknown',
      )
    }
    await run(story, 'rotate')
    await sealed(story)
    const { services, orgId } = story
    const audit = await services.database.inOrg(orgId, (db) => auditLog(db, orgId))
    assert.deepEqual([audit?.size, audit?.rootMatches, audit?.brokenLeaf], [5, true, null])
    const leaf = await services.database.inOrg(orgId, (db) =>
      db.selectFrom('logLeaf').select('leaf').where('leafIndex', '=', 1).executeTakeFirstOrThrow(),
    )
    assert.equal(JSON.parse(leaf.leaf).key, keys[1])
  }))

test('after an old dump was restored sealing stops, reading goes on, and everybody is told what to run', () =>
  scenario(async (story) => {
    const { services, orgId } = story
    const kept = await sealed(story)
    for (let i = 0; i < 3; i++) await sealed(story)
    const handed = readNote((await newest(story)).note)!
    await setBack(story, 1)
    await assert.rejects(sealed(story), { message: 'sealing.logBehind' })
    assert.equal((await opened(story, kept))?.verification.verdict, 'intact')
    assert.deepEqual(await troublesOf(services.database), [
      { orgId, kind: 'behind', known: 4, found: 1 },
    ])
    assert.equal(await watchLog(services.database, orgId, nobody), false)
    const told = await run(story, 'status')
    assert.equal(told.code, 1)
    assert.match(told.text, new RegExp(`npx cuxi epoch new --org ${orgId} --because restored`))

    const { code, text } = await run(story, 'new', 'restored')
    assert.equal(code, 0)
    assert.match(text, /\/cuxi\/.+\/2\n1\n/)
    const after = await sealed(story)
    assert.deepEqual(await troublesOf(services.database), [])
    for (const id of [kept, after])
      assert.equal((await opened(story, id))?.verification.verdict, 'intact')
    const [oldKey] = await services.database.inOrg(orgId, (db) => logKeysOf(db, orgId))
    assert.equal(await checkNote(handed, readKey(oldKey!)!), 'valid')
    await assert.rejects(run(story, 'new', 'restored'), /不需要新纪元/)
    await assert.rejects(run(story, 'new'), /--because/)
  }))

test('database and keys both restored from an old copy: what was handed out still knows better', () =>
  scenario(async (story) => {
    const { services, orgId } = story
    await sealed(story)
    await sealed(story)
    const folder = mkdtempSync(join(tmpdir(), 'cuxi-outside-'))
    mkdirSync(join(folder, orgId))
    const { note } = await newest(story)
    writeFileSync(join(folder, orgId, '2026-11-20.checkpoint'), note)
    const outside = { ...nobody, checkpointDir: folder }
    try {
      assert.equal(await watchLog(services.database, orgId, outside), true)
      await setBack(story, 1)
      const { keyFolder } = await import('../../keys/handlers.ts')
      const signer = join(keyFolder(orgId), 'signer-1.json')
      const { note: oldNote } = await newest(story)
      const { leaf } = await services.database.inOrg(orgId, (db) =>
        db.selectFrom('logLeaf').select('leaf').executeTakeFirstOrThrow(),
      )
      const root = oldNote.split('\n')[2]
      writeFileSync(signer, JSON.stringify({ size: 1, root, leaf, note: oldNote }))
      assert.equal(await watchLog(services.database, orgId, outside), false)
      await assert.rejects(sealed(story), { message: 'sealing.logBehind' })
      await run(story, 'new', 'restored')
      await sealed(story)
      const [loss] = await services.database.inOrg(orgId, (db) =>
        db
          .selectFrom('logLeaf')
          .select('leaf')
          .where('epoch', '=', 2)
          .orderBy('leafIndex')
          .execute(),
      )
      assert.deepEqual(
        [JSON.parse(loss!.leaf).known.size, JSON.parse(loss!.leaf).found.size],
        [2, 1],
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  }))

test('a forged checkpoint in the folder stops nobody', () =>
  scenario(async (story) => {
    const { services, orgId } = story
    await sealed(story)
    const folder = mkdtempSync(join(tmpdir(), 'cuxi-outside-'))
    mkdirSync(join(folder, orgId))
    const { note } = await newest(story)
    const forged = note.replace('\n1\n', '\n9\n')
    writeFileSync(join(folder, orgId, '2026-11-20.checkpoint'), forged)
    try {
      assert.equal(
        await watchLog(services.database, orgId, { ...nobody, checkpointDir: folder }),
        true,
      )
      await sealed(story)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }))
