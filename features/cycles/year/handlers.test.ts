import assert from 'node:assert/strict'
import test from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { usualMatrix } from './rules.ts'

const talk = (id: string, name = '季度沟通') => ({
  id,
  name,
  scenario: 'coaching' as const,
  channel: 'teamMeeting' as const,
  startsOn: '2027-03-10',
  endsOn: '2027-03-20',
  note: '',
})

test('HR plans a year, takes a talk out and back, and makes a cycle of another', () =>
  scenario(async (story) => {
    await story.settle()
    const { cycles } = story.as(story.hr)
    const api = cycles.year
    const empty = await api.get({ year: 2027 })
    assert.deepEqual([empty.talks, empty.gaps.map(({ days }) => days)], [[], [365]])
    await api.addUsual({ year: 2027 })
    const usual = await api.get({ year: 2027 })
    assert.equal(usual.talks.length, 12)
    assert.deepEqual(usual.gaps, [])

    const id = newId()
    await api.saveTalk(talk(id))
    await api.saveTalk(talk(id, '三月例会'))
    const names = async () => (await api.get({ year: 2027 })).talks.map(({ name }) => name)
    assert.ok((await names()).includes('三月例会'))
    await api.removeTalk({ id })
    assert.ok(!(await names()).includes('三月例会'))
    await api.saveTalk(talk(id, '三月例会'))
    assert.ok((await names()).includes('三月例会'))
    await assert.rejects(api.saveTalk({ ...talk(newId()), endsOn: '2027-03-01' }), {
      message: 'cycles.endBeforeStart',
    })

    const goals = usual.talks.find(({ scenario }) => scenario === 'goalSetting')!
    const made = await api.makeCycle({ id: goals.id })
    assert.deepEqual(await api.makeCycle({ id: goals.id }), made)
    const cycle = await cycles.get({ id: made.cycleId })
    assert.deepEqual(
      [cycle.name, cycle.kind, cycle.startsOn, cycle.state],
      [goals.name, 'goalSetting', goals.startsOn, 'draft'],
    )
  }))

test('a young company begins light: its annual talk is a short one without a rating', () =>
  scenario(async (story) => {
    await story.settle()
    const { cycles, templates } = story.as(story.hr)
    await cycles.year.addUsual({ year: 2027, stage: 'young' })
    const { talks } = await cycles.year.get({ year: 2027 })
    assert.deepEqual(
      talks.map(({ scenario: each }) => each).filter((each) => each !== 'coaching'),
      ['goalSetting', 'goalSetting', 'resultFeedback'],
    )
    const annual = talks.find(({ scenario: each }) => each === 'resultFeedback')!
    assert.equal(annual.name, '2027 年度结果面谈')
    const { cycleId } = await cycles.year.makeCycle({ id: annual.id })
    const { mapping } = await cycles.get({ id: cycleId })
    const lean = (await templates.list()).find(({ key }) => key === 'annualLean')!
    assert.deepEqual([...new Set(mapping.map((rule) => rule.templateVersionId))], [lean.versionId])
  }))

test('readers see the plan without drafts and may not write it; others find nothing', () =>
  scenario(async (story) => {
    await story.settle()
    const hr = story.as(story.hr).cycles.year
    const leader = await story.hire('高管', { roles: ['executive'] })
    const mia = await story.hire('吴刚')
    const id = newId()
    await hr.saveTalk(talk(id))
    await story.as(story.hr).cycles.create({ name: '还在写', kind: 'result' })
    const seen = await story.as(leader).cycles.year.get({ year: 2027 })
    assert.deepEqual(
      [seen.talks.length, seen.cycles.length, seen.refusals.write],
      [1, 0, 'cycles.onlyHr'],
    )
    for (const attempt of [
      () => story.as(leader).cycles.year.removeTalk({ id }),
      () => story.as(mia).cycles.year.get({ year: 2027 }),
      () => story.as(mia).cycles.year.saveTalk(talk(id)),
      () => hr.removeTalk({ id: newId() }),
    ])
      await assert.rejects(attempt(), { code: 'NOT_FOUND' })
  }))

test('the organization’s own view of channels replaces the usual one', () =>
  scenario(async (story) => {
    const hr = story.as(story.hr).cycles.year
    assert.deepEqual((await hr.get({ year: 2027 })).matrix, usualMatrix)
    const matrix = {
      ...usualMatrix,
      report: { ...usualMatrix.report, coaching: 'poor' as const },
    }
    await hr.saveMatrix({ matrix })
    assert.deepEqual((await hr.get({ year: 2027 })).matrix, matrix)
  }))
