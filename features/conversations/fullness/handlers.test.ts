import assert from 'node:assert/strict'
import test from 'node:test'
import { scenario } from '../../../test/support/scenario.ts'
import { cycleOf, talkBetween } from '../../../test/support/talks.ts'
import { newId } from '../../../platform/ids.ts'
import { fieldsOf } from '../../templates/rules.ts'
import { noteFullness } from './queries.ts'

test('HR sees which question a manager leaves empty, in how many of how many, and never an answer', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open', { text: '不该出现在报告里的一句话' })
    await story.settle()
    const cycleId = await cycleOf(story, talk.id)
    const seen = await story.as(story.hr).conversations.fullness({ cycleId })
    assert.equal(seen.talks, 1)
    assert.ok(seen.full > 0)
    assert.equal(
      seen.empty,
      seen.fields.reduce((sum, { empty }) => sum + empty, 0),
    )
    assert.deepEqual(
      seen.managers!.map(({ id, talks }) => [id, talks]),
      [[talk.manager.personId, 1]],
    )
    assert.doesNotMatch(JSON.stringify(seen), /不该出现/)

    // Emptied again behind the page, the next hand-in would count it: the note follows the answers.
    const before = seen.managers![0]!.empty
    const [field] = fieldsOf(talk.template, 'manager').filter(
      ({ key, required }) =>
        required && !seen.fields.some((each) => each.part === 'manager' && each.key === key),
    )
    await story.services.database.inOrg(story.orgId, async (db) => {
      const part = await db
        .selectFrom('part')
        .select('id')
        .where('conversationId', '=', talk.id)
        .where('kind', '=', 'manager')
        .executeTakeFirstOrThrow()
      await db
        .deleteFrom('answer')
        .where('partId', '=', part.id)
        .where('fieldKey', '=', field!.key)
        .execute()
      await noteFullness(db, { orgId: story.orgId, now: story.clock.now }, talk.id, ['manager'])
    })
    const after = await story.as(story.hr).conversations.fullness({ cycleId })
    assert.equal(after.managers![0]!.empty, before + 1)
    assert.ok(after.managers![0]!.often.some(({ label }) => label.zh === field!.label.zh))

    // Neither of the two, nor a stranger's guess, finds a report.
    await assert.rejects(story.as(talk.manager).conversations.fullness({ cycleId }), {
      code: 'NOT_FOUND',
    })
    await assert.rejects(story.as(story.hr).conversations.fullness({ cycleId: newId() }), {
      code: 'NOT_FOUND',
    })
  }))
