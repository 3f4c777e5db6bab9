import assert from 'node:assert/strict'
import { test } from 'node:test'
import { annualResult } from '../../../templates/library/annualResult/index.ts'
import { scoreOf } from '../../../templates/rules.ts'
import { withCalibrated, type Calibrated } from './rules.ts'

const rated = (value: number) => ({ value, notRated: false, case: '夹具改了', nextLevel: '' })
const answers = Object.fromEntries(
  annualResult.dimensions.map(({ key }) => [`rating.${key}`, rated(3)]),
)
const managerId = 'theo'
type Written = Omit<Calibrated, 'managerId' | 'given'> & Partial<Calibrated>
const row = (one: Written): Calibrated => ({ managerId, given: 3, ...one })
const scoreWith = (calibrations: Written[]) =>
  scoreOf(
    annualResult,
    'manager',
    withCalibrated(annualResult, { managerId, answers }, calibrations.map(row)),
  ).score

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
  const counted = withCalibrated(annualResult, { managerId, answers }, [
    row({ dimension: key, value: 5 }),
  ])
  assert.deepEqual(answers[`rating.${key}`], rated(3))
  assert.deepEqual(counted[`rating.${key}`], { ...rated(3), value: 5 })
})

test('what was not rated is rated once it is calibrated; a dimension nobody rates stays unrated', () => {
  const { key } = annualResult.dimensions[0]!
  const nothing = { managerId, answers: {} }
  const one = withCalibrated(annualResult, nothing, [
    row({ dimension: key, value: 4, given: null }),
  ])
  assert.equal(scoreOf(annualResult, 'manager', one).score, 4)
  assert.deepEqual(
    withCalibrated(annualResult, nothing, [row({ dimension: 'gone', value: 4, given: null })]),
    {},
  )
})

test('a manager who rates anew, or another one, is not overruled by what was said of the rating before', () => {
  const { key: dimension } = annualResult.dimensions[0]!
  assert.notEqual(scoreWith([{ dimension, value: 5 }]), 3)
  assert.equal(scoreWith([{ dimension, value: 5, given: 4 }]), 3)
  assert.equal(scoreWith([{ dimension, value: 5, managerId: 'dora' }]), 3)
  // The earlier program did not write down what it began from, and sealed records were counted with it.
  assert.notEqual(scoreWith([{ dimension, value: 5, managerId: null, given: null }]), 3)
})
