import { test } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { rowsLookedAt } from '../../../test/support/looked.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { seal } from '../handlers.ts'
import { auditLog } from './audit/queries.ts'
import { checkLeaves } from './check/queries.ts'
import { readLog, readNodes } from './handlers.ts'
import { inclusionRanges } from './rules.ts'

test('a changed leaf, a dropped one and two that changed places are each found where they are', () =>
  scenario(async ({ services, orgId }) => {
    const { database } = services
    for (let i = 0; i < 9; i++)
      await database.inOrg(orgId, (db) =>
        seal(
          db,
          { orgId, actorId: null, now: new Date() },
          { recordId: newId(), version: 1, record: { title: `第 ${i} 次` }, participants: [] },
        ),
      )
    const audit = () => database.inOrg(orgId, (db) => auditLog(db, orgId))
    const tamper = (statement: string) =>
      database.pool
        .query(`begin; select set_config('cuxi.org', '${orgId}', true), set_config('cuxi.content', 'all', true);
        alter table log_leaf disable trigger user; alter table sealed_version disable trigger user;
        ${statement}; alter table sealed_version enable trigger user; alter table log_leaf enable trigger user; commit`)
    assert.deepEqual(await audit(), { size: 9, signedSize: 9, brokenLeaf: null, rootMatches: true })

    const flip = (from: string, to: string) =>
      tamper(`update log_leaf set leaf = replace(leaf, '${from}', '${to}') where leaf_index = 3`)
    await flip('"kind":"seal"', '"kind":"sEal"')
    assert.deepEqual([(await audit())?.brokenLeaf, (await audit())?.rootMatches], [3, false])
    await flip('"kind":"sEal"', '"kind":"seal"')

    const swap = `update log_leaf a set leaf = b.leaf from log_leaf b
      where a.leaf_index in (5, 6) and b.leaf_index = 11 - a.leaf_index`
    await tamper(swap)
    assert.equal((await audit())?.brokenLeaf, 5)
    await tamper(swap)
    assert.equal((await audit())?.brokenLeaf, null)

    await tamper(
      'delete from sealed_version where leaf_index = 7; delete from log_leaf where leaf_index = 7',
    )
    assert.deepEqual([(await audit())?.brokenLeaf, (await audit())?.rootMatches], [7, false])
  }))

test('of a long log that arrived in one go, a seal, a proof and a night’s check look at what they are made of', () =>
  scenario(async ({ services: { database }, orgId }) => {
    const size = 4095
    await database.inOrg(orgId, async (db) => {
      await sql`insert into log_key values (${orgId}, 1, 'long', 'long', now())`.execute(db)
      await sql`insert into log_leaf select ${orgId}, 1, i, i::text, now() from generate_series(0, ${size} - 1) i`.execute(
        db,
      )
      await sql`insert into log_node select ${orgId}, 1, level, i, sha256((level || '/' || i)::bytea)
        from generate_series(0, 11) level, generate_series(0, (${size} >> level) - 1) i`.execute(db)
      await sql`insert into log_checkpoint select ${orgId}, 1, i, 'note', now() from generate_series(1, ${size}) i`.execute(
        db,
      )
    })
    const looksAt = (look: (db: Db) => Promise<unknown>) =>
      database.inOrg(orgId, (db) => rowsLookedAt(db, ['log_leaf', 'log_node'], () => look(db)))
    assert.equal(
      await looksAt(async (db) => {
        const log = await readLog(db, orgId)
        assert.equal(log?.size, size)
        assert.deepEqual(
          log.edge.map((hash) => Buffer.from(hash).toString('hex')),
          Array.from({ length: 12 }, (_, i) => `${11 - i}/${(size >> (11 - i)) - 1}`).map((name) =>
            createHash('sha256').update(name).digest('hex'),
          ),
        )
      }),
      1 + 12,
    )
    const proof = inclusionRanges(700, 2048)
    assert.equal(await looksAt((db) => readNodes(db, { orgId, epoch: 1 }, proof)), proof.length)
    const night = await looksAt((db) =>
      checkLeaves(db, { orgId, epoch: 1, publicKeys: [] }, 2000, 10),
    )
    assert.ok(night < 100, `${night} rows looked at for ten leaves`)
  }))
