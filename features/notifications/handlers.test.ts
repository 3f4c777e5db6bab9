import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario } from '../../test/support/scenario.ts'
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
