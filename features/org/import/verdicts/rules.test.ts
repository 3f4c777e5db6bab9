import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualLevels } from '../../rules.ts'
import type { Choices, FaultKind, Mapping } from '../contract.ts'
import type { KnownPerson, Question } from './contract.ts'
import { judge } from './rules.ts'

const mapping: Mapping = {
  employeeNo: [0],
  name: [1],
  department: [2],
  managerNo: [3],
  hiredOn: [4],
  level: [5],
  status: [6],
}
const noChoices: Choices = { lines: {}, all: {} }

const roster = (table: string, more: Partial<Question> = {}) =>
  judge({
    rows: table
      .trim()
      .split('\n')
      .map((text, i) => ({ line: i + 2, cells: text.split(',').map((cell) => cell.trim()) })),
    mapping,
    choices: noChoices,
    people: [],
    today: '2026-11-21',
    levels: usualLevels,
    coverage: 'whole',
    absent: 'keep',
    importerNo: null,
    ...more,
  })

const faultsOf = (review: ReturnType<typeof roster>) =>
  Object.fromEntries(
    review.rows
      .filter((row) => row.faults.length)
      .map((row) => [row.draft.employeeNo || row.line, row.faults.map((fault) => fault.kind)]),
  )

const known = (employeeNo: string, name: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  id: employeeNo,
  employeeNo,
  name,
  gender: null,
  email: null,
  phone: null,
  hiredOn: null,
  leftOn: null,
  department: '厂部',
  position: '',
  jobFamily: null,
  level: null,
  managerNo: 'A1',
  ...more,
})

const small = `
A1,欧阳远山,厂部,,2010-01-01,高层,在职
A2,李静,厂部,A1,2011-01-01,中层,在职
A3,王磊,厂部,A2,2012-01-01,基层,在职`

test('a sound roster has no fault, and the top of the largest tree is the general manager', () => {
  const review = roster(small)
  assert.deepEqual(review.counts, { new: 3, update: 0, same: 0, fault: 0, dropped: 0 })
})

test('E15: loops, own manager, missing, inactive manager and a second top are found in one pass', () => {
  const review = roster(`${small}
B1,甲,厂部,B2,,,在职
B2,乙,厂部,B3,,,在职
B3,丙,厂部,B1,,,在职
C1,丁,厂部,C1,,,在职
D1,戊,厂部,ZZ,,,在职
E1,己,厂部,E2,,,在职
E2,庚,厂部,A1,,,离职
F1,辛,厂部,,,,在职
G1,壬,厂部,B1,,,在职`)
  assert.deepEqual(faultsOf(review), {
    B1: ['managerLoop'],
    B2: ['managerLoop'],
    B3: ['managerLoop'],
    C1: ['managerSelf'],
    D1: ['managerMissing'],
    E1: ['managerLeft'],
    F1: ['secondTop'],
  })
  assert.deepEqual(
    review.loops[0]!.members.map(({ employeeNo, line }) => [employeeNo, line]),
    [
      ['B1', 5],
      ['B2', 6],
      ['B3', 7],
    ],
  )
  const below = review.rows.at(-1)!
  assert.deepEqual([below.verdict, below.managerHeld, below.draft.managerNo], ['new', true, null])
})

test('the faults of a row are told from its first column to its last, whatever stands where', () => {
  const table = `
A1,甲厂长,厂部,,2011-06-23,高层,在职
A2,乙,,A9,很久以前,M7,在职
A1,丙,厂部,A1,2012-02-30,,不详`
  const { rows } = roster(table)
  assert.deepEqual(
    rows.slice(1).map(({ line, faults }) => [line, faults.map(({ field }) => field)]),
    [
      [3, ['department', 'managerNo', 'hiredOn', 'level']],
      [4, ['employeeNo', 'hiredOn', 'status']],
    ],
  )
})

test('E15: a new top beside one the organization already knows is found, however large its tree', () => {
  const people = [
    known('A1', '欧阳远山', { managerNo: null }),
    known('A2', '李静'),
    known('HR1', '许宁', { managerNo: null }),
  ]
  const second = `
N1,新来的头,厂部,,,,在职
N2,甲,厂部,N1,,,在职
N3,乙,厂部,N1,,,在职
N4,丙,厂部,N1,,,在职`
  for (const coverage of ['part', 'whole'] as const)
    assert.deepEqual(faultsOf(roster(second, { people, coverage, importerNo: 'HR1' })), {
      N1: ['secondTop'],
    })
  const first = [known('HR1', '许宁', { managerNo: null })]
  assert.deepEqual(
    faultsOf(roster(small, { people: first, importerNo: 'HR1' })),
    {},
    'whoever imports the first roster is nobody’s general manager yet',
  )
  assert.deepEqual(
    faultsOf(roster(small, { people: [known('B1', '老厂长', { managerNo: null })] })),
    { A1: ['secondTop'] },
  )
})

