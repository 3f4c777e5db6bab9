import assert from 'node:assert/strict'
import test from 'node:test'
import type { Draft } from '../contract.ts'
import { draftIn, shop } from '../../../test/support/cycles.ts'
import { scenario } from '../../../test/support/scenario.ts'

test('a draft proposes the usual templates by level and keeps what HR types', () =>
  scenario(async (story) => {
    await shop(story)
    const api = story.as(story.hr).cycles
    const cycle = await api.create({ name: '', kind: 'result' })
    assert.equal(cycle.state, 'draft')
    assert.deepEqual(
      cycle.mapping.map(({ levels }) => levels),
      [['主管', '中层', '高层'], []],
    )
    assert.deepEqual([cycle.periodFrom, cycle.startsOn], ['2026-01-01', '2026-11-23'])
    const saved = await api.save({
      id: cycle.id,
      version: 1,
      draft: { ...draftIn(cycle), name: '年度' },
    })
    assert.deepEqual([saved.version, saved.name], [2, '年度'])
    await api.discard({ id: cycle.id })
    await assert.rejects(api.get({ id: cycle.id }), { code: 'NOT_FOUND' })
  }))

test('a stale tab is told what stands there; the same text twice is no conflict', () =>
  scenario(async (story) => {
    const api = story.as(story.hr).cycles
    const cycle = await api.create({ name: '', kind: 'result' })
    const draft = { ...draftIn(cycle), name: '年度' }
    await api.save({ id: cycle.id, version: 1, draft })
    assert.equal((await api.save({ id: cycle.id, version: 1, draft })).version, 2)
    await assert.rejects(
      api.save({ id: cycle.id, version: 1, draft: { ...draft, name: '季度' } }),
      (error: { code: string; data: { theirs: { value: Draft; version: number } } }) => {
        assert.equal(error.code, 'CONFLICT')
        assert.deepEqual([error.data.theirs.value.name, error.data.theirs.version], ['年度', 2])
        return true
      },
    )
  }))

test('people are found by number, name, pinyin and initials; unknown numbers are named', () =>
  scenario(async (story) => {
    const { mia } = await shop(story)
    const api = story.as(story.hr).cycles
    assert.deepEqual(
      await api.peopleByNumbers({ numbers: [mia.employeeNo, 'X9', mia.employeeNo] }),
      {
        found: [
          { id: mia.personId, name: '吴刚', employeeNo: mia.employeeNo, department: '试验工厂' },
        ],
        unknown: ['X9'],
      },
    )
    for (const q of ['吴刚', 'wugang', 'wg', mia.employeeNo.toLowerCase()])
      assert.deepEqual(
        (await api.findPeople({ q })).map(({ name }) => name),
        ['吴刚'],
      )
    const choices = await api.choices()
    assert.deepEqual(choices.levels, [
      { name: '基层', people: 3 },
      { name: '主管', people: 1 },
      { name: '', people: 1 },
    ])
    assert.equal(choices.departments[0]!.people, 5)
  }))
