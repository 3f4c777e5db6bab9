import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailGoesTo, mailServer } from '../../../../test/support/mailServer.ts'
import { scenario } from '../../../../test/support/scenario.ts'
import { talkBetween } from '../../../../test/support/talks.ts'
import { startSending } from '../sending/reactions.ts'

test('R342: a record that waits to be confirmed prompts both at once, inside and by mail; not who has signed by then', () =>
  scenario(async (story) => {
    const server = await mailServer()
    try {
      const talk = await talkBetween(story, 'agreed')
      await mailGoesTo(story, server)
      const { employee, manager, id } = talk
      for (const who of [employee, manager]) {
        const mine = story.as(who).notifications.preferences
        await mine.save({ ...(await mine.mine()).preference, quiet: null })
      }
      const asManager = story.as(manager, { steppedUp: true }).conversations
      const { shownHash } = await asManager.present({ id })
      await story.settle()
      const prompts = await story.services.database.inOrg(story.orgId, (db) =>
        db
          .selectFrom('delivery')
          .select(['personId', 'createdAt', 'notBefore'])
          .where('topic', '=', 'presented')
          .execute(),
      )
      assert.deepEqual(
        new Set(prompts.map(({ personId }) => personId)),
        new Set([employee.personId, manager.personId]),
      )
      assert.equal(new Set(prompts.map(({ notBefore }) => notBefore.getTime())).size, 1)
      for (const who of [employee, manager]) {
        const { items } = await story.as(who).notifications.notices({})
        assert.ok(items.some(({ kind }) => kind === 'presented'))
      }
      // The manager signs before the mail has left.
      await asManager.sign({ id, shownHash, outcome: 'agreed' })
      await story.settle()
      const sending = startSending(story.services, { clock: () => story.clock.now, everyMs: 20 })
      await sending.settle()
      await sending.stop()
      const confirm = server.arrived.filter(({ subject }) => subject === '有一份记录待确认')
      assert.deepEqual(
        confirm.map(({ to }) => to),
        [`${employee.employeeNo}@example.com`],
      )
    } finally {
      await server.close()
    }
  }))