test('a loop that closes through people who are not in the file is found', () => {
  const people = [
    known('A1', '欧阳远山', { managerNo: null }),
    known('A2', '李静', { managerNo: 'A3' }),
  ]
  const review = roster('A3,王磊,厂部,A2,,,在职', { people, coverage: 'part' })
  assert.deepEqual(review.loops[0]!.members, [
    { employeeNo: 'A3', name: '王磊', line: 2 },
    { employeeNo: 'A2', name: '李静', line: null },
  ])
})

test('choosing a manager, leaving one open, and dropping a twin cure what they are about', () => {
  const table = `${small}
B1,甲,厂部,B2,,,在职
B2,乙,厂部,B1,,,在职
A3,王雷,厂部,A2,,,在职`
  assert.deepEqual(roster(table).faults, { managerLoop: 2, numberTwice: 2 })
  const cured = roster(table, {
    choices: { lines: { 5: { set: { managerNo: 'A1' } }, 7: { drop: true } }, all: {} },
  })
  assert.deepEqual(faultsOf(cured), {})
  assert.deepEqual(cured.counts, { new: 5, update: 0, same: 0, fault: 0, dropped: 1 })
  const open = roster(table, {
    choices: { lines: { 7: { drop: true } }, all: { managerLoop: 'empty' } },
  })
  assert.deepEqual(faultsOf(open), {})
})

test('a missing number, name or department cannot be left empty', () => {
  const table = ',甲,厂部,A1,,,在职\nB2,,厂部,A1,,,在职\nB3,丙,,A1,,,在职'
  const all = { numberMissing: 'empty', nameMissing: 'empty', departmentMissing: 'accept' } as const
  const review = roster(`${small}\n${table}`, { choices: { lines: {}, all } })
  assert.equal(review.counts.fault, 3)
})

test('a strange level among known ones is a slip, a scale of its own is taken as it is', () => {
  assert.deepEqual(faultsOf(roster(`${small}\nB1,甲,厂部,A1,,大师,在职`)), { B1: ['levelUnknown'] })
  const own = roster('A1,甲,厂部,,,M3,在职\nA2,乙,厂部,A1,,P5,在职')
  assert.deepEqual(faultsOf(own), {})
})

test('the same file again changes nothing; people are found by number, never by name', () => {
  const people = [
    known('A1', '欧阳远山', { managerNo: null, hiredOn: '2010-01-01', level: '高层' }),
    known('a2', '李静', { hiredOn: '2011-01-01', level: '中层' }),
    known('A3', '王磊', { hiredOn: '2012-01-01', level: '基层', managerNo: 'A2' }),
    known('A9', '王磊', { hiredOn: '2012-01-01', level: '基层', managerNo: 'A2' }),
  ]
  assert.equal(roster(small, { people }).counts.same, 3)
  const renamed = roster(small.replace('王磊', '王蕾'), { people })
  assert.deepEqual(renamed.rows[2]!.changes, ['name'])
})

test('more than five in a hundred missing from a whole roster needs a second person', () => {
  const people = Array.from({ length: 40 }, (_, i) =>
    known(`P${i}`, `人${i}`, { managerNo: i ? 'P0' : null }),
  )
  const line = (i: number) => `P${i},人${i},厂部,${i ? 'P0' : ''},,,在职`
  const without = (gone: number) => Array.from({ length: 40 - gone }, (_, i) => line(i)).join('\n')
  assert.equal(roster(without(2), { people }).needsSecondPerson, false)
  assert.equal(roster(without(3), { people }).needsSecondPerson, true)
  assert.equal(roster(without(3), { people, importerNo: 'P39' }).needsSecondPerson, false)
  assert.equal(roster(without(30), { people, coverage: 'part' }).needsSecondPerson, false)
  const leavers = without(0)
    .split('\n')
    .map((text, i) => (i > 36 ? text.replace('在职', '离职') : text))
    .join('\n')
  assert.equal(roster(leavers, { people }).vanishing, 3)
})

test('damaged and endless text is refused, a mangled number too', () => {
  const review = roster(`${small}
B1,甲\u0007,厂部,A1,,,在职
B2,${'长'.repeat(300)},厂部,A1,,,在职
1.2E+11,丙,厂部,A1,,,在职`)
  assert.deepEqual(faultsOf(review), {
    B1: ['textDamaged'],
    B2: ['textTooLong'],
    '1.2E+11': ['numberDamaged'],
  } satisfies Record<string, FaultKind[]>)
})

test('200,000 rows are judged in one go', () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => ({
    line: i + 2,
    cells: [
      `N${i}`,
      `人${i}`,
      `厂部/组${i % 300}`,
      i ? `N${Math.floor(i / 8)}` : '',
      '2020-01-01',
      '基层',
      '在职',
    ],
  }))
  const review = roster('', { rows })
  assert.equal(review.counts.new, 200_000)
})
