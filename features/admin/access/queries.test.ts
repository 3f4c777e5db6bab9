import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { rowsLookedAt } from '../../../test/support/looked.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { signedAndSealed } from '../../../test/support/talks.ts'
import { accessesOf } from './queries.ts'

test('who asks who has seen their record is answered from the looks into their own, however many there were into others', () =>
  scenario(async (story) => {
    const mine = await signedAndSealed(story, { text: '评审清单增加一项' })
    const theirs = await signedAndSealed(story, { text: '备件清单减去一项' })
    await story.behind(mine.employee, async (context) => {
      const ask = () => accessesOf(context, { employeeId: mine.employee.personId, limit: 50 })
      // A connection keeps the plan it made while nobody had looked at anything.
      for (let time = 0; time < 10; time++) assert.deepEqual(await ask(), [])
      const looks = [
        [mine, 2],
        [theirs, 3000],
      ] as const
      for (const [{ conversationId }, times] of looks)
        await sql`insert into opening (org_id, id, conversation_id, person_id, kind, reason, at, relation)
          select ${story.orgId}, gen_random_uuid(), ${conversationId}, ${story.hr.personId}, 'read', '年度抽查',
                 now() - i * interval '1 minute', 'hrAdmin' from generate_series(1, ${times}::int) i`.execute(
          context.db,
        )
      let found: unknown[] = []
      const read = await rowsLookedAt(context.db, ['opening'], async () => (found = await ask()))
      assert.equal(found.length, 2)
      assert.ok(read <= 10, `${read} looks were read to tell two`)
    })
  }))
