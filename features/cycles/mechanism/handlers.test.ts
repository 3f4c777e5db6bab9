import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { launched, shop } from '../../../test/support/cycles.ts'
import { mailGoesTo, mailServer } from '../../../test/support/mailServer.ts'
import { remindedOn } from '../../../test/support/reminded.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'

/** The organization is a year old. */
const grown = (story: Story) =>
  story.services.database.inOrg(story.orgId, (db) =>
    db
      .updateTable('organization')
      .set({ createdAt: new Date('2025-11-01T00:00:00Z') })
      .where('id', '=', story.orgId)
      .execute(),
  )

const reviewsOf = async (story: Story, who: Someone) =>
  (await story.as(who).notifications.today()).todos.filter(({ kind }) => kind === 'review')

test('R066: once a year HR is asked to look at the mechanism, with the facts; what was decided stays, dated', () =>
  scenario(async (story) => {
    const { mia, theo } = await shop(story)
    await grown(story)
    await launched(story)
    await story.settle()
    for (const who of [mia, theo]) assert.deepEqual(await reviewsOf(story, who), [])
    assert.deepEqual(await reviewsOf(story, story.hr), [
      { kind: 'review', year: 2026, dueOn: '2026-12-01' },
    ])
    // A survey that was not closed by hand ends with its last day.
    const clientId = newId()
    const { id } = await story.as(story.hr).surveys.open({
      opensOn: '2026-11-21',
      closesOn: '2026-11-22',
      departmentIds: [],
      clientId,
    })
    const api = story.as(story.hr).cycles.mechanism
    assert.equal((await api.get()).facts!.survey, null)
    story.clock.now = new Date('2026-11-23T02:00:00Z')
    const { facts } = await api.get()
    assert.deepEqual(facts!.survey, { id, closedOn: '2026-11-22', invited: 4, answered: 0 })
    assert.deepEqual([facts!.cycles, facts!.people, facts!.sealed, facts!.deviating], [1, 5, 0, 0])
    assert.ok(facts!.versions.some(({ noun, people }) => noun === 'template' && people === 5))
    // Two accounts of one person were asked, and are one.
    const joined = (mergedInto: string | null) =>
      story.services.database.inOrg(story.orgId, (db) =>
        db.updateTable('person').set({ mergedInto }).where('id', '=', theo.personId).execute(),
      )
    await joined(mia.personId)
    assert.equal((await api.get()).facts!.survey!.invited, 3)
    await joined(null)
    const said = {
      id: newId(),
      decision: 'switchPreset' as const,
      preset: 'settled' as const,
      note: '人多了，年度面谈要接上战略。',
    }
    await api.decide(said)
    await api.decide(said)
    assert.deepEqual(await reviewsOf(story, story.hr), [])
    const after = await api.get()
    assert.deepEqual(
      after.decisions.map(({ year, decision, preset, note, by, facts: then }) => [
        year,
        decision,
        preset,
        note,
        by,
        then?.people,
      ]),
      [[2026, 'switchPreset', 'settled', said.note, story.hr.name, 5]],
    )
    assert.deepEqual([after.stage, after.next.dueOn], ['settled', '2027-12-01'])
    // New cycles begin with the other preset.
    const { standards } = await story.as(story.hr).cycles.standard.overview()
    assert.equal(standards.find(({ kind }) => kind === 'result')!.design.template, 'annualFull')
    const boss = await story.hire('钱总', { roles: ['executive'] })
    const read = await story.as(boss).cycles.mechanism.get()
    assert.deepEqual(
      [read.facts, read.decisions[0]!.facts, read.decisions[0]!.note],
      [null, null, said.note],
    )
    for (const who of [mia, theo])
      await assert.rejects(story.as(who).cycles.mechanism.get(), { code: 'NOT_FOUND' })
    await assert.rejects(story.as(boss).cycles.mechanism.decide({ ...said, id: newId() }), {
      code: 'NOT_FOUND',
    })
  }))

test('R066: the reminder comes from the list of what is open, and the day is for HR to set', () =>
  scenario(async (story) => {
    await shop(story)
    await grown(story)
    const api = story.as(story.hr).cycles.mechanism
    await assert.rejects(
      api.setDay({ on: '04-31' }),
      (error: { data?: { field?: string } }) => error.data?.field === 'on',
    )
    const server = await mailServer()
    try {
      await mailGoesTo(story, server)
      const told = await remindedOn(story, ['2026-11-25', '2026-11-26'])
      assert.deepEqual(told, [[], [story.hr.name]])
    } finally {
      await server.close()
    }
    await api.setDay({ on: '06-01' })
    const { next, on } = await api.get()
    assert.deepEqual([on, next.dueOn, next.isOpen], ['06-01', '2026-06-01', true])
  }))
