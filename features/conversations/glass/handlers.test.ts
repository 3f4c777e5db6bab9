import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'
import { aboutOf } from '../intervention/queries.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const gone = (error: { code?: string }) => error.code === 'NOT_FOUND'
const reason = '员工家属来电，担心他的安全，需要看自评里写了什么'
const words = '九月一日当晚写出回退预案'

const emergency = async (story: Story) => {
  const second = await story.hire('第二位 HR', { roles: ['hrAdmin'] })
  const talk = await talkBetween(story, 'open', { text: words })
  const view = async () =>
    JSON.stringify((await story.as(story.hr).conversations.get({ id: talk.id })).parts)
  const ask = (hours = 2) =>
    story.as(story.hr).conversations.glass.ask({ conversationId: talk.id, reason, hours })
  return { second, talk, view, ask }
}

test('E23: HR reads what an employee handed in only after a second person has agreed, and only for hours', () =>
  scenario(async (story) => {
    const { second, talk, view, ask } = await emergency(story)
    assert.equal(await view(), '[]')
    const asked = await ask()
    assert.equal(await view(), '[]')
    await assert.rejects(
      story.as(story.hr).conversations.glass.decide({ id: asked.id, approve: true }),
      refused('conversations.glass.secondPerson'),
    )
    await assert.rejects(
      story.as(second).conversations.glass.decide({ id: asked.id, approve: true }),
      refused('accounts.stepUpFirst'),
    )
    const open = await story
      .as(second, { steppedUp: true })
      .conversations.glass.decide({ id: asked.id, approve: true })
    assert.equal(open.state, 'open')
    assert.equal(open.endsAt!.getTime(), story.clock.now.getTime() + 2 * 3_600_000)
    assert.match(await view(), new RegExp(words))
    const { relation, parts } = await story.as(story.hr).conversations.get({ id: talk.id })
    assert.equal(relation, 'breakGlass')
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['self'],
      'the assessment, the talk and notes stay closed',
    )
    assert.equal(
      JSON.stringify((await story.as(second).conversations.get({ id: talk.id })).parts),
      '[]',
      'who approved reads nothing',
    )
    story.clock.now = new Date(open.endsAt!.getTime() - 1)
    assert.match(await view(), new RegExp(words))
    story.clock.now = open.endsAt!
    assert.equal(await view(), '[]', 'it ends by itself')
  }))

test('the person is told at once who looked, why, and who agreed', () =>
  scenario(async (story) => {
    const { second, talk, view, ask } = await emergency(story)
    const { id } = await ask()
    await story.settle()
    const notices = async () =>
      (await story.as(talk.employee).notifications.notices({})).items.map(({ kind }) => kind)
    assert.ok(!(await notices()).includes('glassOpened'), 'a question alone is not a look')
    for (const reader of [talk.employee, talk.manager])
      await assert.rejects(
        story.as(reader).conversations.glass.of({ conversationId: talk.id }),
        refused('conversations.glass.hrOnly'),
      )
    await story.as(second, { steppedUp: true }).conversations.glass.decide({ id, approve: true })
    await view()
    await view()
    await story.settle()
    assert.ok((await notices()).includes('glassOpened'))
    const { items } = await story.as(talk.employee).admin.access.mine({})
    const look = items.find(({ kind }) => kind === 'read')!
    assert.equal(look.who?.name, story.hr.name)
    assert.equal(look.relation, 'breakGlass')
    assert.equal(look.reason, reason)
    const approval = items.find(({ kind }) => kind === 'glass')!
    assert.equal(approval.approvedBy?.name, second.name)
    assert.equal(items.filter(({ kind }) => kind === 'read').length, 1, 'one look is one line')
  }))

