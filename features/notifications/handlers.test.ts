import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario } from '../../test/support/scenario.ts'
import { moved } from '../../test/support/moves.ts'
import { talkBetween } from '../../test/support/talks.ts'

const stagesOf = (todos: { kind: string; stage?: { kind: string } }[]) =>
  todos.flatMap((todo) => (todo.stage ? [todo.stage.kind] : []))

test('the list of what waits follows whose turn it is', () =>
  scenario(async (story) => {
    const { employee, manager, id } = await talkBetween(story, 'prepare')
    const waitsFor = async (someone: typeof employee) =>
      stagesOf((await story.as(someone).notifications.today()).todos)
    assert.deepEqual(await waitsFor(employee), ['selfAssessment'])
    assert.ok(
      !(await waitsFor(manager)).includes('managerAssessment'),
      'the employee assesses first',
    )
    const again = await talkBetween(story, 'selfIn', {
      manager,
      employee: await story.hire('何苗', { manager }),
    })
    assert.ok((await waitsFor(manager)).includes('managerAssessment'))
    assert.notEqual(again.id, id)
  }))

test('E01: nothing of a talk waits for a manager whose people have another one by now', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'selfIn')
    const waits = async () =>
      stagesOf((await story.as(talk.manager).notifications.today()).todos).includes(
        'managerAssessment',
      )
    assert.equal(await waits(), true)
    await moved(story, talk.employee, await story.hire('新主管'))
    const { refusals } = await story.as(talk.manager).conversations.get({ id: talk.id })
    assert.equal(refusals.submitManager, 'conversations.managerChanged')
    assert.equal(await waits(), false)
    const { conversations } = story.as(talk.manager)
    assert.equal((await conversations.get({ id: talk.id })).yourTurn, false)
    const all = (await conversations.list({})).items
    assert.deepEqual(
      all.map(({ id, yourTurn }) => [id, yourTurn]),
      [[talk.id, false]],
    )
    assert.deepEqual((await conversations.list({ yourTurn: true })).items, [])
  }))

test('the manager signs first; then it waits for the employee; then for nobody', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'presented')
    const signs = async (someone: typeof talk.employee) =>
      stagesOf((await story.as(someone).notifications.today()).todos).includes('signature')
    assert.deepEqual([await signs(talk.manager), await signs(talk.employee)], [true, false])
    await story
      .as(talk.manager, { steppedUp: true })
      .conversations.sign({ id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' })
    assert.deepEqual([await signs(talk.manager), await signs(talk.employee)], [false, true])
    await story
      .as(talk.employee, { steppedUp: true })
      .conversations.sign({ id: talk.id, shownHash: talk.shownHash, outcome: 'agreed' })
    await story.settle()
    assert.deepEqual([await signs(talk.manager), await signs(talk.employee)], [false, false])
  }))

test('a page that is refused waits for the manager until a second person is asked, and again after a no', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'managerSigned')
    const { id, manager, shownHash } = talk
    const second = await story.hire('许宁二')
    const tasks = async () =>
      (await story.as(manager).notifications.today()).todos.flatMap((todo) =>
        todo.kind === 'refusal' ? [todo.task] : [],
      )
    assert.deepEqual(await tasks(), [])
    await story
      .as(talk.employee, { steppedUp: true })
      .conversations.sign({ id, shownHash, outcome: 'refused' })
    assert.deepEqual(await tasks(), ['note'])
    await story.settle()
    const { items } = await story.as(manager).notifications.notices({})
    const said = items.map(({ kind }) => kind).filter((kind) => /^(signed|refused)$/.test(kind))
    assert.deepEqual(said, ['refused'], 'a no is not told as a signature')
    const lead = story.as(manager, { steppedUp: true }).conversations
    await lead.noteRefusal({ id, reason: '他说等工会的意见', witnessId: second.personId })
    assert.deepEqual(await tasks(), [])
    await story.as(second).conversations.declineWitness({ id, reason: '那天我不在' })
    assert.deepEqual(await tasks(), ['name'])
    const third = await story.hire('孙四')
    await lead.nameWitness({ id, witnessId: third.personId })
    assert.deepEqual(await tasks(), [])
    await story.as(third, { steppedUp: true }).conversations.countersign({ id, shownHash })
    assert.deepEqual(await tasks(), [])
  }))

test('a page to be confirmed prompts both at once, and a launch tells everybody once', () =>
  scenario(async (story) => {
    const { employee, manager } = await talkBetween(story, 'presented')
    const kinds = async (someone: typeof employee) =>
      (await story.as(someone).notifications.notices({})).items.map(({ kind }) => kind)
    assert.ok((await kinds(employee)).includes('presented'))
    assert.equal((await kinds(employee)).filter((kind) => kind === 'cycleStarted').length, 1)
    assert.ok((await kinds(manager)).length > 0)
    const { items } = await story.as(employee).notifications.notices({})
    await story.as(employee).notifications.markRead({ ids: items.map(({ id }) => id) })
    assert.equal((await story.as(employee).notifications.counts()).notices, 0)
  }))

test('a notice says that something happened, never what was written', () =>
  scenario(async (story) => {
    const { employee } = await talkBetween(story, 'sealed', { text: 'KANARIE-7Q' })
    const { rows } = await story.services.database.inOrg(story.orgId, async (db) => ({
      rows: [
        await db.selectFrom('notice').selectAll().execute(),
        await db.selectFrom('event').selectAll().execute(),
      ],
    }))
    assert.ok(!JSON.stringify(rows).includes('KANARIE-7Q'))
    assert.ok(employee)
  }))

test('a promise that is not due for a while is folded away with its number, and comes forward in time', () =>
  scenario(async (story) => {
    const { employee } = await talkBetween(story, 'sealed', { text: '写出回退预案' })
    await story.settle()
    const today = () => story.as(employee).notifications.today()
    const early = await today()
    assert.equal(early.later.count, 1)
    assert.equal(early.later.next[0]?.what, '写出回退预案')
    assert.ok(!early.todos.some(({ kind }) => kind === 'promise'))
    story.clock.now = new Date(story.clock.now.getTime() + 17 * 86_400_000)
    const nearer = await today()
    assert.deepEqual([nearer.later.count, nearer.later.next], [0, []])
    assert.equal(nearer.todos.filter(({ kind }) => kind === 'promise').length, 1)
  }))

test('a notice names the other of the two, and nobody to somebody who may no longer know', () =>
  scenario(async (story) => {
    const { employee, manager, id } = await talkBetween(story, 'presented')
    const named = async (someone: typeof employee) =>
      (await story.as(someone).notifications.notices({})).items
        .filter(({ conversation }) => conversation?.id === id)
        .map(({ about }) => about)
    assert.deepEqual(new Set(await named(employee)), new Set([manager.name]))
    assert.deepEqual(new Set(await named(manager)), new Set([employee.name]))
    // HR gave the talk to somebody else two years ago: what was once told stays, without a name.
    const next = await story.hire('后来的主管')
    await story.services.database.inOrg(story.orgId, async (db) => {
      await db
        .updateTable('conversation')
        .set({ managerId: next.personId, lineManagerId: next.personId })
        .where('id', '=', id)
        .execute()
      await db
        .updateTable('assignment')
        .set({ managerId: next.personId })
        .where('personId', '=', employee.personId)
        .execute()
    })
    assert.deepEqual(new Set(await named(manager)), new Set([null]))
  }))
