import { test } from 'node:test'
import assert from 'node:assert/strict'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { openDatabase, type Database, type Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { migrate } from '../../platform/migrate.ts'
import { consented } from '../../test/support/consent.ts'
import { atTheEnd, testServer } from '../../test/support/server.ts'
import type { Actor, Context } from '../accounts/policy.ts'
import type {} from '../org/table.ts'
import { textOf } from './bytes/rules.ts'
import type { JsonObject } from './canonical/rules.ts'
import { renderSealedPdf, stopPrinting } from './archive/handlers.ts'
import { noteSilence, seal, sign, signaturesOf } from './handlers.ts'
import { keyFolder } from './keys/handlers.ts'
import { auditLog } from './log/audit/queries.ts'
import { readLog } from './log/handlers.ts'
import { startEpoch } from './log/epochs/handlers.ts'
import { checkNote, readKey, readNote, readProof } from './note/rules.ts'
import { logKeysOf, openSealed, receiptOf } from './queries.ts'
import { shownHash } from './rules.ts'
import { verify } from './verifier/rules.ts'

type Person = { id: string; name: string }
type Stage = {
  database: Database
  orgId: string
  chen: Person
  zhou: Person
  in<T>(work: (db: Db) => Promise<T>): Promise<T>
  as(person: Person, changes?: Partial<Actor>): Pick<Context, 'actor' | 'orgId' | 'now' | 'actorId'>
  /** As a database administrator would: no triggers, no row-level security. */
  tamper(statement: string): Promise<void>
}

const record: JsonObject = {
  title: '年度结果面谈',
  fields: { next: '先把评审清单改好。' },
  participants: [{ name: '陈一鸣' }, { name: '周晓岚' }],
}

atTheEnd(async () => stopPrinting())

let template: Promise<string> | null = null
async function stage(): Promise<Stage> {
  const server = await testServer()
  template ??= (async () => {
    const name = `seal_${newId().replaceAll('-', '')}`
    await server.query(`create database ${name}`)
    await migrate(server.urlOf(name))
    atTheEnd(() => server.query(`drop database if exists ${name} with (force)`))
    return name
  })()
  const name = `seal_${newId().replaceAll('-', '')}`
  await server.query(`create database ${name} template ${await template}`)
  const database = openDatabase(server.urlOf(name))
  atTheEnd(async () => {
    await database.close()
    await server.query(`drop database ${name} with (force)`)
  })
  const orgId = newId()
  const [chen, zhou] = [
    { id: newId(), name: '陈一鸣' },
    { id: newId(), name: '周晓岚' },
  ]
  await database.inOrg(orgId, async (db) => {
    const now = new Date()
    await db
      .insertInto('organization')
      .values({
        id: orgId,
        name: '海岳重工',
        code: orgId,
        timezone: 'Asia/Shanghai',
        locale: 'zh-CN',
        settings: '{}' as never,
        demoSince: null,
        createdAt: now,
      })
      .execute()
    for (const [at, person] of [chen, zhou].entries())
      await db
        .insertInto('person')
        .values({
          orgId,
          ...person,
          employeeNo: `H${at}`,
          pinyin: '',
          initials: '',
          createdAt: now,
          updatedAt: now,
        } as never)
        .execute()
    for (const { id } of [chen, zhou]) await consented(db, orgId, id, now)
  })
  return {
    database,
    orgId,
    chen,
    zhou,
    in: (work) => database.inOrg(orgId, work),
    as(person, changes = {}) {
      const actor = {
        accountId: newId(),
        orgId,
        personId: person.id,
        sessionId: newId(),
        name: person.name,
        locale: 'zh-CN',
        roles: [],
        ip: '10.0.3.18',
        userAgent: 'Mozilla/5.0',
        steppedUpAt: new Date(),
        ...changes,
      } satisfies Actor
      return { actor, orgId, actorId: person.id, now: new Date() }
    },
    async tamper(statement) {
      const client = new pg.Client({ connectionString: server.urlOf(name) })
      await client.connect()
      await client.query(
        `select set_config('cuxi.org', '${orgId}', false), set_config('cuxi.content', 'all', false)`,
      )
      const tables = (
        statement.match(/\b(log_\w+|sealed_version|receipt|signature)\b/g) ?? []
      ).filter((v, i, all) => all.indexOf(v) === i)
      for (const table of tables) await client.query(`alter table ${table} disable trigger user`)
      await client.query(statement)
      for (const table of tables) await client.query(`alter table ${table} enable trigger user`)
      await client.end()
    },
  }
}

/** Both sign and the record is sealed, in the way the last signer's request does it. */
async function sealed(s: Stage, recordId = newId(), content = record, version = 1) {
  const shown = shownHash(content)
  await s.in((db) =>
    sign(db, s.as(s.chen), {
      recordId,
      version,
      shownHash: shown,
      outcome: 'readWithReservation',
      statement: '“客户响应”一项我保留意见。',
      role: 'employee',
    }),
  )
  return s.in(async (db) => {
    await sign(db, s.as(s.zhou), {
      recordId,
      version,
      shownHash: shown,
      outcome: 'agreed',
      role: 'manager',
    })
    const result = await seal(db, s.as(s.zhou), {
      recordId,
      version,
      record: content,
      participants: [s.chen.id, s.zhou.id],
    })
    return { ...result, recordId }
  })
}

test('a sealed record opens as 完整, names both acknowledgements, and gives each participant a receipt', async () => {
  const s = await stage()
  const { recordId, leafIndex, hash, receiptIds } = await sealed(s)
  assert.equal(leafIndex, 0)
  assert.equal(receiptIds.length, 2)
  const opened = await s.in((db) => openSealed(db, s.orgId, recordId, 1))
  assert.equal(opened?.verification.verdict, 'intact')
  assert.equal(opened.verification.facts?.commit, hash)
  assert.deepEqual(opened.verification.facts.record, record)
  assert.deepEqual(
    opened.verification.facts.signatures.map((x) => `${x.role} ${x.words} ${x.ip}`),
    ['employee 已阅有异议 10.0.3.18', 'manager 同意 10.0.3.18'],
  )
  assert.ok(
    !textOf(opened.evidence!)!.includes(recordId),
    'the log and its evidence know the record by a random name only',
  )
  const receipt = await s.in((db) => receiptOf(db, s.orgId, recordId, 1, s.chen.id))
  assert.match(receipt!.proof, /^c2sp\.org\/tlog-proof@v1\nindex 0\n\n.+\/cuxi\/.+\/1\n1\n/)
})

test('many records share one log; every one still proves itself under the newest checkpoint', async () => {
  const s = await stage()
  const ids: string[] = []
  for (let i = 0; i < 9; i++)
    ids.push((await sealed(s, newId(), { ...record, title: `第 ${i} 次` })).recordId)
  const keys = await s.in((db) => logKeysOf(db, s.orgId))
  for (const [index, id] of ids.entries()) {
    const opened = await s.in((db) => openSealed(db, s.orgId, id, 1))
    const result = await verify(opened!.evidence!, { trustedKeys: keys })
    assert.deepEqual(
      [result.verdict, result.facts?.leafIndex, result.facts?.treeSize],
      ['intact', index, 9],
    )
  }
  assert.deepEqual(await s.in((db) => auditLog(db, s.orgId)), {
    size: 9,
    signedSize: 9,
    brokenLeaf: null,
    rootMatches: true,
  })
})

test('a hundred equal and a hundred different requests at once make one signature and one leaf', async () => {
  const s = await stage()
  const recordId = newId()
  const shown = shownHash(record)
  const act = (outcome: 'agreed' | 'refused') =>
    s.in((db) =>
      sign(db, s.as(s.chen), {
        recordId,
        version: 1,
        shownHash: shown,
        outcome,
        role: 'employee',
      }),
    )
  const results = await Promise.all(
    Array.from({ length: 200 }, (_, i) => act(i % 2 ? 'agreed' : 'refused')),
  )
  assert.equal(new Set(results.map(({ signature }) => signature.id)).size, 1)
  assert.equal(results.filter(({ isNew }) => isNew).length, 1)
  const seals = await Promise.all(
    Array.from({ length: 40 }, () =>
      s.in((db) =>
        seal(db, s.as(s.zhou), {
          recordId,
          version: 1,
          record,
          participants: [s.chen.id, s.zhou.id],
        }),
      ),
    ),
  )
  assert.equal(
    new Set(seals.map(({ leafIndex, hash, receiptIds }) => `${leafIndex} ${hash} ${receiptIds}`))
      .size,
    1,
  )
  assert.equal((await s.in((db) => readLog(db, s.orgId)))?.size, 1)
})

test('different records sealed at once stand one behind the other', async () => {
  const s = await stage()
  const results = await Promise.all(
    Array.from({ length: 30 }, () =>
      s.in((db) =>
        seal(db, s.as(s.zhou), {
          recordId: newId(),
          version: 1,
          record,
          participants: [s.zhou.id],
        }),
      ),
    ),
  )
  assert.deepEqual(
    results.map(({ leafIndex }) => leafIndex).sort((a, b) => a - b),
    Array.from({ length: 30 }, (_, i) => i),
  )
  assert.equal((await s.in((db) => auditLog(db, s.orgId)))?.rootMatches, true)
})

test('nobody signs without having entered the password again, nor after the seal', async () => {
  const s = await stage()
  const recordId = newId()
  const act = {
    recordId,
    version: 1,
    shownHash: shownHash(record),
    outcome: 'agreed',
    role: 'employee',
  } as const
  const late = s.as(s.chen, { steppedUpAt: new Date(Date.now() - 6 * 60_000) })
  await assert.rejects(
    s.in((db) => sign(db, late, act)),
    { message: 'sealing.stepUpNeeded' },
  )
  await s.in((db) => sign(db, s.as(s.zhou), act))
  await s.in((db) => seal(db, s.as(s.zhou), { recordId, version: 1, record, participants: [] }))
  await assert.rejects(
    s.in((db) => sign(db, s.as(s.chen), act)),
    { message: 'sealing.alreadySealed' },
  )
  const replay = await s.in((db) => sign(db, s.as(s.zhou), act))
  assert.equal(replay.isNew, false)
})

test('who signed something else than what is sealed stops the seal', async () => {
  const s = await stage()
  const recordId = newId()
  await s.in((db) =>
    sign(db, s.as(s.chen), {
      recordId,
      version: 1,
      shownHash: shownHash({ ...record, title: '旧稿' }),
      outcome: 'agreed',
      role: 'employee',
    }),
  )
  await assert.rejects(
    s.in((db) => seal(db, s.as(s.zhou), { recordId, version: 1, record, participants: [] })),
    { message: 'sealing.shownDiffers' },
  )
  assert.equal(await s.in((db) => readLog(db, s.orgId)), null)
})

test('a text that cannot be sealed is refused with its field, and nothing is kept', async () => {
  const s = await stage()
  const bad = { ...record, fields: { next: 'half \ud842' } }
  await assert.rejects(
    s.in((db) =>
      seal(db, s.as(s.zhou), { recordId: newId(), version: 1, record: bad, participants: [] }),
    ),
    (error: { data: unknown }) =>
      assert.deepEqual(error.data, {
        reason: 'sealing.textMalformed',
        params: { path: 'fields.next' },
        field: 'fields.next',
      }) ?? true,
  )
  assert.equal(await s.in((db) => readLog(db, s.orgId)), null)
})

test('a refusal carries who wrote it down; silence is sealed as silence', async () => {
  const s = await stage()
  const recordId = newId()
  const shown = shownHash(record)
  await s.in((db) =>
    sign(db, s.as(s.zhou), {
      recordId,
      version: 1,
      shownHash: shown,
      outcome: 'refused',
      statement: '当面说明后仍不签',
      role: 'employee',
      person: s.chen,
    }),
  )
  const [refusal] = await s.in((db) => signaturesOf(db, s.orgId, { recordId, version: 1 }))
  assert.deepEqual([refusal?.personId, refusal?.recordedBy], [s.chen.id, s.zhou.id])
  const system = { orgId: s.orgId, actorId: null, now: new Date() }
  await s.in((db) => seal(db, system, { recordId, version: 1, record, participants: [s.chen.id] }))
  const silent = newId()
  await s.in((db) =>
    noteSilence(db, system, {
      recordId: silent,
      version: 1,
      shownHash: shown,
      role: 'employee',
      person: s.chen,
    }),
  )
  await s.in((db) =>
    seal(db, system, { recordId: silent, version: 1, record, participants: [s.chen.id] }),
  )
  const opened = await s.in((db) => openSealed(db, s.orgId, silent, 1))
  assert.deepEqual(
    opened?.verification.facts?.signatures.map((x) => x.words),
    ['已送达未答'],
  )
  const leaves = await s.in((db) =>
    db.selectFrom('logLeaf').select('leaf').orderBy('leafIndex').execute(),
  )
  assert.deepEqual(
    leaves.map(({ leaf }) => JSON.parse(leaf).kind),
    ['refuse', 'deliver'],
  )
})

test('a second version points back to the first, and both verify', async () => {
  const s = await stage()
  const { recordId, hash } = await sealed(s)
  await sealed(s, recordId, { ...record, title: '更正后' }, 2)
  const second = await s.in((db) => openSealed(db, s.orgId, recordId, 2))
  assert.equal(second?.document?.['prev_version_commit'], hash)
  assert.equal(
    (await s.in((db) => openSealed(db, s.orgId, recordId, 1)))?.verification.verdict,
    'intact',
  )
})

test('the database refuses to change, delete or truncate what was sealed', async () => {
  const s = await stage()
  const { recordId } = await sealed(s)
  const attempts = [
    `update sealed_version set commit = ''`,
    `delete from sealed_version`,
    `update log_leaf set leaf = ''`,
    `delete from log_leaf`,
    `update log_node set level = 1`,
    `delete from log_node`,
    `delete from log_checkpoint`,
    `update log_checkpoint set note = ''`,
    `update signature set outcome = 'agreed'`,
    `delete from signature`,
    `delete from receipt`,
    `update log_key set origin = ''`,
    `truncate receipt`,
  ]
  for (const attempt of attempts) {
    const client = await s.database.pool.connect()
    try {
      await client.query(
        `begin; select set_config('cuxi.org', '${s.orgId}', true), set_config('cuxi.content', 'all', true)`,
      )
      await assert.rejects(client.query(attempt), /not allowed/, attempt)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  assert.equal(
    (await s.in((db) => openSealed(db, s.orgId, recordId, 1)))?.verification.verdict,
    'intact',
  )
})

test('an administrator who gets around the database’s refusals is found out', async () => {
  const s = await stage()
  const [first, second] = [await sealed(s), await sealed(s)]
  const verdict = async (id: string) =>
    (await s.in((db) => openSealed(db, s.orgId, id, 1)))?.verification.verdict
  await s.tamper(
    `update sealed_version a set sealed = b.sealed from sealed_version b where a.record_id = '${first.recordId}' and b.record_id = '${second.recordId}'`,
  )
  assert.equal(await verdict(first.recordId), 'tampered')
  assert.equal(await verdict(second.recordId), 'intact')
  await s.tamper(
    `update log_leaf set leaf = replace(leaf, '"kind":"seal"', '"kind":"refuse"') where leaf_index = 1`,
  )
  assert.equal(await verdict(second.recordId), 'tampered')
  assert.equal((await s.in((db) => auditLog(db, s.orgId)))?.brokenLeaf, 1)
})

test('who deletes the newest leaves is told no by the signer, and sealing stops', async () => {
  const s = await stage()
  for (let i = 0; i < 4; i++) await sealed(s)
  await s.tamper(`delete from receipt; delete from sealed_version where leaf_index > 1; delete from log_leaf where leaf_index > 1;
    delete from log_checkpoint where size > 2; delete from log_node where (node_index + 1) * (1 << level) > 2`)
  await assert.rejects(sealed(s), { message: 'sealing.logBehind' })
})

test('after a restore from an old backup sealing waits for a new epoch that says what was lost', async () => {
  const s = await stage()
  const kept = await sealed(s)
  const gone = await sealed(s)
  await sealed(s)
  const receipt = await s.in((db) => receiptOf(db, s.orgId, gone.recordId, 1, s.chen.id))
  await s.tamper(`delete from receipt where record_id <> '${kept.recordId}'; delete from sealed_version where leaf_index > 0;
    delete from log_leaf where leaf_index > 0; delete from log_checkpoint where size > 1; delete from log_node where (node_index + 1) * (1 << level) > 1`)
  await assert.rejects(sealed(s), { message: 'sealing.logBehind' })
  await s.in((db) => startEpoch(db, s.orgId, 'restored', new Date()))
  const after = await sealed(s)
  assert.equal(after.leafIndex, 1)
  for (const { recordId } of [kept, after])
    assert.equal(
      (await s.in((db) => openSealed(db, s.orgId, recordId, 1)))?.verification.verdict,
      'intact',
    )
  const [loss] = await s.in((db) =>
    db.selectFrom('logLeaf').select('leaf').where('epoch', '=', 2).orderBy('leafIndex').execute(),
  )
  const { kind, known, found } = JSON.parse(loss!.leaf)
  assert.deepEqual([kind, known.size, found.size], ['checkpoint-loss', 3, 1])
  const opened = await s.in((db) => openSealed(db, s.orgId, after.recordId, 1))
  const pdf = await renderSealedPdf(
    s.orgId,
    { locale: 'en', title: 'Record', subtitle: '', blocks: [], signatures: [], seal: null },
    opened!.evidence!,
    { organization: '海岳重工', keys: await s.in((db) => logKeysOf(db, s.orgId)), now: new Date() },
  )
  assert.equal((await verify(pdf)).verdict, 'intact')
  // The receipt in the employee's hands still proves that the lost record existed.
  const proof = readProof(receipt!.proof)!
  const [oldKey] = await s.in((db) => logKeysOf(db, s.orgId))
  assert.equal(await checkNote(readNote(proof.checkpoint)!, readKey(oldKey!)!), 'valid')
})

test('who rewrites an old leaf with all its hashes is told no by the signer', async () => {
  const s = await stage()
  for (let i = 0; i < 3; i++) await sealed(s)
  await s.tamper(`update log_node set hash = sha256(hash) where level = 1`)
  await assert.rejects(sealed(s), { message: 'sealing.logDiffers' })
})

test('a signer that lost its memory does not start afresh over an old log', async () => {
  const s = await stage()
  await sealed(s)
  const file = join(keyFolder(s.orgId), 'signer-1.json')
  await rename(file, `${file}.away`)
  await assert.rejects(sealed(s), { message: 'sealing.signerForgot' })
  await rename(`${file}.away`, file)
  assert.equal((await sealed(s)).leafIndex, 1)
})

test('a checkpoint signed just before a crash is never contradicted: its leaf is put back', async () => {
  const s = await stage()
  for (let round = 0; round < 6; round++) {
    const recordId = newId()
    await assert.rejects(
      s.in(async (db) => {
        await seal(db, s.as(s.zhou), { recordId, version: 1, record, participants: [s.zhou.id] })
        throw new Error('the power went')
      }),
      { message: 'the power went' },
    )
    const signedBefore = JSON.parse(
      await readFile(join(keyFolder(s.orgId), 'signer-1.json'), 'utf8'),
    ) as { size: number }
    const again = await s.in((db) =>
      seal(db, s.as(s.zhou), { recordId, version: 1, record, participants: [s.zhou.id] }),
    )
    assert.equal(
      again.leafIndex,
      signedBefore.size,
      'the retry stands behind the leaf that was put back',
    )
    assert.equal(
      (await s.in((db) => openSealed(db, s.orgId, recordId, 1)))?.verification.verdict,
      'intact',
    )
  }
  assert.deepEqual(await s.in((db) => auditLog(db, s.orgId)), {
    size: 12,
    signedSize: 12,
    brokenLeaf: null,
    rootMatches: true,
  })
})

test('a signer restored from an older copy catches up, because the log can prove it only grew', async () => {
  const s = await stage()
  const file = join(keyFolder(s.orgId), 'signer-1.json')
  await sealed(s)
  await sealed(s)
  await sealed(s)
  const old = await readFile(file, 'utf8')
  for (let i = 0; i < 4; i++) await sealed(s)
  await writeFile(file, old)
  assert.equal((await sealed(s)).leafIndex, 7)
})

test('one organization sees nothing of another’s log', async () => {
  const s = await stage()
  const { recordId } = await sealed(s)
  assert.equal(await s.database.inOrg(newId(), (db) => openSealed(db, s.orgId, recordId, 1)), null)
})
