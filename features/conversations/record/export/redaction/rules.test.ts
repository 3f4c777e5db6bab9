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

const field = (label: string, group: string) => ({
  key: label,
  part: 'self',
  group,
  voice: 'employee',
  label,
  type: 'longText',
  value: label,
})
/** The same as it stands in a sealed record. */
const read = {
  ...document,
  locale: 'zh-CN',
  timezone: 'Asia/Shanghai',
  cycle: null,
  template: { title: '年度', version: 1 },
  participants: [],
  held: { started_at: null, ended_at: null, channel: null, place: '', steps: [] },
  paper: null,
  fields: [],
  plan: [],
  attachments: [],
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
  const record = {
    ...read,
    fields: [field('亮点', 'highlights'), field('拖慢', 'problems'), field('难处', 'problems')],
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
  // The score stays in sight when all that led to it was left out.
  const rated = {
    ...record,
    gaps: [{ dimension: 'quality', label: '质量', self: 3, manager: 4 }],
    score: { value: '3.6', nearest: '达标', used: [], left_out: [] },
  }
  const onPage = JSON.stringify(
    recordPage(leaveOut(rated, new Set(['gaps/0'])), placesOf(rated, ['gaps/0'])),
  )
  assert.match(onPage, /达标（按权重平均 3\.6）/)
  assert.match(onPage, /双方评价对照：此处略去 1 项/)
})

test('what turns the order of writing, or is not seen at all, stands on the page as its code point', () => {
  const paid = '奖金 \u202e元0009\u202c，张\u200b伟'
  const page = recordPage({
    ...read,
    fields: [{ ...field('约定', 'consensus'), value: paid }],
    minutes: '一家人 👨‍👩‍👧，葛󠄀\n第二行',
  })
  const text = JSON.stringify(page.groups)
  assert.match(text, /奖金 \[U\+202E\]元0009\[U\+202C\]，张\[U\+200B\]伟/)
  assert.match(text, /一家人 👨‍👩‍👧，葛󠄀\\n第二行/u)
  assert.match(page.marks.join(), /看不见的控制字符.*：\[U\+202E\] \[U\+202C\] \[U\+200B\]$/)
  assert.match(
    recordPage({ ...read, locale: 'en', minutes: '\u2066' }).marks.join(),
    /control characters one cannot see.*: \[U\+2066\]$/,
  )
})
