import assert from 'node:assert/strict'
import { test } from 'node:test'
import { family, flowWith, opened, withDotted } from '../../../test/support/beside.ts'
import { remindedOn } from '../../../test/support/reminded.ts'
import { mailGoesTo } from '../../../test/support/mailServer.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'
import { added, changed } from '../../flows/editing/rules.ts'
import type { FlowActor, FlowBody, StageReminder } from '../../flows/contract.ts'

/** A talk of Mia and Theo in a flow of HR's own, with Paul as HR in charge, and mail that leads nowhere. */
async function talkIn(story: Story, shape: (base: FlowBody) => FlowBody) {
  const people = {
    ...(await family(story)),
    paul: await story.hire('伙伴', { roles: ['hrbp'] }),
  }
  await mailGoesTo(story, { port: 1 })
  return { ...people, ...(await opened(story, people, await flowWith(story, shape))) }
}

/** Sets the day of a stage, open for long. */
const due = (story: Story, id: string, key: string, day: string) =>
  story.services.database.inOrg(story.orgId, async (db) => {
    await db.updateTable('stage').set({ dueOn: null }).where('runId', '=', id).execute()
    await db
      .updateTable('stage')
      .set({ dueOn: day, openedAt: new Date('2026-01-01') })
      .where('runId', '=', id)
      .where('key', '=', key)
      .execute()
  })

const approvalBy =
  (actor: FlowActor) =>
  (base: FlowBody): FlowBody =>
    changed(added(base, 'managerAssessment', 'approval'), 'approval', {
      label: { zh: '上级审核', en: 'Approval' },
      actor,
      onOverdue: 'remind',
    })

for (const [who, actor] of [
  ['anna', { relation: 'secondManager' }],
  ['dora', { relation: 'dottedManager' }],
  ['paul', { relation: 'hrbp' }],
  ['paul', 'hr'],
] as const satisfies [string, FlowActor][])
  test(`whoever has a stage by name hears of it as the two do: ${JSON.stringify(actor)}`, () =>
    scenario(async (story) => {
      const { id, handIn, ...people } = await talkIn(story, approvalBy(actor))
      await handIn(people.mia, 'self')
      await handIn(people.theo, 'manager')
      await due(story, id, 'approval', '2026-12-10')
      const owner = people[who]
      const told = await remindedOn(story, ['2026-12-07', '2026-12-08', '2026-12-10'])
      assert.deepEqual(
        told.map((names) => names.filter((name) => name !== story.hr.name)),
        [[owner.name], [], [owner.name]],
      )
      // The same list they see themselves; once it is done nobody is told.
      const { todos } = await story.as(owner).notifications.today()
      assert.ok(todos.some((todo) => todo.kind === 'stage' && todo.stage.key === 'approval'))
      await story.as(owner).conversations.steps.settle({ id, stageKey: 'approval' })
      await due(story, id, 'approval', '2026-12-10')
      assert.deepEqual(await remindedOn(story, ['2026-12-14']), [[]])
    }))

test('a dotted-line manager who writes beside the manager is reminded of that part alone', () =>
  scenario(async (story) => {
    const { id, handIn, dora, mia } = await talkIn(story, withDotted)
    await handIn(mia, 'self')
    await due(story, id, 'form', '2026-12-10')
    assert.deepEqual(await remindedOn(story, ['2026-12-10']), [[dora.name]])
  }))

const reminding =
  (...reminders: StageReminder[]) =>
  (base: FlowBody): FlowBody => ({
    ...base,
    stages: base.stages.map((stage) =>
      stage.kind === 'selfAssessment' ? { ...stage, reminders } : stage,
    ),
  })

test('a flow tells the one above, the dotted line, HR in charge and the manager, each on their day, of what is late', () =>
  scenario(async (story) => {
    const after = (days: number, to: StageReminder['to']): StageReminder => ({
      days,
      unit: 'working',
      to,
    })
    const { id, mia, theo, anna, dora, paul, handIn } = await talkIn(
      story,
      reminding(
        after(0, 'owner'),
        after(1, 'both'),
        after(2, { relation: 'secondManager' }),
        after(3, { relation: 'dottedManager' }),
        after(4, { relation: 'hrbp' }),
      ),
    )
    await due(story, id, 'selfAssessment', '2026-12-07')
    const days = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11']
    const names = (...some: Someone[]) => some.map(({ name }) => name).sort()
    assert.deepEqual(await remindedOn(story, days), [
      names(mia),
      names(mia, theo),
      names(anna),
      names(dora),
      names(paul),
    ])
    story.clock.now = new Date('2026-12-11T02:00:00Z')
    const of = async (who: Someone) =>
      (await story.as(who).notifications.today()).todos.flatMap((todo) =>
        todo.kind === 'told' ? [[todo.stage.key, todo.waitsFor?.name, todo.mayOpen]] : [],
      )
    assert.deepEqual(await of(theo), [['selfAssessment', mia.name, true]])
    assert.deepEqual(await of(dora), [['selfAssessment', mia.name, false]])
    assert.deepEqual(await of(mia), [])
    await handIn(mia, 'self')
    for (const who of [theo, anna, dora, paul]) assert.deepEqual(await of(who), [], who.name)
  }))

test('R341: an overdue self-assessment reminds the employee, and the manager whose list says of whom', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    await mailGoesTo(story, { port: 1 })
    await due(story, talk.id, 'selfAssessment', '2026-12-07')
    const both = [talk.employee.name, talk.manager.name].sort()
    assert.deepEqual(await remindedOn(story, ['2026-12-07', '2026-12-08', '2026-12-09']), [
      [talk.employee.name],
      [],
      both,
    ])
    story.clock.now = new Date('2026-12-09T02:00:00Z')
    const { todos } = await story.as(talk.manager).notifications.today()
    assert.deepEqual(
      todos.flatMap((todo) => (todo.kind === 'told' ? [todo.employee.name] : [])),
      [talk.employee.name],
    )
  }))
