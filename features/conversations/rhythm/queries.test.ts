import assert from 'node:assert/strict'
import test from 'node:test'
import { addDays } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import { todayOf } from '../../../test/support/days.ts'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'

const quiet = async (story: Story, manager: Parameters<Story['as']>[0]) =>
  (await story.as(manager).notifications.today()).todos.flatMap((todo) =>
    todo.kind === 'quiet' ? [[todo.person.name, todo.days, todo.project]] : [],
  )

const dayAfter = (story: Story, days: number) => addDays(todayOf(story), days)

test('while a project runs, a manager is told of whom they have not talked with for over a month', () =>
  scenario(async (story) => {
    const boss = await story.hire('田超')
    const talk = await talkBetween(story, 'talked', { manager: boss })
    const silent = await story.hire('丁海燕', { manager: boss })
    await story.settle()
    const start = story.clock.now
    assert.deepEqual(await quiet(story, boss), [])

    const id = newId()
    const project = {
      id,
      name: '新产线投产',
      startsOn: dayAfter(story, 0),
      endsOn: dayAfter(story, 90),
      departmentIds: [story.departmentId],
    }
    await story.as(story.hr).cycles.year.saveProject(project)
    const later = (days: number) =>
      (story.clock.now = new Date(start.getTime() + days * 86_400_000))
    later(31)
    assert.deepEqual(await quiet(story, boss), [])
    later(32)
    assert.deepEqual(
      (await quiet(story, boss)).sort(),
      [
        [silent.name, 32, '新产线投产'],
        [talk.employee.name, 32, '新产线投产'],
      ].sort(),
    )
    // Nobody else's reports, and nobody once the project is over or taken out.
    assert.deepEqual(await quiet(story, silent), [])
    await story.as(story.hr).cycles.year.removeProject({ id })
    assert.deepEqual(await quiet(story, boss), [])
    await story.as(story.hr).cycles.year.saveProject({ ...project, endsOn: dayAfter(story, -1) })
    assert.deepEqual(await quiet(story, boss), [])
  }))

test('a talk held or fixed in the meantime ends the hint', () =>
  scenario(async (story) => {
    const boss = await story.hire('田超')
    await talkBetween(story, 'open', { manager: boss })
    await story.settle()
    await story.as(story.hr).cycles.year.saveProject({
      id: newId(),
      name: '新产线投产',
      startsOn: dayAfter(story, 0),
      endsOn: dayAfter(story, 90),
      departmentIds: [],
    })
    story.clock.now = new Date(story.clock.now.getTime() + 40 * 86_400_000)
    const [todo] = (await story.as(boss).notifications.today()).todos.filter(
      ({ kind }) => kind === 'quiet',
    )
    assert.ok(todo?.kind === 'quiet' && todo.conversationId)
    await story.as(boss).scheduling.book({
      conversationId: todo.conversationId,
      startsAt: new Date(story.clock.now.getTime() + 86_400_000),
      minutes: 30,
      place: '',
      channel: 'inPerson',
      clientId: newId(),
    })
    assert.deepEqual(await quiet(story, boss), [])
  }))
