import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAnswer } from '../answers/contract.ts'
import { isEmptyAnswer } from '../answers/rules.ts'
import type { Column, Field, TableRow } from '../contract.ts'
import { missingIn } from '../missing/rules.ts'
import { givenId, gridOf, troubleInColumns } from './rules.ts'

const t = (zh: string, en: string) => ({ zh, en })
const columns: Column[] = [
  { key: 'indicator', label: t('指标', 'Indicator'), type: 'text', required: true },
  { key: 'weight', label: t('权重', 'Weight'), type: 'number', total: 'sum' },
  { key: 'target', label: t('目标', 'Target'), type: 'number', total: 'sum' },
  { key: 'actual', label: t('实际', 'Actual'), type: 'number', required: true, total: 'sum' },
  {
    key: 'rate',
    label: t('达成率', 'Rate'),
    type: 'computed',
    formula: '实际 / 目标 * 100',
    decimals: 1,
    total: 'formula',
  },
  {
    key: 'points',
    label: t('得分', 'Points'),
    type: 'computed',
    formula: 'rate * weight / 100',
    total: 'sum',
  },
]
const field: Field = {
  key: 'figures',
  type: 'table',
  label: t('指标', 'Figures'),
  writer: 'employee',
  readers: 'record',
  required: true,
  mayFeedRating: false,
  columns,
  given: [
    { indicator: t('产量', 'Output'), weight: 60, target: 400 },
    { indicator: t('返工', 'Rework'), weight: 40, target: 0 },
  ],
}
const first = givenId(field, 0)
const second = givenId(field, 1)
const row = (id: string, cells: TableRow['cells']): TableRow => ({ id, cells })
const values = (cells: Record<string, { value: unknown; trouble: { key: string } | null }>) =>
  Object.fromEntries(
    Object.entries(cells).map(([key, { value, trouble }]) => [key, trouble?.key ?? value]),
  )

test('figures follow their row; where one cannot be reckoned the reason stands there', () => {
  const grid = gridOf(field, [row(first, { actual: 385 }), row(second, { actual: 3 })])
  assert.deepEqual(
    grid.rows.map(({ cells }) => [values(cells).rate, values(cells).points]),
    [
      [96.3, 57.78],
      ['dividedByZero', 'dividedByZero'],
    ],
  )
})

test('a total adds what is shown; a rate is reckoned from the totals, not averaged', () => {
  const added = '01890a5d-ac96-774b-bcce-b302099a8057'
  const grid = gridOf(field, [
    row(first, { actual: 385 }),
    row(added, { indicator: '改善', weight: 5, target: 100, actual: 115 }),
  ])
  assert.deepEqual(values(grid.totals!), {
    indicator: null,
    weight: 105,
    target: 500,
    actual: 500,
    rate: 100,
    points: 63.53,
  })
})

test('what the template gives is there from the start and stays as given', () => {
  const { value } = checkAnswer(field, [
    row(first, { weight: 90, target: 1, actual: 385, rate: 7 }),
  ])
  assert.deepEqual(value, [row(first, { actual: 385 })])
  const grid = gridOf(field, value as TableRow[])
  assert.deepEqual(
    grid.rows.map(({ cells }) => [cells['indicator']!.text?.zh, cells['weight']!.value]),
    [
      ['产量', 60],
      ['返工', 40],
    ],
  )
})

test('a cell is held to its column', () => {
  const refused = (cells: Record<string, unknown>) =>
    checkAnswer(field, [{ id: first, cells }]).refusal
  assert.equal(refused({ actual: '三百' }), 'templates.malformed')
  assert.equal(refused({ actual: 1e16 }), 'templates.outOfRange')
  assert.equal(refused({ actual: Number.NaN }), 'templates.malformed')
  assert.equal(
    checkAnswer(field, [{ id: givenId(field, 9), cells: { indicator: '长'.repeat(1_001) } }])
      .refusal,
    'templates.tooLong',
  )
  assert.equal(refused({ actual: null, unheard: 'x' }), null)
})

test('every given row is a question; an added row left empty is none', () => {
  const template = {
    title: t('甲', 'A'),
    purpose: t('甲', 'A'),
    scale: null,
    dimensions: [],
    agenda: [],
    steps: [],
    sections: [{ key: 's', label: t('甲', 'A'), part: 'self' as const, fields: [field] }],
  }
  const missing = (rows: TableRow[] | undefined) =>
    missingIn(template, 'self', rows ? { figures: rows } : {}).map(
      ({ reasonKey, params }) => `${reasonKey} ${params.n} ${params.column}`,
    )
  assert.deepEqual(missing(undefined), ['cell 1 actual', 'cell 2 actual'])
  assert.deepEqual(missing([row(first, { actual: 385 })]), ['cell 2 actual'])
  const empty = row('01890a5d-ac96-774b-bcce-b302099a8057', {})
  assert.deepEqual(missing([row(first, { actual: 1 }), row(second, { actual: 0 }), empty]), [])
  assert.equal(isEmptyAnswer(field, [empty]), true)
})

test('a table built wrongly is told column by column', () => {
  const built = (more: Partial<Column>[]) =>
    troubleInColumns(more.map((each, at) => ({ ...columns[4]!, key: `c${at}`, ...each }))).map(
      ({ column, trouble }) => `${column} ${trouble.key}`,
    )
  assert.deepEqual(troubleInColumns(columns), [])
  assert.deepEqual(built([{ formula: 'c1' }, { formula: 'c0' }]), ['c0 circle', 'c1 circle'])
  assert.deepEqual(built([{ formula: '销量 * 2' }]), ['c0 unknownColumn'])
  assert.deepEqual(
    built([
      { key: 'x', formula: '1' },
      { key: 'x', formula: '1' },
    ]),
    ['x columnTwice', 'x columnTwice'],
  )
  assert.deepEqual(built([{ type: 'choice' }, { type: 'text', total: 'sum' }]), [
    'c0 nothingToChoose',
    'c1 totalOfWords',
  ])
})
