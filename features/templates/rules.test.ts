import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withDimensions } from './building/rules.ts'
import { faultsIn } from './drafts/rules.ts'
import type { Answers } from './contract.ts'
import { annualResult } from './library/annualResult/index.ts'
import { finance } from './library/dimensions.ts'
import { monthly } from './library/monthly.ts'
import { missingForStage, missingIn } from './missing/rules.ts'
import { library } from './library/index.ts'
import {
  feedsScore,
  fieldOf,
  fieldsOf,
  gapMap,
  hasScore,
  isBefore,
  scoreOf,
  startingAnswers,
} from './rules.ts'

const id = (n: number) => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}`
const statement = (n: number, more = {}) => ({
  id: id(n),
  text: `第 ${n} 条`,
  kind: 'result',
  situation: '6 月换模',
  evidence: [],
  ...more,
})
const rating = (value: number | null, more = {}) => ({
  value,
  notRated: false,
  case: '6 月换模时间',
  nextLevel: '带一名新人独立完成一次',
  ...more,
})
const three = () => [statement(1), statement(2), statement(3)]
const complete = (): Answers => ({
  strengths: three(),
  gaps: three(),
  supports: three(),
  'rating.results': rating(3),
  'rating.quality': rating(4),
  'rating.cooperation': rating(2),
  'rating.growth': rating(5, { nextLevel: '' }),
  summary: '夹具改造那两个月你白天顶产量、晚上画图，二号线才稳下来。',
})
const reasons = (answers: Answers) =>
  missingIn(annualResult, 'manager', answers).map(
    ({ fieldKey, reasonKey }) => `${fieldKey} ${reasonKey}`,
  )

test('a manager’s part with 3 + 3 + 3, cases and next levels can be submitted', () => {
  assert.deepEqual(reasons(complete()), [])
})

const faults: [string, Answers, string[]][] = [
  ['two strengths are not three', { strengths: three().slice(0, 2) }, ['strengths tooFew']],
  [
    'a blank third strength does not count',
    { strengths: [...three().slice(0, 2), statement(3, { text: ' ', situation: '' })] },
    ['strengths tooFew'],
  ],
  [
    'a strength needs a concrete case',
    { strengths: [statement(1, { situation: '' }), statement(2), statement(3)] },
    ['strengths case'],
  ],
  [
    'a cited goal is a concrete case',
    {
      strengths: [
        statement(1, { situation: '', evidence: [{ kind: 'goal', text: '返工率', ref: id(9) }] }),
        statement(2),
        statement(3),
      ],
    },
    [],
  ],
  [
    'a gap is bound to a situation',
    { gaps: [statement(1, { situation: '' }), statement(2), statement(3)] },
    ['gaps situation'],
  ],
  [
    'a rating needs its case',
    { 'rating.results': rating(3, { case: '' }) },
    ['rating.results ratingCase'],
  ],
  [
    'a rating says how to reach the next level',
    { 'rating.quality': rating(4, { nextLevel: ' ' }) },
    ['rating.quality nextLevel'],
  ],
  ['there is no level above the highest', { 'rating.quality': rating(5, { nextLevel: '' }) }, []],
  [
    'a dimension may stay unrated with a reason',
    { 'rating.growth': rating(null, { notRated: true, case: '入职两个月' }) },
    [],
  ],
  [
    'an unrated dimension needs a reason',
    { 'rating.growth': rating(null, { notRated: true, case: '' }) },
    ['rating.growth whyNotRated'],
  ],
  ['a dimension cannot simply be left out', { 'rating.growth': undefined }, ['rating.growth rate']],
  ['a summary of three words is too short', { summary: '还不错' }, ['summary tooShort']],
]
for (const [rule, change, expected] of faults) {
  test(rule, () => assert.deepEqual(reasons({ ...complete(), ...change }), expected))
}

test('what is missing names how many there are and how many are needed', () => {
  const [first] = missingIn(annualResult, 'manager', { ...complete(), supports: [statement(1)] })
  assert.deepEqual(first, {
    fieldKey: 'supports',
    sectionKey: 'threeByThree',
    reasonKey: 'tooFew',
    params: { have: 1, need: 3 },
  })
})

test('figures are confirmed only when both have said so', () => {
  const goal = {
    id: id(1),
    goal: '产量',
    target: '48000',
    actual: '46200',
    attainment: 96,
    comment: '',
    employeeAgrees: true,
    managerAgrees: null,
  }
  const rest = {
    mode: 'inPerson',
    keyMatters: [{ id: id(2), matter: '换模', indicator: '分钟', outcome: '38' }],
  }
  const open = missingIn(annualResult, 'talk', { ...rest, goals: [goal] })
  assert.deepEqual(
    open.map((each) => each.reasonKey),
    ['notConfirmed'],
  )
  // Saying that the figures are wrong is an answer, too.
  assert.deepEqual(
    missingIn(annualResult, 'talk', { ...rest, goals: [{ ...goal, managerAgrees: false }] }),
    [],
  )
})

test('who differs on the result says where; who agrees is not asked', () => {
  const asked = (outcome: string) =>
    missingIn(annualResult, 'agreement', { outcome }).some(
      ({ fieldKey }) => fieldKey === 'openPoints',
    )
  assert.equal(asked('different'), true)
  assert.equal(asked('consensus'), false)
})

test('the note on a large gap belongs to its stage, not to the talk', () => {
  assert.deepEqual(
    missingForStage(annualResult, 'differenceNote', {}).map((each) => each.fieldKey),
    ['differenceNote'],
  )
  assert.equal(
    missingIn(annualResult, 'talk', {}).some((each) => each.fieldKey === 'differenceNote'),
    false,
  )
})

test('the goals of the self-assessment lie on the table when the talk opens', () => {
  const selfGoals = [{ id: id(1), goal: '产量' }]
  assert.deepEqual(startingAnswers(annualResult, 'talk', { selfGoals }), { goals: selfGoals })
})

const gaps: [
  string,
  number | null,
  number | null,
  { gap: number | null; large: boolean; note: boolean },
][] = [
  ['the same rating is no gap', 4, 4, { gap: 0, large: false, note: false }],
  ['one level apart needs no note', 3, 4, { gap: 1, large: false, note: false }],
  ['two levels apart is large', 5, 3, { gap: -2, large: true, note: true }],
  ['a manager two levels kinder explains, too', 2, 4, { gap: 2, large: true, note: true }],
  ['what one side left open is not compared', null, 2, { gap: null, large: false, note: false }],
]
for (const [rule, self, manager, expected] of gaps) {
  test(`gap map: ${rule}`, () => {
    const [first] = gapMap(
      annualResult,
      { 'selfRating.results': rating(self) },
      { 'rating.results': rating(manager) },
    )
    assert.deepEqual({ gap: first?.gap, large: first?.large, note: first?.needsNote }, expected)
  })
}

test('self high and rating low is explained whatever the threshold', () => {
  const [first] = gapMap(
    annualResult,
    { 'selfRating.results': rating(4) },
    { 'rating.results': rating(2) },
    3,
  )
  assert.deepEqual([first?.large, first?.selfHighRatingLow, first?.needsNote], [false, true, true])
})

test('a self-rating that stays private is set beside nobody’s', () => {
  for (const readers of ['authorOnly', 'pairOnly', 'hr'] as const) {
    const body = structuredClone(annualResult)
    const seen = () => gapMap(body, { 'selfRating.results': rating(4) }, {})[0]!.self
    assert.equal(seen(), 4)
    Object.assign(fieldOf(body, 'selfRating.results')!.field, { readers, mayFeedRating: false })
    assert.equal(seen(), null, readers)
  }
})

test('whoever leads the talk for the manager is asked for nothing that is kept from them', () => {
  const asked = (who: { writer: 'employee' | 'manager'; isDeputy: boolean }) =>
    (['authorOnly', 'pairOnly', 'pair'] as const).filter((readers) =>
      isBefore({ readers, writer: 'manager' }, who),
    )
  assert.deepEqual(asked({ writer: 'manager', isDeputy: false }), [
    'authorOnly',
    'pairOnly',
    'pair',
  ])
  assert.deepEqual(asked({ writer: 'manager', isDeputy: true }), ['pair'])
  assert.deepEqual(asked({ writer: 'employee', isDeputy: false }), ['pairOnly', 'pair'])
})

test('the monthly half hour has no rating, so there is nothing to compare', () => {
  assert.deepEqual(gapMap(monthly, {}, {}), [])
  assert.equal(scoreOf(monthly, 'manager', {}).score, null)
})

test('a missing rating is not a zero: its weight is spread and the reader is told', () => {
  const all = scoreOf(annualResult, 'manager', complete())
  assert.equal(all.score, 3.35)
  const without = scoreOf(annualResult, 'manager', {
    ...complete(),
    'rating.growth': rating(null, { notRated: true }),
  })
  assert.equal(without.score, 3.06)
  assert.equal(without.nearest?.label.zh, 'B+')
  assert.deepEqual(without.leftOut, ['growth'])
})

test('a job family is rated on its own dimensions, with all other questions the same', () => {
  const variant = withDimensions(annualResult, finance)
  assert.deepEqual(faultsIn(variant), [])
  const plain = (body: typeof variant) =>
    fieldsOf(body, 'manager')
      .filter(({ type }) => type !== 'rating')
      .map(({ key }) => key)
  assert.deepEqual(plain(variant), plain(annualResult))
  const rated = fieldsOf(variant, 'manager').flatMap((field) => field.dimension ?? [])
  assert.deepEqual(rated, ['accuracy', 'timeliness', 'control', 'service'])
  assert.equal(variant.steps[2]?.fields.includes('rating.control'), true)
  assert.equal(variant.steps[2]?.fields.includes('rating.results'), false)
})

test('what the form says stays out of the rating changes nothing in it, in any template of the library', () => {
  const scored = library.filter(({ body }) => hasScore(body))
  assert.ok(scored.length > 0)
  for (const { key, body } of scored) {
    const values = body.scale!.points.map(({ value }) => value)
    const rated = (value: number): Answers =>
      Object.fromEntries(
        body.sections.flatMap(({ fields }) =>
          fields
            .filter(({ type }) => type === 'rating')
            .map((field) => [field.key, { value, notRated: false, reason: null, case: '' }]),
        ),
      )
    const lowest = rated(Math.min(...values))
    const highest = rated(Math.max(...values))
    const resultOf = (answers: Answers) => scoreOf(body, 'manager', answers).score
    assert.notEqual(resultOf(lowest), resultOf(highest), key)
    for (const section of body.sections) {
      const changed = { ...lowest }
      for (const field of section.fields)
        changed[field.key] = field.type === 'rating' ? highest[field.key] : '另一句话'
      if (!section.fields.some(({ mayFeedRating }) => mayFeedRating))
        assert.equal(feedsScore(body, section), false, `${key}: ${section.key} says it stays out`)
      assert.equal(
        resultOf(changed) !== resultOf(lowest),
        feedsScore(body, section),
        `${key}: ${section.key}`,
      )
    }
  }
})
