import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { test } from 'node:test'
import { newId } from '../../../../platform/ids.ts'
import { scenario } from '../../../../test/support/scenario.ts'
import { seal } from '../../handlers.ts'
import { append, openLog } from '../handlers.ts'
import { troubleOf } from './queries.ts'

test('seals that end while somebody looks are no trouble', () =>
  scenario(async ({ services: { database }, orgId }) => {
    const record = { recordId: newId(), version: 1, record: { title: '一次' }, participants: [] }
    await database.inOrg(orgId, (db) => seal(db, { orgId, actorId: null, now: new Date() }, record))
    let looking: Promise<unknown> = Promise.resolve()
    let isAnswered = false
    await database.inOrg(orgId, async (db) => {
      // Signed and not yet committed: the signer is two ahead of what others can read.
      for (const leaf of ['{"kind":"note","n":1}', '{"kind":"note","n":2}'])
        await append(db, await openLog(db, orgId), leaf)
      looking = database
        .inOrg(orgId, (other) => troubleOf(other, orgId))
        .then((trouble) => ((isAnswered = true), trouble))
      await wait(300)
      assert.equal(isAnswered, false)
    })
    assert.equal(await looking, null)
  }))
