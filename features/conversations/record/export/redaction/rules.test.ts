import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordPage } from '../../page/rules.ts'
import { choicesIn, leaveOut, placesOf } from './rules.ts'

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

test('a record without some parts reads on', () => {
  const short = leaveOut(document, new Set(['fields/1', 'minutes']))
  assert.deepEqual(short['fields'], [{ label: '自评', value: '按期' }])
  assert.equal(short['minutes'], '')
})

test('the page of an excerpt says how many parts are missing, and at each place how many', () => {
  const field = (label: string, group: string) => ({
    key: label,
    part: 'self',
    group,
    voice: 'employee',
    label,
    type: 'longText',
    value: label,
  })
  const record = {
    ...document,
    locale: 'zh-CN',
    timezone: 'Asia/Shanghai',
    cycle: null,
    template: { title: '年度', version: 1 },
    participants: [],
    held: { started_at: null, ended_at: null, channel: null, place: '', steps: [] },
    paper: null,
    fields: [field('亮点', 'highlights'), field('拖慢', 'problems'), field('难处', 'problems')],
    plan: [],
    attachments: [],
  }
  const left = ['fields/1', 'fields/2', 'minutes']
  const page = recordPage(leaveOut(record, new Set(left)), placesOf(record, left))
  assert.match(page.marks.join(), /^节录：由导出者略去 3 项/)
  assert.deepEqual(
    page.groups.flatMap(({ key, blocks }) =>
      blocks.flatMap((block) => (block.kind === 'left' ? [[key, block.text]] : [])),
    ),
    [
      ['problems', '此处略去 2 项'],
      ['consensus', '共同纪要：此处略去 1 项'],
    ],
  )
  assert.deepEqual(recordPage(record).marks, [])
})
