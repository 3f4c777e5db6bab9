import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const reason = '金额写错了一位，双方都同意更正'
const basis = '个人信息保护法第四十七条：目的已实现'

/** A sealed record with an open appeal, and HR of two. */
async function house(story: Story) {
  const first = story.hr
  const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
  const talk = await talkBetween(story, 'sealed')
  const { id: appealId } = await story.as(talk.employee).conversations.appeals.open({
    conversationId: talk.id,
    kind: 'appeal',
    reason: '口径和年初定的不一样，请核对',
    wish: '按年初口径改正',
  })
  const of = (who: Someone) => story.as(who).conversations
  return { ...talk, first, second, appealId, of }
}

test('E22: who decides a case about a record neither amends nor erases it, until stepping back', () =>
  scenario(async (story) => {
    const { id, first, second, appealId, of } = await house(story)
    await of(second).appeals.name({ id: appealId, handlerId: first.personId })
    const amending = { conversationId: id, reason, parts: ['plan' as const] }
    await assert.rejects(of(first).amending.ask(amending), refused('conversations.duties.case'))
    await assert.rejects(
      story.as(first).admin.privacy.askErasure({ conversationId: id, basis }),
      refused('conversations.duties.case'),
    )
    const asked = await of(second).amending.ask(amending)
    const [seen] = await of(first).amending.list()
    assert.equal(seen?.refusals.decide, 'conversations.duties.case')
    await assert.rejects(
      of(first).amending.decide({ id: asked.id, approve: true }),
      refused('conversations.duties.case'),
    )
    // Stepping back is logged, and frees for something else.
    await of(first).appeals.recuse({ id: appealId, reason: '更正由我来看' })
    const approved = await of(first).amending.decide({ id: asked.id, approve: true })
    assert.equal(approved.state, 'open')
    const [it] = (await of(second).appeals.of({ conversationId: id })).items
    assert.deepEqual(
      it?.steps.map(({ kind }) => kind),
      ['named', 'recused'],
    )
  }))

test('E22: whoever asked for a version, or approved it, does not decide the case about it; somebody else can', () =>
  scenario(async (story) => {
    const { id, first, second, appealId, of } = await house(story)
    const judge = await story.hire('评议人')
    const asked = await of(first).amending.ask({ conversationId: id, reason, parts: ['plan'] })
    await of(second).amending.decide({ id: asked.id, approve: false })
    for (const who of [first, second])
      await assert.rejects(
        of(first).appeals.name({ id: appealId, handlerId: who.personId }),
        refused('conversations.duties.amendment'),
      )
    const free = (await of(first).appeals.candidates({ id: appealId })).map((one) => one.id)
    assert.ok(free.includes(judge.personId) && !free.includes(second.personId))
    await of(first).appeals.name({ id: appealId, handlerId: judge.personId })
  }))

test('E22: two heads of HR share an erasure and an emergency between them, never one of them both', () =>
  scenario(async (story) => {
    const { id, employee, manager, first, second, of } = await house(story)
    await story.as(first).admin.privacy.askErasure({ conversationId: id, basis })
    await assert.rejects(
      of(first).amending.ask({ conversationId: id, reason, parts: ['plan'] }),
      refused('conversations.duties.privacy'),
    )
    const open = await talkBetween(story, 'open', { employee, manager })
    const glass = await of(first).glass.ask({
      conversationId: open.id,
      reason: '有人担心他的安全，须马上核对',
      hours: 1,
      hold: null,
    })
    const [waiting] = (await of(second).glass.list()).filter((one) => one.id === glass.id)
    assert.equal(waiting?.refusals.decide, null)
    await story
      .as(second, { steppedUp: true })
      .conversations.glass.decide({ id: glass.id, approve: true })
    const wish = '自评里的电话写错了，请更正'
    const request = await story
      .as(employee)
      .admin.privacy.ask({ kind: 'correction', conversationId: open.id, wish })
    for (const who of [first, second])
      await assert.rejects(
        story.as(who).admin.privacy.answer({
          id: request.id,
          granted: true,
          answer: '已请主管当面核对并更正电话',
        }),
        refused('conversations.duties.glass'),
      )
    await of(second).glass.end({ id: glass.id })
    await story
      .as(second)
      .admin.privacy.answer({ id: request.id, granted: true, answer: '已请主管当面核对并更正电话' })
  }))
