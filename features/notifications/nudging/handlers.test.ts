import assert from 'node:assert/strict'
import test from 'node:test'
import { grant } from '../../../test/support/grants.ts'
import { mailGoesTo, mailServer, words } from '../../../test/support/mailServer.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { cycleOf, handIn, talkBetween, type Talk } from '../../../test/support/talks.ts'
import { startSending } from '../delivery/sending/reactions.ts'

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

test('people asked at once hear of the same as each asked alone, whatever their role; who cannot sign in, of nothing', () =>
  scenario(async (story) => {
    const lead = await story.hire('周晓岚')
    const talks: Talk[] = []
    for (const name of ['陈一鸣', '范国庆', '丁海燕'])
      talks.push(
        await talkBetween(story, 'selfIn', {
          employee: await story.hire(name, { manager: lead }),
          manager: lead,
        }),
      )
    const auditor = await story.hire('审计员', { manager: lead, roles: ['auditor'] })
    talks.push(await talkBetween(story, 'prepare', { employee: auditor, manager: lead }))
    await story.settle()
    const named = async (at: number) => {
      const { receivers } = await story
        .as(story.hr)
        .notifications.nudging.preview({ cycleId: await cycleOf(story, talks[at]!.id) })
      return receivers.map(({ person, items }) => `${person.name} ${items.length}`)
    }
    assert.deepEqual(await named(0), ['周晓岚 1'])
    assert.deepEqual(await named(3), ['审计员 1'])
    // A role changes nothing about what waits for its holder.
    await grant(story, lead, 'executive')
    assert.deepEqual(await named(1), ['周晓岚 1'])
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('account')
        .set({ disabledAt: story.clock.now })
        .where('id', '=', lead.accountId)
        .execute(),
    )
    assert.deepEqual(await named(2), [])
  }))

/** The words of nudges in the outbox: when they may leave. */
const outside = (story: Story) =>
  story.services.database.inOrg(story.orgId, (db) =>
    db
      .selectFrom('delivery')
      .select(['personId', 'state', 'notBefore'])
      .where('topic', '=', 'nudged')
      .orderBy('id')
      .execute(),
  )

/** Tuesday at ten in the morning, or at ten at night, in Shanghai. */
const [morning, night] = [new Date('2026-12-08T02:00:00Z'), new Date('2026-12-08T14:00:00Z')]

test('who is nudged hears of it outside too, in words that name nobody; a digest and quiet hours stand', () =>
  scenario(async (story) => {
    const server = await mailServer()
    try {
      const lead = await story.hire('周晓岚')
      const talks = []
      for (const name of ['陈一鸣', '范国庆', '丁海燕']) {
        const employee = await story.hire(name, { manager: lead })
        talks.push(await talkBetween(story, 'prepare', { employee, manager: lead }))
      }
      await mailGoesTo(story, server)
      const [prompt, daily, sleeper] = talks.map(({ employee }) => employee)
      for (const [who, rhythm] of [
        [prompt, 'immediate'],
        [daily, 'daily'],
      ] as const) {
        const mine = story.as(who!).notifications.preferences
        await mine.save({ ...(await mine.mine()).preference, rhythm, quiet: null })
      }
      story.clock.now = night
      for (const { id, employee } of talks)
        await story.as(story.hr).notifications.nudging.send({
          cycleId: await cycleOf(story, id),
          personIds: [employee.personId],
        })
      await story.settle()
      assert.deepEqual(
        (await outside(story)).map(({ personId, notBefore }) => [personId, notBefore]),
        [
          [prompt!.personId, night],
          // Whoever sleeps hears of it at eight the next morning; whoever asked for a digest, in that.
          [sleeper!.personId, new Date('2026-12-09T00:00:00Z')],
        ],
      )
      const sending = startSending(story.services, { clock: () => story.clock.now, everyMs: 20 })
      await sending.settle()
      await sending.stop()
      const [mail, ...more] = server.arrived
      assert.deepEqual(more, [])
      assert.equal(mail!.subject, '请看一下等你的事')
      assert.doesNotMatch(mail!.text + words(mail!), /陈一鸣|周晓岚|许宁|评分/)
      assert.match(mail!.text, /List-Unsubscribe/)
    } finally {
      await server.close()
    }
  }))

test('a nudge that waits over the night is not sent to who has done it by the morning', () =>
  scenario(async (story) => {
    const server = await mailServer()
    try {
      const talk = await talkBetween(story, 'prepare')
      await mailGoesTo(story, server)
      story.clock.now = night
      const cycleId = await cycleOf(story, talk.id)
      const personIds = [talk.employee.personId]
      await story.as(story.hr).notifications.nudging.send({ cycleId, personIds })
      await story.settle()
      await handIn(story, talk, 'self', talk.employee)
      story.clock.now = new Date(morning.getTime() + 86_400_000)
      const sending = startSending(story.services, { clock: () => story.clock.now, everyMs: 20 })
      await sending.settle()
      await sending.stop()
      assert.deepEqual(
        (await outside(story)).map(({ state }) => state),
        ['needless'],
      )
      assert.deepEqual(server.arrived, [])
    } finally {
      await server.close()
    }
  }))