test('whichever way HR comes to the words leaves a look; asking how the talk stands does not', () =>
  scenario(async (story) => {
    const { second, talk, ask } = await emergency(story)
    const { id: glassId } = await ask()
    await story
      .as(second, { steppedUp: true })
      .conversations.glass.decide({ id: glassId, approve: true })
    const { id } = talk
    const { conversations, commitments } = story.as(story.hr)
    const looksAfter = async (ways: (() => Promise<unknown>)[]) => {
      // Looks within ten minutes are one, and each way shall answer for itself.
      story.clock.now = new Date(story.clock.now.getTime() + 11 * 60_000)
      const looks = async () =>
        (await story.as(talk.employee).admin.access.mine({})).items.filter(
          ({ kind }) => kind === 'read',
        ).length
      const before = await looks()
      await Promise.all(ways.map((way) => way()))
      return (await looks()) - before
    }
    const states: Record<string, () => Promise<unknown>> = {
      emergency: () => conversations.glass.of({ conversationId: id }),
      presence: () => conversations.beat({ id }),
      indicators: () => conversations.indicators({ id }),
    }
    for (const [name, way] of Object.entries(states)) assert.equal(await looksAfter([way]), 0, name)
    await story.as(talk.employee).conversations.beat({ id })
    assert.deepEqual(await conversations.beat({ id }), [], 'who has it open is for those in it')
    const read = () => conversations.get({ id })
    assert.equal(await looksAfter([read, read, read]), 1, 'what one page asks for at once')
    const logged = await story.services.database.inOrg(story.orgId, (db) =>
      db.selectFrom('event').select('actorId').where('kind', '=', 'glass.looked').execute(),
    )
    assert.deepEqual(logged, [{ actorId: story.hr.personId }], 'the log has it once, too')
    const ways: Record<string, () => Promise<unknown>> = {
      revisions: () =>
        conversations.revisions({ id, part: 'self', fieldKey: 'nextStepInOwnWords' }),
      hints: () => conversations.hints.mine({ id }),
      'what others wrote': () => conversations.steps.written({ id }),
      'what was promised before': () => commitments.last({ conversationId: id }),
    }
    for (const [name, way] of Object.entries(ways)) assert.equal(await looksAfter([way]), 1, name)
  }))

test('a legal hold delays the telling to its day, and then says who agreed to the delay', () =>
  scenario(async (story) => {
    const { second, talk, view } = await emergency(story)
    const until = new Date(story.clock.now.getTime() + 3 * 86_400_000).toISOString().slice(0, 10)
    const { id } = await story.as(story.hr).conversations.glass.ask({
      conversationId: talk.id,
      reason,
      hours: 1,
      hold: { reason: '警方要求三天内不告知当事人', until },
    })
    await story.as(second, { steppedUp: true }).conversations.glass.decide({ id, approve: true })
    await view()
    await story.settle()
    const mine = () => story.as(talk.employee).admin.access.mine({})
    assert.deepEqual((await mine()).items, [])
    const told = (await story.as(talk.employee).notifications.notices({})).items
    assert.ok(!told.some(({ kind }) => kind === 'glassOpened'))
    story.clock.now = new Date(`${until}T00:00:00+08:00`)
    const { items } = await mine()
    assert.deepEqual(items.map(({ kind }) => kind).sort(), ['glass', 'read'])
    const approval = items.find(({ kind }) => kind === 'glass')!
    assert.equal(approval.hold?.reason, '警方要求三天内不告知当事人')
    assert.equal(approval.approvedBy?.name, second.name)
  }))

test('nobody of the person’s own line declares or approves an emergency', () =>
  scenario(async (story) => {
    const boss = await story.hire('有 HR 权限的上级', { roles: ['hrAdmin'] })
    const manager = await story.hire('主管', { manager: boss })
    const employee = await story.hire('员工', { manager })
    const report = await story.hire('下属', { manager: employee, roles: ['hrAdmin'] })
    const security = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const talk = await talkBetween(story, 'open', { employee, manager, text: words })
    const ask = (who: typeof boss) =>
      story.as(who).conversations.glass.ask({ conversationId: talk.id, reason, hours: 4 })
    await assert.rejects(ask(boss), refused('conversations.glass.ownLine'))
    await assert.rejects(ask(report), gone)
    await assert.rejects(ask(security), gone)
    const { id } = await ask(story.hr)
    await story.settle()
    const hears = async (who: typeof boss) => [
      (await story.as(who).conversations.glass.list()).length,
      (await story.as(who).notifications.notices({})).items.filter(
        ({ kind }) => kind === 'glassAsked',
      ).length,
    ]
    assert.deepEqual(await hears(security), [1, 1])
    for (const who of [boss, report]) assert.deepEqual(await hears(who), [0, 0])
    for (const who of [boss, report])
      await assert.rejects(
        story.as(who).conversations.glass.decide({ id, approve: true }),
        refused('conversations.glass.ownLine'),
      )
    await assert.rejects(story.as(manager).conversations.glass.decide({ id, approve: true }))
    const { state } = await story
      .as(security, { steppedUp: true })
      .conversations.glass.decide({ id, approve: true })
    assert.equal(state, 'open')
    await assert.rejects(story.as(security).conversations.get({ id: talk.id }), gone)
  }))

