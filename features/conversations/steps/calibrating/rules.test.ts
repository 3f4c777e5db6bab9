import assert from 'node:assert/strict'
import { test } from 'node:test'
import { annualResult } from '../../../templates/library/annualResult/index.ts'
import { scoreOf } from '../../../templates/rules.ts'
import { withCalibrated } from './rules.ts'

const rated = (value: number) => ({ value, notRated: false, case: '夹具改了', nextLevel: '' })
const answers = Object.fromEntries(
  annualResult.dimensions.map(({ key }) => [`rating.${key}`, rated(3)]),
)
const scoreWith = (calibrations: Parameters<typeof withCalibrated>[2]) =>
  scoreOf(annualResult, 'manager', withCalibrated(annualResult, answers, calibrations)).score

test('the newest calibrated value of a dimension counts, and the manager’s own stays as it was', () => {
  assert.equal(scoreWith([]), 3)
  const { key, weight } = annualResult.dimensions[0]!
  const total = annualResult.dimensions.reduce((sum, each) => sum + each.weight, 0)
  const expected = (value: number) => Math.round((3 + ((value - 3) * weight) / total) * 100) / 100
  assert.equal(scoreWith([{ dimension: key, value: 5 }]), expected(5))
  assert.equal(
    scoreWith([
      { dimension: key, value: 5 },
      { dimension: key, value: 4 },
    ]),
    expected(4),
  )
  const counted = withCalibrated(annualResult, answers, [{ dimension: key, value: 5 }])
  assert.deepEqual(answers[`rating.${key}`], rated(3))
  assert.deepEqual(counted[`rating.${key}`], { ...rated(3), value: 5 })
})

test('what was not rated is rated once it is calibrated; a dimension nobody rates stays unrated', () => {
  const { key } = annualResult.dimensions[0]!
  const one = withCalibrated(annualResult, {}, [{ dimension: key, value: 4 }])
  assert.equal(scoreOf(annualResult, 'manager', one).score, 4)
  assert.deepEqual(withCalibrated(annualResult, {}, [{ dimension: 'gone', value: 4 }]), {})
})
