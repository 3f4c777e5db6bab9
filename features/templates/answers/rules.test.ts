import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Field, FieldType } from '../contract.ts'
import { fieldTypes } from '../contract.ts'
import { fivePoints } from '../library/scale.ts'
import { answerSchema, checkAnswer } from './contract.ts'
import { emptyAnswer, isEmptyAnswer, savedBy, textLimit } from './rules.ts'

const fieldOf = (type: FieldType, more: Partial<Field> = {}): Field => ({
  key: 'x',
  type,
  label: { zh: '甲', en: 'A' },
  writer: 'employee',
  readers: 'pairAfterReveal',
  required: true,
  mayFeedRating: false,
  ...((type === 'choice' || type === 'multiChoice') && {
    options: [{ key: 'a', label: { zh: '甲', en: 'A' } }],
  }),
  ...more,
})

const id = '01890a5d-ac96-774b-bcce-b302099a8057'
const statement = { id, text: '按时交付', kind: 'result', situation: '', evidence: [] }
const goal = {
  id,
  goal: '产量',
  target: '48000',
  actual: '46200',
  attainment: 96,
  comment: '',
  employeeAgrees: null,
  managerAgrees: null,
}

test('an empty answer of every type can be stored, and counts as empty', () => {
  for (const type of fieldTypes) {
    const field = fieldOf(type)
    assert.deepEqual(checkAnswer(field, emptyAnswer(type)).value, emptyAnswer(type), type)
    assert.equal(isEmptyAnswer(field, emptyAnswer(type)), true, type)
    assert.equal(isEmptyAnswer(field, undefined), true, type)
  }
})

const refusedAnswers: [string, Field, unknown, string][] = [
  ['half of a surrogate pair', fieldOf('longText'), 'a\ud83d', 'templates.brokenCharacters'],
  ['a null character', fieldOf('longText'), 'a\u0000b', 'templates.controlCharacters'],
  ['an escape sequence', fieldOf('longText'), '\u001b[31m', 'templates.controlCharacters'],
  ['five megabytes', fieldOf('longText'), '长'.repeat(5_000_000), 'templates.tooLong'],
  ['one character too many', fieldOf('longText'), '长'.repeat(textLimit + 1), 'templates.tooLong'],
  ['a line too long', fieldOf('shortText'), '长'.repeat(201), 'templates.tooLong'],
  [
    '51 statements',
    fieldOf('statements'),
    Array.from({ length: 51 }, () => statement),
    'templates.tooMany',
  ],
  ['more than the field holds', fieldOf('nextGoals', { max: 1 }), [{}, {}], 'templates.tooMany'],
  ['one id twice', fieldOf('statements'), [statement, statement], 'templates.malformed'],
  [
    'a rating off the scale',
    fieldOf('rating'),
    { value: 6, notRated: false, case: '', nextLevel: '' },
    'templates.notOnScale',
  ],
  ['a choice that is not offered', fieldOf('choice'), 'b', 'templates.malformed'],
  ['a number beyond the end', fieldOf('number', { max: 100 }), 101, 'templates.outOfRange'],
  ['30 February', fieldOf('date'), '2026-02-30', 'templates.malformed'],
  ['an object for a text', fieldOf('longText'), { zh: '' }, 'templates.malformed'],
  [
    'a script as a link',
    fieldOf('statements'),
    [{ ...statement, evidence: [{ kind: 'link', text: '看', ref: 'javascript:alert(1)' }] }],
    'templates.notALink',
  ],
]
for (const [what, field, value, reason] of refusedAnswers) {
  test(`${what} is refused with its reason`, () => {
    assert.equal(checkAnswer(field, value, fivePoints).refusal, reason)
  })
}

test('the message names the limit that was passed', () => {
  const limit = (field: Field, value: unknown) => {
    const checked = checkAnswer(field, value)
    return checked.refusal ? checked.params.max : null
  }
  assert.equal(
    limit(
      fieldOf('statements'),
      Array.from({ length: 51 }, () => statement),
    ),
    50,
  )
  assert.equal(limit(fieldOf('statements'), [{ ...statement, text: '长'.repeat(6_000) }]), 5_000)
  assert.equal(limit(fieldOf('shortText', { max: 30 }), '长'.repeat(31)), 30)
})

test('rare characters, minority names and line breaks come through', () => {
  const text = '𠮷野家 · 阿卜杜拉·买买提\n第二行\t制表'
  assert.equal(checkAnswer(fieldOf('longText'), text).value, text)
  assert.equal(checkAnswer(fieldOf('longText'), '𠮷'.repeat(textLimit)).refusal, null)
})

test('texts are stored in one form: NFC, plain line feeds, nothing invisible', () => {
  assert.equal(checkAnswer(fieldOf('longText'), 'e\u0301\r\n一\u202a二').value, 'é\n一二')
  assert.equal(checkAnswer(fieldOf('shortText'), '一\n二').value, '一 二')
})

test('storing an answer twice changes nothing', () => {
  const schema = answerSchema(fieldOf('longText'))
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const once = schema.safeParse(text)
      if (!once.success) return
      assert.deepEqual(schema.parse(once.data), once.data)
    }),
  )
})

test('nobody confirms figures in the other’s name', () => {
  const field = fieldOf('goalReview', { writer: 'both' })
  const after = [{ ...goal, employeeAgrees: true, managerAgrees: true }]
  assert.deepEqual(savedBy('employee', field, [goal], after), [
    { ...goal, employeeAgrees: true, managerAgrees: null },
  ])
})

test('a confirmation ends when the figures it was given for change', () => {
  const field = fieldOf('goalReview', { writer: 'both' })
  const before = [{ ...goal, employeeAgrees: true }]
  const untouched = savedBy('manager', field, before, [{ ...goal, managerAgrees: true }])
  assert.deepEqual(untouched, [{ ...goal, employeeAgrees: true, managerAgrees: true }])
  const edited = savedBy('manager', field, before, [
    { ...goal, actual: '40000', managerAgrees: true },
  ])
  assert.deepEqual(edited, [
    { ...goal, actual: '40000', employeeAgrees: null, managerAgrees: true },
  ])
})

test('a remedy proposed by the employee stays the employee’s proposal', () => {
  const field = fieldOf('causes', { writer: 'both' })
  const cause = {
    id,
    matter: '漏测',
    label: 'process',
    cause: '量具远',
    remedy: '移过来',
    proposedBy: 'employee',
  }
  const claimed = savedBy('manager', field, [cause], [{ ...cause, proposedBy: 'manager' }])
  assert.deepEqual(claimed, [cause])
  const invented = savedBy('manager', field, [], [cause])
  assert.deepEqual(invented, [{ ...cause, proposedBy: 'manager' }])
})
