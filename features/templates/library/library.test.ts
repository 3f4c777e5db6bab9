import assert from 'node:assert/strict'
import { test } from 'node:test'
import { templateBodyShape, type Text } from '../contract.ts'
import { checkAnswer } from '../answers/contract.ts'
import { emptyAnswer } from '../answers/rules.ts'
import { faultsIn } from '../drafts/rules.ts'
import { missingIn } from '../missing/rules.ts'
import { fieldOf, minutesOf } from '../rules.ts'
import { goalSetting } from './goalSetting.ts'
import { library } from './index.ts'
import { packTemplates } from './packs/index.ts'
import { purposeOf } from './purposes.ts'
import { eightSteps } from './annualResult/steps.ts'

const texts = (value: unknown): Text[] => {
  if (typeof value !== 'object' || value === null) return []
  if ('zh' in value && 'en' in value) return [value as Text]
  return Object.values(value).flatMap(texts)
}

const packed = Object.values(packTemplates).flatMap(({ templates }) => templates)

for (const { key, body } of [...library, ...packed]) {
  test(`${key} is well built and every empty answer fits`, () => {
    templateBodyShape.parse(body)
    assert.deepEqual(faultsIn(body), [])
    for (const step of body.steps)
      for (const each of step.fields) assert.ok(fieldOf(body, each), `${step.key}: ${each}`)
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

test('every talk takes as long as it is meant to', () => {
  assert.deepEqual(
    library.map(({ key, body }) => `${key} ${minutesOf(body)}`),
    [
      'annualResult 60',
      'annualResultSales 60',
      'annualResultFinance 60',
      'whatHowNext 45',
      'threeCores 60',
      'monthly 30',
      'annualLean 40',
      'annualFull 75',
      'goalSetting 45',
      'midReview 40',
      'followUp 20',
      'returnTalk 20',
      'development 60',
      'pip 60',
      'preDecision 30',
    ],
  )
})

test('nothing is rated where the talk is about goals, growth, help or a decision', () => {
  for (const { key, variantOf, body } of library) {
    const purpose = purposeOf({ key, variantOf })
    assert.ok(purpose, `${key} stands on no shelf`)
    const fields = body.sections.flatMap(({ fields: each }) => each)
    if (purpose !== 'result') assert.equal(body.scale, null, key)
    if (body.scale === null)
      assert.deepEqual(
        fields.filter(({ mayFeedRating, type }) => mayFeedRating || type === 'rating'),
        [],
        key,
      )
  }
})

test('an improvement plan has three stages, each with a requirement, a check and a day', () => {
  const pip = library.find(({ key }) => key === 'pip')!.body
  const missing = missingIn(pip, 'agreement', {}).filter(({ fieldKey }) => fieldKey === 'stages')
  assert.deepEqual(
    missing.map(({ params }) => `${params.n} ${params.column}`),
    [1, 2, 3].flatMap((n) => ['goal', 'evidence', 'until'].map((column) => `${n} ${column}`)),
  )
})

test('the talk of a settled company has the eight steps and two more', () => {
  const full = library.find(({ key }) => key === 'annualFull')!.body
  assert.deepEqual(
    full.steps.map(({ key }) => key).filter((key) => !eightSteps.some((step) => step.key === key)),
    ['strategy', 'bench'],
  )
})

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

test('every kind of business has a short talk, goals and a year, the last two with its figures', () => {
  for (const { set, templates } of Object.values(packTemplates)) {
    assert.deepEqual(
      templates.map(({ variantOf }) => variantOf),
      ['monthly', 'goalSetting', 'annualResult'],
    )
    const [regular, ...others] = templates.map(({ body }) => body)
    assert.ok(minutesOf(regular!) <= 30)
    for (const body of others) {
      const table = fieldOf(body, `indicators${set[0]!.toUpperCase()}${set.slice(1)}`)
      assert.equal(table?.field.type, 'table')
    }
  }
})

test('goals, standards and resources are agreed one by one, by each for oneself, and a reservation is put into words', () => {
  const left = (answers: Record<string, unknown>) =>
    missingIn(goalSetting, 'agreement', answers)
      .map(({ fieldKey }) => fieldKey)
      .filter((fieldKey) =>
        /^(employee|manager)(Goals|Standards|Resources|Reservation)$/.test(fieldKey),
      )
  const agreed = {
    employeeGoals: 'agreed',
    employeeStandards: 'agreed',
    managerGoals: 'agreed',
    managerStandards: 'agreed',
    managerResources: 'agreed',
  }
  assert.deepEqual(left({}).length, 6)
  assert.deepEqual(left(agreed), ['employeeResources'])
  assert.deepEqual(left({ ...agreed, employeeResources: 'reserved' }), ['employeeReservation'])
  const words = '夜班还缺一名质检员，三月底前到岗就认可。'
  assert.deepEqual(
    left({ ...agreed, employeeResources: 'reserved', employeeReservation: words }),
    [],
  )
})

test('wherever a talk has to end in goals, what they rest on is agreed by each of the two', () => {
  const asked = [...library, ...packed].filter(({ body }) => {
    const goals = fieldOf(body, 'nextGoals')?.field
    return goals?.required || fieldOf(body, 'goalTable')
  })
  assert.deepEqual(
    asked.filter(({ body }) => !body.sections.some(({ key }) => key === 'employeeAgrees')),
    [],
  )
  assert.ok(asked.some(({ key }) => key === 'annualResult'))
  const dates = asked.filter(({ body }) => fieldOf(body, 'managerDates')).map(({ key }) => key)
  assert.deepEqual(dates, ['pip'])
})
