import assert from 'node:assert/strict'
import { test } from 'node:test'
import { json } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { scenario } from '../../../test/support/scenario.ts'

test('a wish sent again is the same wish, and where nobody kept which one it was, it is not there', () =>
  scenario(async (story) => {
    const mia = await story.hire('米娅')
    const wish = {
      kind: 'objection',
      wish: '不希望用于人才盘点分析',
      clientId: newId(),
    } as const
    const ask = () => story.as(mia).admin.privacy.ask(wish)
    const { id } = await ask()
    assert.equal((await ask()).id, id)
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('idempotency')
        .set({ answer: json(null) })
        .execute(),
    )
    await assert.rejects(ask(), { code: 'NOT_FOUND' })
    assert.equal((await story.as(mia).admin.privacy.mine()).requests.length, 1)
  }))
