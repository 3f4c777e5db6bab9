import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choicesIn, leaveOut } from './rules.ts'

const document = {
  schema: 'cuxi/record/2',
  title: '年度结果面谈',
  marks: [],
  fields: [
    { label: '自评', value: '按期' },
    { label: '等级', value: 'B' },
  ],
  gaps: [],
  score: null,
  minutes: '谈到调岗。',
  plan: [{ what: '每周评审' }],
}

test('each answer, promise and note may be left out; who and when may not', () => {
  assert.deepEqual(
    choicesIn(document).map(({ path, label }) => [path, label]),
    [
      ['fields/0', '自评'],
      ['fields/1', '等级'],
      ['minutes', null],
      ['plan/0', '每周评审'],
    ],
  )
})

test('a record without some parts reads on and says that it is short', () => {
  const short = leaveOut(document, new Set(['fields/1', 'minutes']))
  assert.deepEqual(short['fields'], [{ label: '自评', value: '按期' }])
  assert.equal(short['minutes'], '')
  assert.deepEqual(short['marks'], ['redacted'])
  assert.deepEqual(leaveOut(document, new Set())['marks'], [])
})
