import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { todayOf } from '../../test/support/days.ts'
import { grant } from '../../test/support/grants.ts'
import { moved } from '../../test/support/moves.ts'
import { scenario, type Someone, type Story } from '../../test/support/scenario.ts'
import { talkBetween } from '../../test/support/talks.ts'

/** A sealed talk in which each of the three kinds of owner has promised something. */
async function promised(story: Story) {
  const talk = await talkBetween(story, 'agreed')
  const day = addDays(todayOf(story), 10)
  const api = story.as(talk.manager, { steppedUp: true })
  const line = { how: '提前约好', measure: '两台到位', dueOn: day }
  await api.conversations.addPlanLine({
    id: talk.id,
    clientId: newId(),
    line: { ...line, layer: 'support', ownerKind: 'manager', what: '申请两台测试机' },
  })
  await api.conversations.addPlanLine({
    id: talk.id,
    clientId: newId(),
    line: {
      ...line,
      layer: 'support',
      ownerKind: 'company',
      ownerId: story.hr.personId,
      what: '技术写作课程名额',
    },
  })
  const { shownHash } = await api.conversations.present({ id: talk.id })
  await api.conversations.sign({ id: talk.id, shownHash, outcome: 'agreed' })
  await story
    .as(talk.employee, { steppedUp: true })
    .conversations.sign({ id: talk.id, shownHash, outcome: 'agreed' })
  await story.settle()
  return talk
}

test('a sealed plan becomes promises of the employee, the manager and the company', () =>
  scenario(async (story) => {
    const { id, employee, manager } = await promised(story)
    const agreed = await story.as(employee).commitments.of({ conversationId: id })
    assert.deepEqual(
      agreed.map(({ ownerKind, owner }) => [ownerKind, owner?.name]).sort(),
      [
        ['company', '许宁'],
        ['employee', employee.name],
        ['manager', manager.name],
      ].sort(),
    )
    assert.ok(agreed.every(({ state }) => state === 'open'))
    const { items: managersOwn } = await story.as(manager).commitments.list({ view: 'mine' })
    assert.deepEqual(
      managersOwn.map(({ what }) => what),
      ['申请两台测试机'],
    )
    const { items: toEmployee } = await story.as(employee).commitments.list({ view: 'toMe' })
    assert.equal(toEmployee.length, 2, 'what manager and company promised is as visible as her own')
  }))

test("a manager's overdue promise is as late as anybody's and stands first on his day", () =>
  scenario(async (story) => {
    const { manager, employee } = await promised(story)
    story.clock.now = new Date(story.clock.now.getTime() + 12 * 86_400_000)
    const { todos } = await story.as(manager).notifications.today()
    assert.equal(todos[0]?.kind, 'promise')
    assert.equal(todos[0]?.kind === 'promise' && todos[0].commitment.state, 'late')
    const { toMe } = await story.as(employee).notifications.today()
    assert.ok(toMe.some(({ what, state }) => what === '申请两台测试机' && state === 'late'))
  }))

test('a promise that was not kept needs a reason, and the next talk opens with it', () =>
  scenario(async (story) => {
    const talk = await promised(story)
    const api = story.as(talk.manager)
    const [promise] = (await api.commitments.list({ view: 'mine' })).items
    await assert.rejects(api.commitments.settle({ id: promise!.id, outcome: 'notDone' }), {
      code: 'BAD_REQUEST',
      message: 'commitments.reasonMissing',
    })
    await api.commitments.settle({
      id: promise!.id,
      outcome: 'notDone',
      reason: '预算冻结到十二月',
    })
    const [template] = (await api.templates.list()).filter(({ key }) => key === 'monthly')
    const next = await api.conversations.open({
      employeeId: talk.employee.personId,
      templateId: template!.id,
      clientId: newId(),
    })
    await story.settle()
    const { conversation, items } = await story
      .as(talk.employee)
      .commitments.last({ conversationId: next.id })
    assert.equal(conversation?.id, talk.id)
    assert.deepEqual(
      items.filter(({ state }) => state === 'notDone').map(({ what, reason }) => [what, reason]),
      [['申请两台测试机', '预算冻结到十二月']],
    )
  }))

test('what was settled can be opened again, by the two and whoever keeps it, by nobody else', () =>
  scenario(async (story) => {
    const { employee, manager } = await promised(story)
    const [mine] = (await story.as(employee).commitments.list({ view: 'mine' })).items
    const settled = await story.as(employee).commitments.settle({ id: mine!.id, outcome: 'done' })
    assert.equal(settled.state, 'done')
    assert.equal((await story.as(manager).commitments.reopen({ id: mine!.id })).state, 'open')
    const stranger = await story.hire('路人')
    await assert.rejects(story.as(stranger).commitments.settle({ id: mine!.id, outcome: 'done' }), {
      code: 'NOT_FOUND',
    })
    await assert.rejects(
      story.as(story.hr).commitments.checkIn({ id: mine!.id, note: '看看' }),
      { code: 'NOT_FOUND' },
      'HR sees totals, not the promises of a person',
    )
  }))

