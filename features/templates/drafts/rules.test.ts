import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field, TemplateBody } from '../contract.ts'
import { library } from '../library/index.ts'
import { own, t } from '../library/words.ts'
import { changesBetween, effectOf } from './changes/rules.ts'
import { draftBodyShape } from './contract.ts'
import { faultsIn } from './rules.ts'
import { blankTemplate } from './starting/rules.ts'

const bodyOf = (key: string) => structuredClone(library.find((each) => each.key === key)!.body)
const monthly = () => bodyOf('monthly')
const annual = () => bodyOf('annualResult')

/** Reasons by place, after something has been done to a template. */
const afterwards = (body: TemplateBody, change: (body: TemplateBody) => void) => {
  change(body)
  return faultsIn(body).map(({ path, reasonKey }) => `${path}: ${reasonKey}`)
}

const field = (more: Partial<Field> & { key: string }): Field =>
  own({ type: 'longText', label: t('一个问题', 'A question'), ...more })

test('the library has nothing to put right', () => {
  for (const { key, body } of library) assert.deepEqual(faultsIn(body), [], key)
})

test('a blank template lacks only its name and its purpose', () => {
  assert.deepEqual(
    faultsIn(blankTemplate).map(({ path, reasonKey }) => `${path}: ${reasonKey}`),
    ['title: noText', 'purpose: noText'],
  )
})

const cases: [string, () => TemplateBody, (body: TemplateBody) => void, string[]][] = [
  [
    'a label in one language only',
    monthly,
    (body) => (body.sections[0]!.fields[0]!.label = { zh: '想说的', en: ' ' }),
    ['sections.0.fields.0.label.en: noEn'],
  ],
  [
    'the same key twice, in different sections',
    monthly,
    (body) => (body.sections[1]!.fields[0]!.key = 'selfBest'),
    ['sections.1.fields.0.key: keyTwice', 'steps.0.fields: stepNamesNothing'],
  ],
  [
    'a condition on a field that is not there',
    monthly,
    (body) =>
      body.sections[0]!.fields.push(
        field({ key: 'why', condition: { field: 'gone', is: 'answered' } }),
      ),
    ['sections.0.fields.4.condition: conditionOnNothing'],
  ],
  [
    'a condition on a field that comes later',
    monthly,
    (body) =>
      body.sections[0]!.fields.unshift(
        field({ key: 'why', condition: { field: 'selfBest', is: 'answered' } }),
      ),
    ['sections.0.fields.0.condition: conditionLater'],
  ],
  [
    'a condition on what somebody else writes',
    monthly,
    (body) =>
      body.sections[0]!.fields.push(
        field({ key: 'why', condition: { field: 'noticed', is: 'answered' } }),
      ),
    ['sections.0.fields.4.condition: conditionElsewhere'],
  ],
  [
    'a step that names a field which is gone',
    monthly,
    (body) => void body.sections[1]!.fields.splice(1, 1),
    ['steps.1.fields: stepNamesNothing'],
  ],
  [
    'a scale with the same value twice',
    annual,
    (body) => (body.scale!.points[1]!.value = 1),
    ['scale.points.1.value: scaleTwice'],
  ],
  [
    'a required field that nobody can write',
    monthly,
    (body) =>
      body.sections[2]!.fields.push(
        field({ key: 'byHr', writer: 'hr', readers: 'record', required: true }),
      ),
    ['sections.2.fields.2.writer: nobodyWrites'],
  ],
  [
    'the manager’s question among the employee’s',
    monthly,
    (body) => (body.sections[0]!.fields[0]!.writer = 'manager'),
    ['sections.0.fields.0.writer: oneAuthor'],
  ],
  [
    'a rating where there is no scale',
    monthly,
    (body) => body.sections[0]!.fields.push(field({ key: 'stars', type: 'rating' })),
    ['sections.0.fields.4: ratingWithoutScale', 'sections.0.fields.4.dimension: noDimension'],
  ],
  [
    'a private note that may feed a rating',
    annual,
    (body) => {
      const [first] = body.sections[0]!.fields
      Object.assign(first!, { readers: 'authorOnly', mayFeedRating: true })
    },
    [
      'sections.0.fields.0.mayFeedRating: privateFeeds',
      'sections.12.fields.0.startsFrom: startsFromPrivate',
    ],
  ],
  [
    'what only the two read, taken over into the record, and given away by what waits for it',
    annual,
    (body) => {
      const { fields } = body.sections[0]!
      Object.assign(fields[0]!, { readers: 'pairOnly', mayFeedRating: false })
      const condition = { field: fields[0]!.key, is: 'answered' as const }
      fields.push({ ...field({ key: 'waits' }), condition })
    },
    [
      'sections.0.fields.1.condition: conditionPrivate',
      'sections.12.fields.0.startsFrom: startsFromOutside',
      'sections.12.fields.0.startsFrom: startsFromPrivate',
    ],
  ],
  [
    'a note both write that only its author reads',
    monthly,
    (body) => (body.sections[3]!.fields[1]!.readers = 'authorOnly'),
    ['sections.3.fields.1.readers: privateOfBoth'],
  ],
  [
    'more than 500 fields',
    monthly,
    (body) => {
      for (let n = 0; n < 500; n++) body.sections[0]!.fields.push(field({ key: `q${n}` }))
    },
    ['sections: tooManyFields'],
  ],
  [
    'one option to choose from',
    monthly,
    (body) =>
      body.sections[0]!.fields.push(
        field({ key: 'pick', type: 'choice', options: [{ key: 'yes', label: t('是', 'Yes') }] }),
      ),
    ['sections.0.fields.4.options: fewOptions'],
  ],
  [
    'no place for the minutes',
    monthly,
    (body) => {
      body.sections[2]!.fields.pop()
      body.steps.at(-1)!.fields = []
    },
    ['sections: noMinutes'],
  ],
]

