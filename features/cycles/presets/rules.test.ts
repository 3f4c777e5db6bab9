import assert from 'node:assert/strict'
import { test } from 'node:test'
import { library as flows } from '../../flows/library/index.ts'
import { library as templates } from '../../templates/library/index.ts'
import { minutesOf } from '../../templates/rules.ts'
import { cycleKinds } from '../contract.ts'
import { packTemplates } from '../../templates/library/packs/index.ts'
import { packKeys } from '../../templates/library/packs/keys.ts'
import { companyStages } from '../kinds/contract.ts'
import { designFor, packPresets, presets } from './rules.ts'

test('whatever a stage begins with is on the shelf', () => {
  const shelf = new Set(templates.map(({ key }) => key))
  const ways = new Set(flows.map(({ key }) => key))
  for (const stage of [...companyStages, undefined])
    for (const kind of cycleKinds) {
      const { template, base, management } = designFor(kind, { companyStage: stage })
      assert.ok(shelf.has(template) && ways.has(base) && ways.has(management), `${stage} ${kind}`)
    }
})

test('a kind of business begins with its own talks, whatever its stage', () => {
  for (const pack of packKeys) {
    const own = packTemplates[pack].templates.map(({ key }) => key)
    const kinds = ['checkIn', 'goalSetting', 'result'] as const
    assert.deepEqual(
      kinds.map((kind) => designFor(kind, { pack, companyStage: 'young' }).template),
      own,
    )
    assert.equal(designFor('midReview', { pack }).template, 'midReview')
  }
})

test('the annual talk grows with the company, and a young one does not rate', () => {
  const annual = companyStages.map((stage) => {
    const { template } = designFor('result', { companyStage: stage })
    const { body } = templates.find(({ key }) => key === template)!
    return [minutesOf(body), body.scale !== null]
  })
  assert.deepEqual(annual, [
    [40, false],
    [60, true],
    [75, true],
  ])
})

test('every year has twelve months and a talk about results', () => {
  for (const { months } of [...Object.values(presets), ...Object.values(packPresets)]) {
    assert.equal(months.length, 12)
    assert.equal(months.filter((each) => each === 'resultFeedback').length, 1)
  }
})
