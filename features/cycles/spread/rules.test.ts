import assert from 'node:assert/strict'
import test from 'node:test'
import type { Department } from '../monitor/rules.ts'
import type { Expected, KnownScale } from './contract.ts'
import { countedIn, curveOf, isWhole, knownScale, outsideOf, spreadAt, type Cell } from './rules.ts'

const tree = new Map<string, Department>(
  [
    ['company', null],
    ['plant', 'company'],
    ['shopA', 'plant'],
    ['shopB', 'plant'],
    ['sales', 'company'],
    ['lab', 'company'],
  ].map(([id, parentId]) => [id!, { id: id!, parentId: parentId ?? null, name: id! }]),
)
const values = [1, 2, 3]
const rated = (departmentId: string, people: number, value: number | null = 2): Cell[] =>
  (['manager', 'self'] as const).map((part) => ({ departmentId, scale: 's', part, value, people }))
const at = (cells: Cell[], asked: string | null) => {
  const shown = spreadAt(tree, cells, values, asked, 8)
  return shown && shown.groups.map(({ id, rated }) => [id, rated])
}

test('a small group is shown with the next smallest, and nothing at all where together they are few', () => {
  const cells = [...rated('shopA', 20), ...rated('sales', 9), ...rated('lab', 3)]
  assert.deepEqual(at(cells, null), [
    ['plant', 20],
    [null, 12],
  ])
  assert.equal(at(rated('lab', 7), null), null)
})

test('what was put together is not told apart by asking for one of them', () => {
  const cells = [
    ...rated('shopA', 20),
    ...rated('shopB', 3),
    ...rated('sales', 9),
    ...rated('lab', 3),
  ]
  // 12 together minus the 9 of sales would be the three of the lab.
  assert.equal(at(cells, 'sales'), null)
  assert.equal(at(cells, 'lab'), null)
  assert.deepEqual(at(cells, 'plant'), [[null, 23]])
  assert.equal(at(cells, 'shopA'), null)
})

test('a group in which hardly anybody is rated is small, however many are in it', () => {
  const cells = [...rated('shopA', 20), ...rated('sales', 30, null), ...rated('sales', 2)]
  assert.deepEqual(at(cells, null), [[null, 22]])
})

test('own ratings are left out beside a group that has too few of them', () => {
  const few = rated('sales', 3).filter(({ part }) => part === 'self')
  const many = rated('sales', 9).filter(({ part }) => part === 'manager')
  const shown = spreadAt(tree, [...rated('shopA', 20), ...few, ...many], values, null, 8)
  assert.deepEqual(
    shown?.groups.map(({ self }) => self),
    [null, null],
  )
  assert.deepEqual(shown?.whole.self?.counts, [0, 23, 0])
  const inside = spreadAt(tree, [...rated('shopA', 20), ...few, ...many], values, 'plant', 8)
  assert.equal(inside?.whole.self, null)
})

const scale: KnownScale = {
  scale: 's',
  points: values.map((value) => ({ value, label: { zh: `${value}`, en: `${value}` } })),
}
const expecting = (shares: number[], tolerance = 5): Expected => ({
  scale: 's',
  tolerance,
  shares: shares.map((percent, n) => ({ value: n + 1, percent })),
})
const share = (...counts: number[]) => ({ counts, notRated: 0 })

test('a label is outside beyond the tolerance, on either side, and says by how much', () => {
  const curve = curveOf(scale, expecting([10, 70, 20]), share(0, 20, 20))
  assert.deepEqual(
    curve.rows.map(({ percent, outside }) => [percent, outside]),
    [
      [0, true],
      [50, true],
      [50, true],
    ],
  )
  assert.deepEqual(outsideOf(curve)[2], { value: 3, people: 20, expectedPercent: 20 })
  assert.deepEqual(outsideOf(curveOf(scale, expecting([10, 70, 20]), share(6, 26, 8))), [])
})

test('half a person is no deviation, and fewer than twenty people have no curve', () => {
  // 10 % of 24 is 2.4 people: two of them are as near as whole people come.
  assert.deepEqual(outsideOf(curveOf(scale, expecting([10, 70, 20], 0), share(2, 17, 5))), [])
  const few = curveOf(scale, expecting([10, 70, 20]), share(0, 0, 19))
  assert.equal(few.tooFew, true)
  assert.deepEqual(outsideOf(few), [])
})

test('counts are by label, and percentages make up a hundred', () => {
  const { manager, rated: people } = countedIn(
    [...rated('lab', 4, 3), ...rated('lab', 2, null)],
    values,
  )
  assert.deepEqual([people, manager], [4, { counts: [0, 0, 4], notRated: 2 }])
  assert.deepEqual(
    [isWhole(expecting([33.3, 33.3, 33.4])), isWhole(expecting([50, 40, 5]))],
    [true, false],
  )
})

test('a scale is told by its values and labels, not by its name', () => {
  const points = [1, 2].map((value) => ({
    value,
    label: { zh: `${value} 档`, en: `${value}` },
    meaning: { zh: '', en: '' },
  }))
  assert.equal(knownScale({ key: 'a', points }).scale, knownScale({ key: 'b', points }).scale)
  assert.notEqual(
    knownScale({ key: 'a', points }).scale,
    knownScale({ key: 'a', points: [...points].reverse() }).scale,
  )
})
