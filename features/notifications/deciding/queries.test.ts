import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dayIn } from '../../../platform/clock.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { signedAndSealed, talkBetween } from '../../../test/support/talks.ts'

const why = '年度内审抽查，需要核对经过'
const waitsFor = async (story: Story, who: Someone) =>
  (await story.as(who).notifications.today()).todos.flatMap((todo) =>
    todo.kind === 'decision' ? [todo.matter] : [],
  )
const offices = async (story: Story) => ({
  second: await story.hire('第二位 HR', { roles: ['hrAdmin'] }),
  security: await story.hire('安全管理员', { roles: ['securityAdmin'] }),
  outsider: await story.hire('路人'),
})

test('an emergency waits for the second people, never for who asked or whom it is about, until it is decided or withdrawn', () =>
  scenario(async (story) => {
    const { second, security, outsider } = await offices(story)
    const boss = await story.hire('主管也是 HR', { roles: ['hrAdmin'] })
    const employee = await story.hire('员工', { manager: boss })
    const talk = await talkBetween(story, 'open', { employee, manager: boss })
    const ask = () =>
      story.as(story.hr).conversations.glass.ask({
        conversationId: talk.id,
        reason: '员工家属来电，担心他的安全',
        hours: 2,
      })
    const { id } = await ask()
    for (const who of [second, security]) assert.deepEqual(await waitsFor(story, who), ['glass'])
    for (const who of [story.hr, boss, employee, outsider])
      assert.deepEqual(await waitsFor(story, who), [], who.name)
    assert.ok((await story.as(second).notifications.counts()).today > 0)
    await story.as(security).conversations.glass.decide({ id, approve: false })
    for (const who of [second, security]) assert.deepEqual(await waitsFor(story, who), [])
    const again = await ask()
    for (const who of [second, security]) assert.deepEqual(await waitsFor(story, who), ['glass'])
    await story.as(story.hr).conversations.glass.withdraw({ id: again.id })
    for (const who of [second, security]) assert.deepEqual(await waitsFor(story, who), [])
  }))

test('a bulk export waits for HR and security administration, and leaves with the answer', () =>
  scenario(async (story) => {
    const { second, security, outsider } = await offices(story)
    const today = dayIn('Asia/Shanghai', story.clock.now)
    const mine = story.as(story.hr).admin.audit.exports
    const ask = () => mine.ask({ fromOn: today, untilOn: today, departmentId: null, reason: why })
    const thoughtBetter = await ask()
    for (const who of [second, security])
      assert.deepEqual(await waitsFor(story, who), ['chainExport'])
    await mine.withdraw({ id: thoughtBetter.id })
    for (const who of [second, security]) assert.deepEqual(await waitsFor(story, who), [])
    const { id } = await ask()
    for (const who of [second, security])
      assert.deepEqual(await waitsFor(story, who), ['chainExport'])
    for (const who of [story.hr, outsider]) assert.deepEqual(await waitsFor(story, who), [])
    const { items } = await story.as(second).admin.audit.exports.list()
    assert.equal(items[0]!.refusals.decide, null, 'the list and the policy say the same')
    await story.as(second, { steppedUp: true }).admin.audit.exports.decide({ id, approve: true })
    for (const who of [second, security]) assert.deepEqual(await waitsFor(story, who), [])
  }))

test('an erasure waits for security administration alone, not while it is on legal hold, and again when asked again', () =>
  scenario(async (story) => {
    const { second, security } = await offices(story)
    const { conversationId } = await signedAndSealed(story, { text: '一句话' })
    const hr = story.as(story.hr).admin.privacy
    const ask = () =>
      hr.askErasure({ conversationId, basis: '个人信息保护法第四十七条：目的已实现' })
    const { id } = await ask()
    assert.deepEqual(await waitsFor(story, security), ['erasure'])
    for (const who of [second, story.hr]) assert.deepEqual(await waitsFor(story, who), [])
    await hr.hold({ conversationId, kind: 'legalHold', reason: '劳动仲裁正在进行，需要保全' })
    assert.deepEqual(await waitsFor(story, security), [])
    const [hold] = (await hr.list()).holds
    await hr.lift({ id: hold!.id, reason: '仲裁已经结束，不再需要保全' })
    assert.deepEqual(await waitsFor(story, security), ['erasure'])
    await story.as(security).admin.privacy.decideErasure({ id, approve: false })
    assert.deepEqual(await waitsFor(story, security), [])
    await ask()
    assert.deepEqual(await waitsFor(story, security), ['erasure'])
  }))

test('what somebody asks about their own data waits for HR outside their line, with its day', () =>
  scenario(async (story) => {
    const boss = await story.hire('主管也是 HR', { roles: ['hrAdmin'] })
    const worker = await story.hire('下属', { manager: boss })
    const { id, dueOn } = await story
      .as(worker)
      .admin.privacy.ask({ kind: 'objection', wish: '不希望用于人才盘点分析' })
    const { todos } = await story.as(story.hr).notifications.today()
    const todo = todos.find(({ kind }) => kind === 'decision')
    assert.equal(todo?.dueOn, dueOn)
    assert.deepEqual(await waitsFor(story, boss), [])
    await story
      .as(story.hr)
      .admin.privacy.answer({ id, granted: true, answer: '已停止用于人才盘点分析' })
    assert.deepEqual(await waitsFor(story, story.hr), [])
  }))

test('an invitation to lead talks waits for who was asked, until it is answered or its days are over', () =>
  scenario(async (story) => {
    const manager = await story.hire('周晓岚')
    await story.hire('陈一鸣', { manager })
    const deputy = await story.hire('何代')
    const fromOn = dayIn('Asia/Shanghai', story.clock.now)
    const ask = () =>
      story.as(manager).org.delegation.ask({
        toId: deputy.personId,
        employeeIds: null,
        fromOn,
        untilOn: addDays(fromOn, 2),
        reason: '休假',
      })
    const { id } = await ask()
    assert.deepEqual(await waitsFor(story, deputy), ['delegation'])
    assert.deepEqual(await waitsFor(story, manager), [])
    await story.as(deputy).org.delegation.answer({ id, accept: false })
    assert.deepEqual(await waitsFor(story, deputy), [])
    await ask()
    story.clock.now = new Date(story.clock.now.getTime() + 4 * 86_400_000)
    assert.deepEqual(await waitsFor(story, deputy), [])
  }))

test('a proposed right and a lost second factor wait for the other office, never for whom they are about', () =>
  scenario(async (story) => {
    const { second, security, outsider } = await offices(story)
    const { proposals } = await story.as(story.hr).org.grant({
      id: outsider.personId,
      role: 'hrbp',
      departmentId: story.departmentId,
      toAt: null,
      reason: '接手一车间',
    })
    assert.deepEqual(await waitsFor(story, security), ['grant'])
    for (const who of [story.hr, second, outsider])
      assert.deepEqual(await waitsFor(story, who), [], who.name)
    await story.as(security).org.decide({ proposalId: proposals![0]!.id, accept: false })
    assert.deepEqual(await waitsFor(story, security), [])
  }))
