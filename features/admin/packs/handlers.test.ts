import assert from 'node:assert/strict'
import test from 'node:test'
import { scenario, type Story } from '../../../test/support/scenario.ts'
import { packTemplates } from '../../templates/library/packs/index.ts'
import { packWords } from './rules.ts'

const keys = packTemplates.chain.templates.map(({ key }) => key)

/** What a pack brings, as HR finds it in the product. */
async function found(story: Story) {
  const hr = story.as(story.hr)
  const { year } = await hr.admin.packs.all()
  const shelf = await hr.templates.list()
  return {
    templates: shelf.filter(({ key, retiredAt }) => keys.includes(key) && !retiredAt).length,
    talks: (await hr.cycles.year.get({ year })).talks.length,
    words: (await hr.accounts.me()).organization.words,
  }
}

test('one choice brings the talks, the words, the year and how cycles begin; again it brings nothing twice', () =>
  scenario(async (story) => {
    await story.settle()
    const { admin, cycles, templates } = story.as(story.hr)
    const before = await found(story)
    assert.deepEqual(before, { templates: 0, talks: 0, words: {} })
    const { packs, chosen } = await admin.packs.all()
    assert.equal(chosen, null)
    const chain = packs.find(({ pack }) => pack === 'chain')!

    await admin.packs.choose({ pack: 'chain', words: packWords.chain, withPlan: true })
    const after = await found(story)
    assert.deepEqual(after, {
      templates: chain.templates.length,
      talks: chain.plan.length,
      words: packWords.chain,
    })
    await admin.packs.choose({ pack: 'chain', words: packWords.chain, withPlan: true })
    assert.deepEqual(await found(story), after)

    const { id } = await cycles.create({ name: '六月门店面谈', kind: 'checkIn' })
    const [rule] = (await cycles.get({ id })).mapping
    const own = (await templates.list()).find(({ key }) => key === 'chainMonthly')!
    assert.equal(rule!.templateVersionId, own.versionId)
    assert.equal(own.builtIn, false)
  }))

test('a choice is taken back as long as nobody uses what it brought', () =>
  scenario(async (story) => {
    await story.settle()
    const { admin, cycles } = story.as(story.hr)
    const before = await found(story)
    await admin.packs.choose({ pack: 'chain', words: packWords.chain, withPlan: true })
    await admin.packs.undo()
    assert.deepEqual(await found(story), before)
    await assert.rejects(admin.packs.undo(), { code: 'NOT_FOUND' })

    await admin.packs.choose({ pack: 'chain', words: packWords.chain, withPlan: true })
    const { year } = await admin.packs.all()
    const [planned] = (await cycles.year.get({ year })).talks
    await cycles.year.makeCycle({ id: planned!.id })
    assert.equal((await admin.packs.all()).chosen?.undo, 'packs.inUse')
    await assert.rejects(admin.packs.undo(), { data: { reason: 'packs.inUse', params: {} } })
    assert.equal((await found(story)).templates, keys.length)
  }))

test('only HR administration finds the packs', () =>
  scenario(async (story) => {
    const mia = story.as(await story.hire('米雅', { roles: ['hrbp'] })).admin.packs
    for (const attempt of [
      () => mia.all(),
      () => mia.choose({ pack: 'chain', words: {}, withPlan: false }),
      () => mia.undo(),
      () => mia.setWords({ words: {} }),
    ])
      await assert.rejects(attempt(), { code: 'NOT_FOUND' })
  }))
