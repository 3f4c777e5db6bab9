import assert from 'node:assert/strict'
import test from 'node:test'
import { levelBelow, nothing, withoutSmall, type Department } from './rules.ts'

const tree = new Map<string, Department>(
  [
    ['company', null],
    ['plant', 'company'],
    ['shopA', 'plant'],
    ['shopB', 'plant'],
    ['sales', 'company'],
  ].map(([id, parentId]) => [id!, { id: id!, parentId: parentId ?? null, name: id! }]),
)
const shape = ({ groups, path }: ReturnType<typeof levelBelow>) => ({
  groups: groups.map(({ id, members, hasBelow }) => [id, [...members], hasBelow]),
  path,
})

test('the top level is the first one with a choice', () => {
  assert.deepEqual(shape(levelBelow(tree, ['shopA', 'shopB', 'sales'], null)), {
    groups: [
      ['plant', ['shopA', 'shopB'], true],
      ['sales', ['sales'], false],
    ],
    path: ['company'],
  })
})

test('people of the department itself are a group of their own', () => {
  assert.deepEqual(shape(levelBelow(tree, ['plant', 'shopA', 'sales'], 'plant')), {
    groups: [
      ['plant', ['plant'], false],
      ['shopA', ['shopA'], false],
    ],
    path: ['company', 'plant'],
  })
})

test('a single department without anything below is shown, not passed through', () => {
  assert.deepEqual(shape(levelBelow(tree, ['sales'], null)), {
    groups: [['sales', ['sales'], false]],
    path: ['company'],
  })
})

test('no counted group is smaller than k, and none can be found by subtraction', () => {
  const group = (id: string, people: number) => ({
    ...nothing,
    id: id as string | null,
    name: id as string | null,
    people,
    hasBelow: true,
  })
  const shown = withoutSmall([group('a', 40), group('b', 3), group('c', 12)], 8)
  assert.deepEqual(
    shown.map(({ id, people }) => [id, people]),
    [
      ['a', 40],
      [null, 15],
    ],
  )
  assert.equal(withoutSmall([group('a', 40), group('b', 9)], 8).length, 2)
})