for (const [name, from, change, expected] of cases)
  test(`found and named: ${name}`, () => assert.deepEqual(afterwards(from(), change), expected))

test('nothing that fits a draft brings the search for faults down', () => {
  const wild = draftBodyShape.parse({
    ...monthly(),
    sections: [
      { key: '', label: { zh: '', en: '' }, part: 'self', fields: [] },
      {
        key: '9',
        label: { zh: '', en: '' },
        part: 'talk',
        fields: [{ ...field({ key: '' }), condition: { all: [] }, min: 3.5, max: -1 }],
      },
    ],
    steps: [],
    unknown: 'dropped',
  })
  assert.ok(faultsIn(wild).length > 5)
  assert.equal('unknown' in wild, false)
})

test('a diff names what was renamed, added, removed, moved, required, reweighted and who reads', () => {
  const before = annual()
  const after = annual()
  const [self, manager] = [
    after.sections.find(({ part, fields }) => part === 'self' && fields.length > 2)!,
    after.sections.find(({ part }) => part === 'manager')!,
  ]
  self.label = t('先想一想', 'Think first')
  const moved = self.fields.pop()!
  self.fields.unshift(moved)
  self.fields[1]!.label = t('新的问法', 'Asked anew')
  self.fields.push(field({ key: 'added', required: true }))
  const gone = manager.fields.pop()!
  manager.fields[0]!.readers = 'record'
  after.dimensions[0]!.weight += 10
  const said = changesBetween(before, after).map(({ kind, what }) => `${kind} ${what.zh}`)
  for (const line of [
    'sectionRenamed 先想一想',
    `order ${moved.label.zh}`,
    'fieldRenamed 新的问法',
    'fieldAdded 一个问题',
    `fieldRemoved ${gone.label.zh}`,
    `readers ${manager.fields[0]!.label.zh}`,
    `weight ${after.dimensions[0]!.label.zh}`,
  ])
    assert.ok(said.includes(line), `${line} in ${said.join(', ')}`)
  assert.equal(said.filter((line) => line.startsWith('order')).length, 1)
})

test('other words are wording, a new duty asks, and what would be lost breaks', () => {
  const effect = (change: (body: TemplateBody) => void) => {
    const after = annual()
    change(after)
    return effectOf(changesBetween(annual(), after))
  }
  const [first] = annual().sections[0]!.fields
  assert.equal(
    effect(() => {}),
    null,
  )
  assert.equal(
    effect((body) => (body.sections[0]!.fields[0]!.label = t('换个说法', 'In other words'))),
    'wording',
  )
  assert.equal(
    effect((body) => body.sections[0]!.fields.push(field({ key: 'more' }))),
    'shape',
  )
  assert.equal(
    effect((body) => body.sections[0]!.fields.push(field({ key: 'more', required: true }))),
    'asks',
  )
  assert.equal(
    effect((body) => (body.dimensions[0]!.weight = 7)),
    'asks',
  )
  assert.equal(
    effect((body) => void body.sections[0]!.fields.shift()),
    'breaks',
    first!.key,
  )
  assert.equal(
    effect((body) => (body.sections[0]!.fields[0]!.readers = 'hr')),
    'breaks',
  )
})

test('a body is the same whatever order a database keeps its names in', () => {
  const turned = JSON.parse(JSON.stringify(annual()), (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  )
  assert.deepEqual(changesBetween(annual(), turned), [])
})
