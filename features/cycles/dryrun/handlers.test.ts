import assert from 'node:assert/strict'
import test from 'node:test'
import { events, shop } from '../../../test/support/cycles.ts'
import { scenario } from '../../../test/support/scenario.ts'

test('the dry run says who gets what from whom by when, and writes nothing', () =>
  scenario(async (story) => {
    const { theo, mia, new1 } = await shop(story)
    const api = story.as(story.hr).cycles
    const cycle = await api.create({ name: '年度', kind: 'result' })
    const before = (await events(story, 'cycle.changed')).length
    const dry = await api.dryRun({ id: cycle.id })
    assert.equal(dry.people, 5)
    assert.equal(dry.findings.noManager, 1)
    assert.equal(dry.findings.joinedTooLate, 1)
    assert.deepEqual(dry.obstacles, [{ reason: 'cycles.managerUndecided', count: 1 }])
    assert.deepEqual(
      dry.managers.map(({ manager, talks }) => [manager.name, talks]),
      [
        ['田超', 3],
        ['许宁', 1],
      ],
    )
    assert.equal(
      dry.byMapping.reduce((sum, { people }) => sum + people, 0),
      5,
    )
    const { items, total } = await api.dryRunPeople({ id: cycle.id, limit: 2 })
    assert.equal(total, 5)
    assert.deepEqual(
      items.map(({ person }) => person.employeeNo),
      ['HR001', theo.employeeNo],
    )
    const rest = await api.dryRunPeople({ id: cycle.id, after: theo.employeeNo })
    assert.deepEqual(rest.items.map(({ person, manager }) => [person.id, manager?.id])[0], [
      mia.personId,
      theo.personId,
    ])
    const late = await api.dryRunPeople({ id: cycle.id, finding: 'joinedTooLate' })
    assert.deepEqual(
      late.items.map(({ person }) => person.id),
      [new1.personId],
    )
    assert.equal((await events(story, 'cycle.changed')).length, before)
    await assert.rejects(api.launch({ id: cycle.id, people: 5 }), {
      code: 'FORBIDDEN',
      message: 'cycles.managerUndecided',
    })
  }))
