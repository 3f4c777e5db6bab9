import assert from 'node:assert/strict'
import test from 'node:test'
import { scenario } from '../../../test/support/scenario.ts'
import { modules } from './contract.ts'
import { isSwitchedOff, placesOn } from './rules.ts'

test('a company begins with talks and promises alone, and switches cycles on when it is ready', () =>
  scenario(async (story) => {
    await story.settle()
    const hr = story.as(story.hr)
    assert.deepEqual(
      (await hr.admin.modules.get()).map(({ isOn }) => isOn),
      modules.map(() => true),
    )
    await hr.admin.modules.set({ on: [] })
    const { places } = await hr.accounts.me()
    for (const place of ['cycles', 'design', 'year']) assert.ok(!places.includes(place), place)
    assert.ok(places.includes('conversations') && places.includes('commitments'))
    for (const attempt of [
      () => hr.cycles.list(),
      () => hr.cycles.year.get({ year: 2027 }),
      () => hr.templates.drafts(),
    ])
      await assert.rejects(attempt(), { code: 'NOT_FOUND' })
    // Talks one by one, along the library’s questions, as ever.
    await hr.conversations.openable()
    assert.ok((await hr.templates.list()).length > 0)

    await hr.admin.modules.set({ on: ['cycles'] })
    await hr.cycles.list()
    await assert.rejects(hr.cycles.year.get({ year: 2027 }), { code: 'NOT_FOUND' })
    const mia = await story.hire('吴刚')
    await assert.rejects(story.as(mia).admin.modules.get(), { code: 'NOT_FOUND' })
    await assert.rejects(story.as(mia).admin.modules.set({ on: [] }), { code: 'NOT_FOUND' })
  }))

test('a module takes its procedures and places along, and nobody else’s', () => {
  const off = { modulesOff: ['year', 'of another program'] }
  assert.equal(isSwitchedOff(off, ['cycles', 'year', 'get']), true)
  assert.equal(isSwitchedOff(off, ['cycles', 'list']), false)
  assert.equal(isSwitchedOff(off, ['cycles', 'yearly']), false)
  assert.equal(isSwitchedOff({}, ['cycles', 'year', 'get']), false)
  assert.deepEqual(placesOn(off, ['today', 'cycles', 'year']), ['today', 'cycles'])
})
