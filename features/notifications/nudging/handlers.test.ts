import assert from 'node:assert/strict'
import test from 'node:test'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { cycleOf, talkBetween } from '../../../test/support/talks.ts'

const nudgesOf = async (story: Story, who: Parameters<Story['as']>[0]) => {
  await story.settle()
  const { items } = await story.as(who).notifications.notices({})
  return items.filter(({ kind }) => kind === 'nudged').length
}

test('the preview names exactly whom a talk waits for, and sending tells just them, once a day', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'selfIn')
    await story.settle()
    const cycleId = await cycleOf(story, talk.id)
    const hr = story.as(story.hr).notifications.nudging
    // The self-assessment is in: only the manager has something to do.
    const { receivers } = await hr.preview({ cycleId })
    assert.deepEqual(
      receivers.map(({ person, items, refusal }) => [person.id, items.length, refusal]),
      [[talk.manager.personId, receivers[0]!.items.length, null]],
    )
    assert.deepEqual(
      receivers[0]!.items.map(({ stage }) => stage.zh).sort(),
      (await story.as(talk.manager).notifications.today()).todos
        .flatMap((todo) => (todo.kind === 'stage' ? [todo.stage.label.zh] : []))
        .sort(),
    )
    // Whoever has nothing open is left out, even when named.
    const personIds = [talk.manager.personId, talk.employee.personId]
    assert.deepEqual(await hr.send({ cycleId, personIds }), { told: 1, leftOut: 1 })
    assert.deepEqual(await hr.send({ cycleId, personIds }), { told: 0, leftOut: 2 })
    assert.equal(await nudgesOf(story, talk.manager), 1)
    assert.equal(await nudgesOf(story, talk.employee), 0)
    assert.equal((await hr.preview({ cycleId })).receivers[0]!.refusal, 'notifications.nudgedToday')

    // The next day it may be said again.
    story.clock.now = new Date(story.clock.now.getTime() + 86_400_000)
    assert.deepEqual(await hr.send({ cycleId, personIds }), { told: 1, leftOut: 1 })
    assert.equal(await nudgesOf(story, talk.manager), 1)
  }))

test('two who press at the same moment tell everybody once', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    await story.settle()
    const cycleId = await cycleOf(story, talk.id)
    const partner = await story.hire('HR 伙伴', { roles: ['hrAdmin'] })
    const personIds = [talk.employee.personId]
    const answers = await Promise.all(
      [story.hr, partner].map((who) =>
        story.as(who).notifications.nudging.send({ cycleId, personIds }),
      ),
    )
    assert.deepEqual(answers.map(({ told }) => told).sort(), [0, 1])
  }))

test('a filter narrows who is told; managers, executives and strangers cannot remind anybody', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare', { startsOn: '2026-06-01' })
    await story.settle()
    const cycleId = await cycleOf(story, talk.id)
    const hr = story.as(story.hr).notifications.nudging
    const inStage = async (stage: string) => (await hr.preview({ cycleId, stage })).receivers.length
    assert.deepEqual([await inStage('selfAssessment'), await inStage('signature')], [1, 0])
    const leader = await story.hire('高管', { roles: ['executive'] })
    for (const who of [talk.manager, talk.employee, leader])
      await assert.rejects(story.as(who).notifications.nudging.preview({ cycleId }), {
        code: 'NOT_FOUND',
      })
  }))
