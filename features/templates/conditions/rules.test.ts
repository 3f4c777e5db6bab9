import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answers, Condition, Field, TemplateBody } from '../contract.ts'
import { annualResult } from '../library/annualResult/index.ts'
import { isShown, nobody } from './rules.ts'

const asked = (part: 'self' | 'manager' | 'talk', condition: Condition): [TemplateBody, Field] => {
  const field: Field = {
    key: 'extra',
    type: 'longText',
    label: { zh: '甲', en: 'A' },
    writer: 'both',
    readers: 'record',
    required: false,
    mayFeedRating: false,
    condition,
  }
  const section = { key: 'extra', label: field.label, part, fields: [field] }
  return [{ ...annualResult, sections: [...annualResult.sections, section] }, field]
}
const rated = (value: number | null): Answers =>
  Object.fromEntries(
    annualResult.dimensions.map(({ key }) => [
      `rating.${key}`,
      { value, notRated: value === null, case: '', nextLevel: '' },
    ]),
  )

test('a question for managers is there for managers only', () => {
  const [template, field] = asked('self', { personIs: { levels: ['主管', '中层'] } })
  const shown = (level: string | null) => isShown(template, field, {}, { ...nobody, level })
  assert.deepEqual([shown('主管'), shown('基层'), shown(null)], [true, false, false])
})

test('level and job family both have to fit; an empty list is everybody', () => {
  const [template, field] = asked('self', {
    personIs: { levels: [], jobFamilies: ['生产'] },
  })
  const shown = (jobFamily: string) => isShown(template, field, {}, { ...nobody, jobFamily })
  assert.deepEqual([shown('生产'), shown('研发')], [true, false])
})

test('a low rating opens the question what help is needed, an honest gap does not', () => {
  const [template, field] = asked('manager', { ratingIs: { is: 'lte', value: 2 } })
  const shown = (value: number | null) => isShown(template, field, rated(value), nobody)
  assert.deepEqual([shown(2), shown(3), shown(null)], [true, false, false])
})

test('in the talk the manager’s rating decides, once both have seen it', () => {
  const [template, field] = asked('talk', {
    ratingIs: { dimension: 'results', is: 'eq', value: 5 },
  })
  assert.equal(isShown(template, field, rated(5), nobody), false)
  assert.equal(isShown(template, field, {}, { ...nobody, ratings: rated(5) }), true)
})

test('all of several, or any of them', () => {
  const tests: [Condition, boolean][] = [
    [{ all: [{ personIs: { levels: ['主管'] } }, { personIs: { jobFamilies: ['研发'] } }] }, false],
    [{ any: [{ personIs: { levels: ['主管'] } }, { personIs: { jobFamilies: ['研发'] } }] }, true],
  ]
  for (const [condition, expected] of tests) {
    const [template, field] = asked('self', condition)
    const about = { ...nobody, level: '主管', jobFamily: '生产' }
    assert.equal(isShown(template, field, {}, about), expected)
  }
})

test('what hangs on a hidden question is hidden with it, and two that wait for each other both are', () => {
  const [template, field] = asked('talk', { field: 'other', is: 'answered' })
  const other: Field = { ...field, key: 'other', condition: { field: 'extra', is: 'answered' } }
  template.sections.at(-1)!.fields.push(other)
  const both = { extra: '写了', other: '也写了' }
  assert.equal(isShown(template, other, both, nobody), false)
  const hidden = { ...field, condition: { personIs: { levels: ['高层'] } } }
  template.sections.at(-1)!.fields = [hidden, other]
  assert.equal(isShown(template, other, { extra: '写了' }, nobody), false)
})