test('a promise leads to its talk only for who may open that, and a former manager keeps his own alone', () =>
  scenario(async (story) => {
    const { id, employee, manager } = await promised(story)
    const outside = await story.hire('设备科长')
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('commitment')
        .set({ ownerId: outside.personId })
        .where('conversationId', '=', id)
        .where('ownerKind', '=', 'company')
        .execute(),
    )
    const [theirs] = (await story.as(outside).commitments.list({})).items
    await assert.rejects(story.as(outside).conversations.get({ id }), { code: 'NOT_FOUND' })
    assert.equal(theirs?.conversation.mayOpen, false)
    const seen = async (who: Someone) =>
      (await story.as(who).commitments.list({ view: 'all' })).items
    assert.ok((await seen(manager)).every(({ conversation }) => conversation.mayOpen))

    const next = await story.hire('新主管')
    await moved(story, employee, next)
    assert.deepEqual(
      (await seen(manager)).map(({ ownerKind }) => ownerKind),
      ['manager'],
      'what he promised himself stays his',
    )
    const others = (await seen(next)).find(({ ownerKind }) => ownerKind === 'employee')!
    for (const view of ['toMe', 'team'] as const)
      assert.deepEqual((await story.as(manager).commitments.list({ view })).items, [])
    await assert.rejects(
      story.as(manager).commitments.checkIn({ id: others.id, note: '听说她做得不错' }),
      { code: 'NOT_FOUND' },
    )
  }))

test('I5: an HR partner finds nothing of the promises of whom they report to', () =>
  scenario(async (story) => {
    const { id, employee } = await promised(story)
    const partner = await story.hire('下属伙伴', { manager: employee })
    await grant(story, partner, 'hrbp', story.departmentId)
    const [one] = await story.as(employee).commitments.of({ conversationId: id })
    await assert.rejects(story.as(partner).commitments.checkIn({ id: one!.id, note: '替她看看' }), {
      code: 'NOT_FOUND',
    })
    const other = await story.hire('别处的伙伴')
    await grant(story, other, 'hrbp', story.departmentId)
    await assert.rejects(story.as(other).commitments.checkIn({ id: one!.id, note: '替她看看' }), {
      code: 'FORBIDDEN',
    })
  }))

test('opening a promise again, sent twice with one key, is done once and answered as it stands', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'sealed')
    await story.settle()
    const { commitments } = story.as(talk.employee)
    const { items } = await commitments.list({ view: 'mine' })
    const { id } = items[0]!
    await commitments.settle({ id, outcome: 'done' })
    const clientId = newId()
    const [first, second] = await Promise.all([
      commitments.reopen({ id, clientId }),
      commitments.reopen({ id, clientId }),
    ])
    assert.deepEqual([first.state, second.state], ['open', 'open'])
    const events = await story.services.database.inOrg(story.orgId, (db) =>
      db.selectFrom('event').select('id').where('kind', '=', 'commitment.reopened').execute(),
    )
    assert.equal(events.length, 1)
    await assert.rejects(commitments.reopen({ id, clientId: newId() }), { code: 'FORBIDDEN' })
  }))

test('sealing delivered twice makes no promise twice', () =>
  scenario(async (story) => {
    const { id, employee } = await promised(story)
    const { commitmentsReactions } = await import('./reactions.ts')
    await story.services.database.inOrg(story.orgId, async (db) => {
      const event = await db
        .selectFrom('event')
        .selectAll()
        .where('orgId', '=', story.orgId)
        .where('kind', '=', 'conversation.sealed')
        .executeTakeFirstOrThrow()
      await commitmentsReactions['conversation.sealed']!(db, event)
    })
    assert.equal((await story.as(employee).commitments.of({ conversationId: id })).length, 3)
  }))

test('when every promise is settled the conversation has come full circle, until one is open again', () =>
  scenario(async (story) => {
    const { id, employee } = await promised(story)
    const { commitments, conversations } = story.as(employee)
    const all = await commitments.of({ conversationId: id })
    for (const commitment of all) {
      assert.equal((await conversations.get({ id })).phase, 'follow')
      await commitments.settle({ id: commitment.id, outcome: 'done' })
    }
    assert.equal((await conversations.get({ id })).phase, 'closed')
    await commitments.reopen({ id: all[0]!.id })
    assert.equal((await conversations.get({ id })).phase, 'follow')
  }))
