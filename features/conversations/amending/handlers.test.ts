import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { laterPromise } from '../../../test/support/plan.ts'
import { beforeNationalDay } from '../../../test/support/days.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { talkBetween, type Talk } from '../../../test/support/talks.ts'
import { meetDeadlines } from '../reactions.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const day = 86_400_000
const reason = '金额写错了一位，双方都同意更正'

async function house(story: Story) {
  const director = await story.hire('厂长', { roles: ['hrAdmin'] })
  const manager = await story.hire('周晓岚', { manager: director })
  const employee = await story.hire('陈一鸣', { manager })
  const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
  const talk = await talkBetween(story, 'sealed', { employee, manager })
  return { director, second, talk }
}

const ask = (story: Story, talk: Talk) =>
  story
    .as(story.hr)
    .conversations.amending.ask({ conversationId: talk.id, reason, parts: ['agreement', 'plan'] })

test('E08: HR asks, another HR administrator outside the line agrees; nobody else starts it', () =>
  scenario(async (story) => {
    const { director, second, talk } = await house(story)
    const asking = { conversationId: talk.id, reason, parts: ['plan' as const] }
    await assert.rejects(
      story.as(talk.manager).conversations.amending.ask(asking),
      refused('conversations.amending.hrOnly'),
    )
    await assert.rejects(
      story.as(director).conversations.amending.ask(asking),
      refused('conversations.amending.ownLine'),
    )
    const { id } = await ask(story, talk)
    await assert.rejects(ask(story, talk), refused('conversations.amending.already'))
    for (const [who, key] of [
      [story.hr, 'secondPerson'],
      [director, 'ownLine'],
    ] as const)
      await assert.rejects(
        story.as(who).conversations.amending.decide({ id, approve: true }),
        refused(`conversations.amending.${key}`),
      )
    const declined = await story.as(second).conversations.amending.decide({ id, approve: false })
    assert.equal(declined.state, 'declined')
    const still = await story.as(talk.employee).conversations.get({ id: talk.id })
    assert.notEqual(still.sealedAt, null)
    assert.equal(still.refusals.writePlan, 'conversations.sealed')
    const again = await ask(story, talk)
    await story.as(second).conversations.amending.decide({ id: again.id, approve: true })
    await assert.rejects(ask(story, talk), refused('conversations.amending.underWay'))
  }))

test('a record that is opened again is to be signed within ten days on which the organization works', () =>
  scenario(async (story) => {
    await beforeNationalDay(story)
    const { second, talk } = await house(story)
    const { id } = await ask(story, talk)
    await story.as(second).conversations.amending.decide({ id, approve: true })
    const { run } = await story.as(talk.manager).conversations.get({ id: talk.id })
    const due = (kind: string) => run.stages.find((stage) => stage.kind === kind)?.dueOn
    assert.deepEqual([due('agreement'), due('signature')], ['2026-10-15', '2026-10-15'])
  }))

test('a page taken back before the seal is no news of the version that is written after it', () =>
  scenario(async (story) => {
    const { id, employee, manager } = await talkBetween(story, 'presented')
    const leads = story.as(manager, { steppedUp: true }).conversations
    const takenBack = async () =>
      (await story.as(employee).conversations.get({ id })).signing.takenBack
    await leads.takeBack({ id, reason: '金额少了一位' })
    const { shownHash } = await leads.present({ id })
    await leads.sign({ id, shownHash, outcome: 'agreed' })
    await story
      .as(employee, { steppedUp: true })
      .conversations.sign({ id, shownHash, outcome: 'agreed' })
    const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
    const { amending } = story.as(story.hr).conversations
    const asked = await amending.ask({ conversationId: id, reason, parts: ['plan'] })
    await story.as(second).conversations.amending.decide({ id: asked.id, approve: true })
    assert.equal(await takenBack(), null)
    await leads.addPlanLine({ id, line: laterPromise, clientId: newId() })
    await leads.present({ id })
    await leads.takeBack({ id, reason: '日期也要改' })
    assert.equal((await takenBack())?.reason, '日期也要改')
  }))

test('E08: silence over the new version seals it as 已送达未答; the first seal is still what it was', () =>
  scenario(async (story) => {
    const { second, talk } = await house(story)
    const { employee, manager, id } = talk
    const { id: asked } = await ask(story, talk)
    await story.as(second).conversations.amending.decide({ id: asked, approve: true })
    const asManager = story.as(manager, { steppedUp: true }).conversations
    await asManager.addPlanLine({
      id,
      line: laterPromise,
      clientId: newId(),
    })
    const { shownHash } = await asManager.present({ id })
    await assert.rejects(
      story
        .as(employee, { steppedUp: true })
        .conversations.sign({ id, shownHash, outcome: 'agreed' }),
      refused('conversations.managerSignsFirst'),
    )
    await asManager.sign({ id, shownHash, outcome: 'agreed' })
    await meetDeadlines(story.services.database, story.clock.now)
    assert.notEqual((await story.as(employee).conversations.get({ id })).amending, null)
    await meetDeadlines(story.services.database, new Date(story.clock.now.getTime() + 40 * day))
    await story.settle()
    const { conversations } = story.as(employee)
    const now = await conversations.sealedRecord({ id })
    assert.deepEqual(
      [now.version, now.outcome, now.verification.verdict],
      [2, 'notAnswered', 'intact'],
    )
    const before = await conversations.sealedRecord({ id, version: 1 })
    assert.deepEqual(
      [before.newest, before.outcome, before.verification.verdict],
      [2, 'agreed', 'intact'],
    )
    assert.equal(now.document.prev_version_commit, before.commit)
    const { changes } = await conversations.amending.changes({ conversationId: id, version: 2 })
    assert.ok(changes.some(({ after }) => after?.includes('每两周留半小时')))
    const promises = await story.as(employee).commitments.of({ conversationId: id })
    assert.ok(promises.some(({ what }) => what === '每两周留半小时一起看数据'))
    const found = await conversations.archive({ text: '每两周留半小时' })
    assert.equal(found.total, 1)
  }))
