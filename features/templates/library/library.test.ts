import assert from 'node:assert/strict'
import { test } from 'node:test'
import { templateBodyShape, type Text } from '../contract.ts'
import { checkAnswer } from '../answers/contract.ts'
import { emptyAnswer } from '../answers/rules.ts'
import { faultIn } from '../building/rules.ts'
import { missingIn } from '../missing/rules.ts'
import { fieldOf, minutesOf } from '../rules.ts'
import { library } from './index.ts'
import { eightSteps } from './annualResult/steps.ts'

const texts = (value: unknown): Text[] => {
  if (typeof value !== 'object' || value === null) return []
  if ('zh' in value && 'en' in value) return [value as Text]
  return Object.values(value).flatMap(texts)
}

for (const { key, body } of library) {
  test(`${key} is well built and every empty answer fits`, () => {
    templateBodyShape.parse(body)
    assert.equal(faultIn(body), null)
    for (const field of body.sections.flatMap(({ fields }) => fields)) {
      assert.equal(checkAnswer(field, emptyAnswer(field.type), body.scale).refusal, null, field.key)
    }
  })

  test(`${key} is written in both languages, with Chinese marks in Chinese`, () => {
    for (const { zh, en } of texts(body)) {
      assert.doesNotMatch(en, /[\u3400-\u9fff]/, en)
      assert.doesNotMatch(zh, /[\u3400-\u9fff][,;?!]/, zh)
    }
  })

  test(`${key} speaks of no rating while ratings are hidden`, () => {
    for (const step of body.steps.filter((each) => each.ratingHidden)) {
      const rated = step.fields.filter((each) => fieldOf(body, each)?.field.type === 'rating')
      assert.deepEqual(rated, [], step.key)
    }
  })
}

test('the annual talk has eight steps in an hour and no rating before the third', () => {
  assert.equal(eightSteps.length, 8)
  assert.deepEqual(
    eightSteps.map(({ ratingHidden }) => ratingHidden),
    [true, true, ...Array(6).fill(false)],
  )
  assert.equal(minutesOf(library[0]!.body), 60)
})

test('the monthly talk is half an hour, five questions, no rating', () => {
  const monthly = library.find(({ key }) => key === 'monthly')!.body
  assert.equal(minutesOf(monthly), 30)
  assert.equal(monthly.steps.length, 5)
  assert.equal(monthly.scale, null)
  assert.equal(
    monthly.sections.some(({ fields }) => fields.some(({ mayFeedRating }) => mayFeedRating)),
    false,
  )
})

test('every talk with ratings asks for 3 + 3 + 3', () => {
  for (const { key, body } of library.filter((each) => each.body.scale)) {
    const asked = missingIn(body, 'manager', {}).filter(({ reasonKey }) => reasonKey === 'tooFew')
    assert.deepEqual(
      asked.map(({ fieldKey, params }) => `${fieldKey} ${params.need}`),
      ['strengths 3', 'gaps 3', 'supports 3'],
      key,
    )
  }
})
