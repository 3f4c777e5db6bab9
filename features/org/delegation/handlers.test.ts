import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dayIn } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import { grant } from '../../../test/support/grants.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const gone = (error: { code?: string }) => error.code === 'NOT_FOUND'
const today = (story: Story) => dayIn('Asia/Shanghai', story.clock.now)
const later = (story: Story, days: number) => addDays(today(story), days)
const travel = (story: Story, days: number) =>
  (story.clock.now = new Date(story.clock.now.getTime() + days * 86_400_000))

/** A manager, a deputy, and a talk whose two parts are open. */
async function team(story: Story) {
  const head = await story.hire('厂长')
  const manager = await story.hire('周晓岚', { manager: head })
  const employee = await story.hire('陈一鸣', { manager })
  const deputy = await story.hire('何代', { manager: head })
  const talk = await talkBetween(story, 'open', { employee, manager, text: '回退预案' })
  const ask = (
    to: Someone,
    options: { until?: string; from?: string; employeeIds?: string[] | null } = {},
  ) =>
    story.as(manager).org.delegation.ask({
      toId: to.personId,
      employeeIds: options.employeeIds ?? null,
      fromOn: options.from ?? today(story),
      untilOn: options.until ?? later(story, 6),
      reason: '休假一周',
    })
  const hand = async (to: Someone, options: Parameters<typeof ask>[1] = {}) => {
    const { id } = await ask(to, options)
    return story.as(to).org.delegation.answer({ id, accept: true })
  }
  return { head, manager, employee, deputy, talk, ask, hand }
}

test('E10 a deputy leads the talk from the day he accepts, under his own name, and never signs', () =>
  scenario(async (story) => {
    const { deputy, manager, employee, talk, ask } = await team(story)
    const asDeputy = story.as(deputy, { steppedUp: true })
    const { id } = await ask(deputy)
    await assert.rejects(asDeputy.conversations.get({ id: talk.id }), gone)
    await asDeputy.org.delegation.answer({ id, accept: true })

    const view = await asDeputy.conversations.get({ id: talk.id })
    assert.equal(view.relation, 'delegate')
    assert.equal(view.refusals.startTalk, null)
    assert.equal(view.refusals.sign, 'conversations.delegateNeverSigns')
    for (const action of [
      'reviseManager',
      'withdrawManager',
      'noteRefusal',
      'takeBack',
      'recordPaper',
      'changeManager',
      'export',
    ] as const)
      assert.ok(view.refusals[action], action)
    const listed = await asDeputy.conversations.list({ view: 'manager' })
    assert.deepEqual(
      listed.items.map((item) => [item.id, item.relation, item.yourTurn]),
      [[talk.id, 'delegate', true]],
    )
    const { todos } = await asDeputy.notifications.today()
    assert.deepEqual(
      todos.map((todo) => todo.kind === 'stage' && todo.conversationId),
      [talk.id],
    )

    await asDeputy.conversations.startTalk({ id: talk.id, channel: 'inPerson' })
    await asDeputy.conversations.addPlanLine({
      id: talk.id,
      line: {
        layer: 'result',
        ownerKind: 'employee',
        what: '代主管谈定的一条',
        how: '每周核对',
        measure: '3 次',
        dueOn: later(story, 30),
      },
      clientId: newId(),
    })
    await asDeputy.conversations.endTalk({ id: talk.id })
    const seen = await story.as(employee).conversations.get({ id: talk.id })
    assert.equal(seen.plan[0]!.proposedBy, deputy.personId)
    assert.equal(seen.ledFor?.delegate.name, deputy.name)
    await assert.rejects(
      asDeputy.conversations.sign({ id: talk.id, shownHash: 'a'.repeat(64), outcome: 'agreed' }),
      refused('conversations.delegateNeverSigns'),
    )
    assert.equal((await story.as(manager).conversations.get({ id: talk.id })).relation, 'manager')
  }))

test('E10 a deputy never reads drafts, private notes or sealed records', () =>
  scenario(async (story) => {
    const { deputy, manager, employee, talk, hand } = await team(story)
    await story.as(manager).conversations.saveAnswer({
      id: talk.id,
      part: 'privateNote',
      fieldKey: 'note',
      value: '只给自己看的话',
      version: 0,
      clientId: newId(),
    })
    const drafting = await talkBetween(story, 'selfIn', {
      employee,
      manager,
      text: '还没打开的自评',
    })
    const sealed = await talkBetween(story, 'sealed', { employee, manager, text: '封存的话' })
    await hand(deputy)
    const asDeputy = story.as(deputy, { steppedUp: true })
    const open = JSON.stringify(await asDeputy.conversations.get({ id: talk.id }))
    assert.ok(open.includes('回退预案') && !open.includes('只给自己看的话'))
    const draft = JSON.stringify(await asDeputy.conversations.get({ id: drafting.id }))
    assert.ok(!draft.includes('还没打开的自评'))
    await assert.rejects(asDeputy.conversations.get({ id: sealed.id }), gone)
    await assert.rejects(asDeputy.conversations.sealedRecord({ id: sealed.id }), gone)
  }))

