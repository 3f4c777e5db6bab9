import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answers, Field, TemplateBody } from '../contract.ts'
import { faultsIn } from '../drafts/rules.ts'
import { library } from '../library/index.ts'
import { own, t } from '../library/words.ts'
import { countedRating, fieldOf, fieldsOf, hasScore, scoreOf, startingAnswers } from '../rules.ts'
import { citedOutside, mayFeed, saysStaysOut, staysOut } from './rules.ts'

const bodyOf = (key: string) => structuredClone(library.find((each) => each.key === key)!.body)
const annual = () => bodyOf('annualResult')
const fieldIn = (body: TemplateBody, key: string) => fieldOf(body, key)!.field
const reasons = (body: TemplateBody) => faultsIn(body).map(({ reasonKey }) => reasonKey)

test('no rating of a field that may not feed the result is counted in it, in any template', () => {
  for (const { key, body } of library.filter((each) => hasScore(each.body))) {
    const [lowest, highest] = [body.scale!.points[0]!.value, body.scale!.points.at(-1)!.value]
    for (const kept of fieldsOf(body, 'manager').filter(({ type }) => type === 'rating')) {
      const rated = (of: Field, value: number): Answers => ({
        ...Object.fromEntries(
          fieldsOf(body, 'manager')
            .filter(({ type }) => type === 'rating')
            .map((field) => [
              field.key,
              { value: lowest, notRated: false, case: '', nextLevel: '' },
            ]),
        ),
        [of.key]: { value, notRated: false, case: '', nextLevel: '' },
      })
      const without = structuredClone(body)
      fieldIn(without, kept.key).mayFeedRating = false
      const result = scoreOf(without, 'manager', rated(kept, highest))
      assert.equal(result.score, scoreOf(without, 'manager', rated(kept, lowest)).score, key)
      // Nor does a condition that asks about this dimension alone hear of it.
      const alone = countedRating(without, 'manager', rated(kept, highest), kept.dimension!)
      assert.equal(alone, null)
      assert.ok(result.leftOut.includes(kept.dimension!), `${key}: ${kept.key}`)
      assert.ok(reasons(without).includes('ratingStaysOut'), `${key}: ${kept.key}`)
    }
  }
})

test('a question that may feed the rating neither starts from nor depends on one that may not', () => {
  const body = annual()
  const strengths = fieldIn(body, 'strengths')
  strengths.startsFrom = 'selfHighlights'
  assert.deepEqual(reasons(body), [])
  assert.ok('strengths' in startingAnswers(body, 'manager', { selfHighlights: [] }))
  fieldIn(body, 'selfHighlights').mayFeedRating = false
  assert.deepEqual(reasons(body), ['startsFromOutside'])
  assert.ok(!('strengths' in startingAnswers(body, 'manager', { selfHighlights: [] })))

  const waiting = annual()
  const [first, second] = waiting.sections.find(({ fields }) => fields.length > 1)!.fields
  Object.assign(first!, { mayFeedRating: false })
  Object.assign(second!, { mayFeedRating: true, condition: { field: first!.key, is: 'answered' } })
  assert.deepEqual(reasons(waiting), ['conditionOutside'])
  second!.mayFeedRating = false
  assert.deepEqual(reasons(waiting), [])
})

test('a formula that names a question which may not feed the rating is refused in those words', () => {
  const body = annual()
  body.sections[0]!.fields.push(
    own({
      key: 'indicators',
      type: 'table',
      label: t('指标', 'Indicators'),
      columns: [
        { key: 'score', label: t('得分', 'Score'), type: 'computed', formula: '{家里的事} * 2' },
      ],
    }),
    own({ key: 'home', type: 'number', label: t('家里的事', 'At home'), readers: 'authorOnly' }),
  )
  assert.deepEqual(reasons(body), ['formula.outside'])
})

test('evidence stays out when every place it stands in does', () => {
  const body = annual()
  const sources = new Map<string, (string | null)[]>([
    ['out', ['supports']],
    ['both', ['supports', 'strengths']],
    ['loose', ['materials']],
    ['whole', [null]],
  ])
  const cites = (ref: string) => [
    {
      id: '1',
      text: '',
      kind: 'result',
      situation: '',
      evidence: [{ kind: 'file', text: '', ref }],
    },
  ]
  const strengths = fieldIn(body, 'strengths')
  assert.equal(mayFeed(body, 'supports'), false)
  assert.deepEqual(
    ['out', 'both', 'loose', 'whole', 'elsewhere'].filter((ref) =>
      staysOut(body, { ref }, sources),
    ),
    ['out'],
  )
  assert.equal(citedOutside(body, strengths, cites('out'), sources)?.ref, 'out')
  assert.equal(citedOutside(body, strengths, cites('both'), sources), null)
  assert.equal(citedOutside(body, fieldIn(body, 'supports'), cites('out'), sources), null)
})

test('only where there is a result does a question say that it stays out of it', () => {
  assert.equal(saysStaysOut(annual(), fieldIn(annual(), 'supports')), true)
  assert.equal(saysStaysOut(annual(), fieldIn(annual(), 'strengths')), false)
  const monthly = bodyOf('monthly')
  assert.ok(monthly.sections.every(({ fields }) => fields.every((f) => !saysStaysOut(monthly, f))))
})
