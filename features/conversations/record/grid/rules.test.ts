import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field, Part, TableRow } from '../../../templates/contract.ts'
import { givenId } from '../../../templates/grid/rules.ts'
import { monthly } from '../../../templates/library/monthly.ts'
import { t } from '../../../templates/library/words.ts'
import { recordDocument } from '../export/rules.ts'
import { recordPage } from '../page/rules.ts'
import type { Material } from '../material/rules.ts'
import { buildRecord } from '../rules.ts'

const plain = { writer: 'both', readers: 'record', required: false, mayFeedRating: false } as const
const table: Field = {
  ...plain,
  key: 'figures',
  type: 'table',
  label: t('指标', 'Figures'),
  columns: [
    { key: 'name', type: 'text', label: t('指标', 'Indicator') },
    { key: 'target', type: 'number', label: t('目标', 'Target'), total: 'sum' },
    { key: 'actual', type: 'number', label: t('实际', 'Actual'), total: 'sum' },
    {
      key: 'rate',
      type: 'computed',
      label: t('达成率', 'Attained'),
      unit: t('%', '%'),
      formula: '实际 / 目标 * 100',
      decimals: 1,
      total: 'formula',
    },
  ],
  given: [
    { name: t('产量', 'Output') },
    { name: t('返工', 'Rework') },
    { name: t('安全', 'Safety') },
  ],
}
const rows: TableRow[] = [
  { id: givenId(table, 0), cells: { target: 400, actual: 385 } },
  { id: givenId(table, 1), cells: { target: 0, actual: 3 } },
  { id: givenId(table, 2), cells: { target: 5 } },
]
const id = '01890a5d-ac96-774b-bcce-b302099a8057'

const materialOf = (
  fields: Field[],
  answers: Record<string, unknown>,
  locale: Material['locale'] = 'zh-CN',
): Material => ({
  locale,
  timezone: 'Asia/Shanghai',
  kind: 'followUp',
  title: '跟进面谈',
  cycle: null,
  employee: { name: '陈一鸣', employeeNo: '1', department: '二号线', position: '班长' },
  manager: { name: '周晓岚', employeeNo: '2', department: '二号线', position: '主管' },
  template: {
    title: monthly.title,
    version: 1,
    hash: 'x',
    body: {
      ...monthly,
      sections: [{ key: 's', part: 'talk', label: t('谈的时候', 'During the talk'), fields }],
    },
  },
  segments: [],
  held: { startedAt: null, endedAt: null, channel: null, place: '', steps: [], present: [] },
  paper: null,
  selfSkipped: false,
  oneSided: false,
  about: { level: '主管', jobFamily: null },
  answers: { self: {}, manager: {}, agreement: {}, talk: answers } satisfies Record<Part, object>,
  contributions: [],
  minutes: '',
  plan: [],
  gaps: [],
  score: null,
  calibrations: [],
  attachments: [],
})
const blocksOf = (...given: Parameters<typeof materialOf>) =>
  recordPage(buildRecord(materialOf(...given)))
    .groups.flatMap((group) => group.blocks)
    .filter((block) => block.kind !== 'facts')

test('a sealed table holds what was reckoned and why something could not be, to be read without its template', () => {
  const [block] = blocksOf([table], { figures: rows })
  assert.deepEqual(block, {
    kind: 'table',
    label: '指标',
    voice: 'both',
    columns: ['指标', '目标', '实际', '达成率（%）'],
    rows: [
      ['产量', '400', '385', '96.3'],
      ['返工', '0', '3', '—（除数是 0）'],
      ['安全', '5', '', '—（缺“实际”）'],
    ],
    totals: ['合计', '405', '388', '95.8'],
    note: '“达成率（%）”由公式算出，四舍五入到小数点后 1 位；合计按表中显示的数计算。',
  })
})

test('the same in the language of the record, and as a line of its own in print', () => {
  const record = buildRecord(materialOf([table], { figures: rows }, 'en'))
  const printed = recordDocument(record, null).blocks.find((block) => block.kind === 'table')
  assert.deepEqual(printed?.kind === 'table' && printed.rows.slice(1), [
    ['Rework', '0', '3', '—（divided by zero）'],
    ['Safety', '5', '', '—（“Actual” is empty）'],
    ['Total', '405', '388', '95.8'].map((text) => [{ text, strong: true }]),
  ])
})

test('a step, a colleague, feedback in four sentences and an action read as words', () => {
  const fields: Field[] = [
    {
      ...plain,
      key: 'sure',
      type: 'scale',
      label: t('把握', 'Confidence'),
      anchors: [
        { value: 1, label: t('悬', 'Doubtful') },
        { value: 2, label: t('稳了', 'Safe') },
      ],
    },
    { ...plain, key: 'mentor', type: 'person', label: t('带他的人', 'Mentor') },
    { ...plain, key: 'praise', type: 'best', variant: 'A', label: t('谢谢', 'Thanks') },
    { ...plain, key: 'steps', type: 'planLines', label: t('行动', 'Actions') },
    { ...plain, key: 'help', type: 'helpText', label: t('别许诺', 'Promise nothing') },
    { ...plain, key: 'sign', type: 'signature', label: t('签字', 'Sign') },
  ]
  const blocks = blocksOf(fields, {
    sure: 2,
    mentor: { id, name: '阿依古丽·买买提', employeeNo: 'A7' },
    praise: [
      {
        id,
        behaviour: '拍了换模视频',
        effect: '新人一周上手',
        suggestion: '再录一段',
        outlook: '谢谢',
      },
    ],
    steps: [
      {
        id,
        layer: 'behaviour',
        what: '首检当场填',
        how: '',
        measure: '三周无漏',
        owner: 'employee',
        dueOn: '2026-12-31',
      },
    ],
  })
  assert.deepEqual(
    blocks.map((block) => {
      if (block.kind === 'text') return block.text
      if (block.kind === 'table') return block.rows
      return block.kind === 'list' && block.entries
    }),
    [
      '2 / 2　稳了',
      [
        {
          text: '拍了换模视频',
          notes: [
            { label: '带来的影响', text: '新人一周上手' },
            { label: '建议', text: '再录一段' },
            { label: '感谢与信任', text: '谢谢' },
          ],
        },
      ],
      [['行为改变', '首检当场填', '', '三周无漏', '员工', '2026-12-31']],
      '阿依古丽·买买提（A7）',
    ],
  )
})

test('a question that is not for this person is not in the record, whatever lies in it', () => {
  const field: Field = {
    ...plain,
    key: 'lead',
    type: 'longText',
    label: t('怎么带人', 'How to lead'),
    condition: { personIs: { levels: ['中层'] } },
  }
  assert.deepEqual(blocksOf([field], { lead: '写过又换了岗位' }), [])
})
