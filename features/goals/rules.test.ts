import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextQuarter, usualPeriods } from './periods/rules.ts'
import { columnsIn, namesForExample, readRows } from './rules.ts'

const departments = [
  { id: 'd1', name: '生产部', path: '试验工厂/生产部' },
  { id: 'd2', name: '质量组', path: '试验工厂/生产部/质量组' },
  { id: 'd3', name: '质量组', path: '试验工厂/研发部/质量组' },
]
const header = ['部门', '公司战略目标', '指标名称', '目标值', '数据来源', '权重（%）']
const { at } = columnsIn(header)
const rows = (...cells: string[][]) => cells.map((row, n) => ({ line: n + 2, cells: row }))

test('R056: a table is read by its headings, whatever they are called, and by whole paths where names repeat', () => {
  assert.deepEqual(columnsIn(header), {
    at: { department: 0, companyGoal: 1, title: 2, target: 3, measure: 4, weight: 5 },
    missing: [],
  })
  assert.deepEqual(columnsIn(['部门', '目标值']).missing, ['title'])
  const { read, troubles } = readRows(
    rows(
      ['生产部', '质量成本降一成', '一次合格率', '98.5%', '质检日报', '40%'],
      ['研发部/质量组', '', '试制合格率', '95%', '', '0.3'],
      ['试验工厂 / 生产部', '交付更准', '准时交付', '', '', ''],
    ),
    at,
    departments,
  )
  assert.deepEqual(troubles, [])
  assert.deepEqual(
    read.map(({ departmentId, companyGoal, weight }) => [departmentId, companyGoal, weight]),
    [
      ['d1', '质量成本降一成', 40],
      ['d3', '', 30],
      ['d1', '交付更准', null],
    ],
  )
})

test('R056: every mistake of a table is named with its row and column', () => {
  const { troubles } = readRows(
    rows(
      ['质量组', '', '合格率', '', '', ''],
      ['销部', '', '', '', '', '很多'],
      ['生产部', '', '一次合格率', '', '', '140'],
      ['生产部', '', '一次合格率', '', '', ''],
    ),
    at,
    departments,
  )
  assert.deepEqual(
    troubles.map(({ line, column, why, value }) => [line, column, why, value]),
    [
      [2, 'department', 'severalDepartments', '质量组'],
      [3, 'department', 'unknownDepartment', '销部'],
      [3, 'title', 'empty', ''],
      [3, 'weight', 'noPercentage', '很多'],
      [4, 'weight', 'noPercentage', '140'],
      [5, 'title', 'twice', '一次合格率'],
    ],
  )
})

test('R056: an empty company goal is that of the row above, within a department only', () => {
  const { read } = readRows(
    rows(
      ['生产部', '质量成本降一成', '一次合格率', '', '', ''],
      ['生产部', '', '产量达成', '', '', ''],
      ['研发部/质量组', '', '试制合格率', '', '', ''],
      ['生产部', '', '准时交付', '', '', ''],
    ),
    at,
    departments,
  )
  assert.deepEqual(
    read.map(({ title, companyGoal }) => [title, companyGoal]),
    [
      ['一次合格率', '质量成本降一成'],
      ['产量达成', '质量成本降一成'],
      ['试制合格率', ''],
      ['准时交付', ''],
    ],
  )
})

test('an example names departments of the house, so that it can be read back', () => {
  const people = [4, 9, 7]
  const house = departments.map((each, n) => ({ ...each, people: people[n]! }))
  const names = namesForExample(house)
  assert.deepEqual(names, ['试验工厂/生产部/质量组', '试验工厂/研发部/质量组'])
  const { troubles } = readRows(
    rows(...names.map((name) => [name, '', '试制合格率', '', '', ''])),
    at,
    departments,
  )
  assert.deepEqual(troubles, [])
  assert.deepEqual(namesForExample(house.slice(0, 1)), ['生产部', '生产部'])
})

test('the quarter that comes next is offered first, across the turn of the year too', () => {
  assert.deepEqual(nextQuarter('2026-11-21'), { periodFrom: '2027-01-01', periodTo: '2027-03-31' })
  assert.deepEqual(nextQuarter('2026-02-01'), { periodFrom: '2026-04-01', periodTo: '2026-06-30' })
  assert.ok(
    usualPeriods('2026-11-21').some(
      ({ periodFrom, periodTo }) => periodFrom === '2026-07-01' && periodTo === '2026-12-31',
    ),
  )
})
