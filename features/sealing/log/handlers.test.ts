import { test } from 'node:test'
import assert from 'node:assert/strict'
import { newId } from '../../../platform/ids.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { seal } from '../handlers.ts'
import { auditLog } from './audit/queries.ts'

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