test('whoever asked takes the question back until somebody decides, and nobody else does', () =>
  scenario(async (story) => {
    const { second, talk, view, ask } = await emergency(story)
    const { glass } = story.as(story.hr).conversations
    const { id } = await ask()
    await assert.rejects(
      story.as(second).conversations.glass.withdraw({ id }),
      refused('conversations.glass.askerOnly'),
    )
    await assert.rejects(
      story.as(talk.manager).conversations.glass.withdraw({ id }),
      refused('conversations.glass.approvers'),
    )
    assert.equal((await glass.withdraw({ id })).state, 'withdrawn')
    assert.equal((await glass.of({ conversationId: talk.id })).current, null)
    const approve = (id: string) =>
      story.as(second, { steppedUp: true }).conversations.glass.decide({ id, approve: true })
    await assert.rejects(approve(id), refused('conversations.glass.withdrawn'))
    await assert.rejects(glass.withdraw({ id }), refused('conversations.glass.withdrawn'))
    assert.equal(await view(), '[]')
    await story.settle()
    assert.deepEqual((await story.as(talk.employee).admin.access.mine({})).items, [])
    const watch = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const [line] = (await story.as(watch).admin.audit.log({ about: 'looks' })).items
    assert.deepEqual([line!.kind, line!.who?.name], ['glass.withdrawn', story.hr.name])
    const again = await ask()
    await approve(again.id)
    await assert.rejects(
      glass.withdraw({ id: again.id }),
      refused('conversations.glass.decided'),
      'what is agreed to ends, it is not unasked',
    )
    assert.match(await view(), new RegExp(words))
    assert.equal((await glass.end({ id: again.id })).state, 'over')
    assert.equal(await view(), '[]', 'who asked ends it early, and at once')
  }))

test('a withdrawn question binds nobody: who asked may take on something else about the talk', () =>
  scenario(async (story) => {
    const { second, talk, ask } = await emergency(story)
    const of = story.as(story.hr).conversations
    const { id } = await ask()
    const wish = '自评里的电话写错了，请更正'
    const { privacy } = story.as(talk.employee).admin
    const request = await privacy.ask({ kind: 'correction', conversationId: talk.id, wish })
    const answer = () =>
      story
        .as(story.hr)
        .admin.privacy.answer({ id: request.id, granted: true, answer: '已请主管当面核对并更正' })
    const { employee, manager } = talk
    const about = {
      conversationId: talk.id,
      employeeId: employee.personId,
      managerId: manager.personId,
    }
    const hasPart = () =>
      story.behind(story.hr, async (context) =>
        (await aboutOf(context, about)).others.includes(story.hr.personId),
      )
    assert.equal(await hasPart(), true)
    await assert.rejects(answer(), refused('conversations.duties.glass'))
    await of.glass.withdraw({ id })
    assert.equal(await hasPart(), false, 'HR may sit in the talk')
    await answer()
    const [shown] = await story.as(second).conversations.glass.list()
    assert.equal(shown!.state, 'withdrawn')
  }))

test('an emergency ends early, is refused for good, and is never longer than four hours', () =>
  scenario(async (story) => {
    const { second, talk, view, ask } = await emergency(story)
    await assert.rejects(ask(5))
    const declined = await ask()
    await story.as(second).conversations.glass.decide({ id: declined.id, approve: false })
    assert.equal(await view(), '[]')
    await assert.rejects(
      story
        .as(second, { steppedUp: true })
        .conversations.glass.decide({ id: declined.id, approve: true }),
      refused('conversations.glass.decided'),
    )
    const { id } = await ask()
    await assert.rejects(ask(), refused('conversations.glass.already'))
    await story.as(second, { steppedUp: true }).conversations.glass.decide({ id, approve: true })
    assert.match(await view(), new RegExp(words))
    story.clock.now = new Date(story.clock.now.getTime() + 60_000)
    await story.as(second).conversations.glass.end({ id })
    assert.equal(await view(), '[]')
    const [told] = (await story.as(talk.employee).admin.access.mine({})).items.filter(
      ({ kind }) => kind === 'glass',
    )
    assert.equal(told!.endedBy?.name, second.name, 'the person reads who ended it, and when')
    assert.deepEqual(told!.until, story.clock.now)
  }))