test('E10 it ends by itself after its last day, and at once when either takes it back', () =>
  scenario(async (story) => {
    const { deputy, manager, talk, hand } = await team(story)
    const asDeputy = story.as(deputy)
    const sees = () => asDeputy.conversations.get({ id: talk.id })
    await hand(deputy, { until: later(story, 1) })
    travel(story, 1)
    await sees()
    travel(story, 1)
    await assert.rejects(sees(), gone)
    assert.deepEqual((await asDeputy.conversations.list({})).items, [])
    const again = await hand(deputy)
    await sees()
    await story.as(manager).org.delegation.withdraw({ id: again.id })
    await assert.rejects(sees(), gone)
    const third = await hand(deputy)
    await asDeputy.org.delegation.withdraw({ id: third.id })
    await assert.rejects(sees(), gone)
    const planned = await hand(deputy, { from: later(story, 3), until: later(story, 5) })
    assert.equal(planned.state, 'planned')
    await assert.rejects(sees(), gone)
  }))

test('E10 thirty days at most, and not into the past', () =>
  scenario(async (story) => {
    const { deputy, ask } = await team(story)
    await assert.rejects(
      ask(deputy, { until: later(story, 30) }),
      refused('org.delegation.tooLong'),
    )
    await assert.rejects(ask(deputy, { from: later(story, -1) }), refused('org.delegation.past'))
    assert.equal((await ask(deputy, { until: later(story, 29) })).state, 'asked')
  }))

test('E10 asked twice by a double click, or again over a bad line, it is one delegation', () =>
  scenario(async (story) => {
    const { manager, deputy } = await team(story)
    const asked = {
      toId: deputy.personId,
      employeeIds: null,
      fromOn: today(story),
      untilOn: later(story, 6),
      reason: '休假一周',
      clientId: newId(),
    }
    const { delegation } = story.as(manager).org
    const [first, second] = await Promise.all([delegation.ask(asked), delegation.ask(asked)])
    assert.equal(second.id, first.id)
    assert.equal((await delegation.ask(asked)).id, first.id)
    assert.equal((await delegation.list()).given.length, 1)
  }))

test('I10 a deputy hands nothing on, and talks that are not his stay with whom they are', () =>
  scenario(async (story) => {
    const { deputy, employee, talk, hand } = await team(story)
    const friend = await story.hire('朋友')
    await hand(deputy)
    const pass = (employeeIds: string[] | null) =>
      story.as(deputy).org.delegation.ask({
        toId: friend.personId,
        employeeIds,
        fromOn: today(story),
        untilOn: today(story),
        reason: '转交',
      })
    await assert.rejects(pass(null), refused('org.delegation.noReports'))
    await story.hire('何代的下属', { manager: deputy })
    await assert.rejects(pass([employee.personId]), refused('org.delegation.notYours'))
    const { id } = await pass(null)
    await story.as(friend).org.delegation.answer({ id, accept: true })
    await assert.rejects(story.as(friend).conversations.get({ id: talk.id }), gone)
  }))

test('E10 neither the subject nor a report of the subject leads the talk', () =>
  scenario(async (story) => {
    const { employee, talk, ask, hand } = await team(story)
    const report = await story.hire('员工的下属', { manager: employee })
    await assert.rejects(
      ask(employee, { employeeIds: [employee.personId] }),
      refused('org.delegation.subject'),
    )
    await assert.rejects(
      ask(report, { employeeIds: [employee.personId] }),
      refused('org.delegation.reportOfSubject'),
    )
    await hand(report)
    await assert.rejects(story.as(report).conversations.get({ id: talk.id }), gone)
    await hand(employee)
    assert.equal((await story.as(employee).conversations.get({ id: talk.id })).relation, 'employee')
  }))

test('I2 whoever watches over the others or keeps the machine leads nobody’s talk', () =>
  scenario(async (story) => {
    const { ask, hand, talk, deputy, manager } = await team(story)
    for (const role of ['securityAdmin', 'itAdmin', 'auditor'] as const)
      await assert.rejects(
        ask(await story.hire(role, { roles: [role] })),
        refused('org.delegation.apart'),
      )
    await hand(deputy)
    await grant(story, deputy, 'itAdmin')
    await assert.rejects(story.as(deputy).conversations.get({ id: talk.id }), gone)
    assert.equal((await story.as(manager).conversations.get({ id: talk.id })).relation, 'manager')
  }))

test('only who was asked answers, once, and both hear of it', () =>
  scenario(async (story) => {
    const { deputy, manager, ask } = await team(story)
    const stranger = await story.hire('路人')
    const { id } = await ask(deputy)
    await assert.rejects(story.as(stranger).org.delegation.answer({ id, accept: true }), gone)
    await assert.rejects(
      story.as(manager).org.delegation.answer({ id, accept: true }),
      refused('org.delegation.notAsked'),
    )
    await story.settle()
    const kinds = async (who: Someone) =>
      (await story.as(who).notifications.notices({})).items.map(({ kind }) => kind)
    assert.ok((await kinds(deputy)).includes('delegationAsked'))
    await story.as(deputy).org.delegation.answer({ id, accept: false })
    await assert.rejects(
      story.as(deputy).org.delegation.answer({ id, accept: true }),
      refused('org.delegation.answered'),
    )
    await story.settle()
    assert.ok((await kinds(manager)).includes('delegationDeclined'))
  }))
