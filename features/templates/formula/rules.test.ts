import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Column } from '../contract.ts'
import { readFormula, reckon, rounded } from './rules.ts'

const columns: Column[] = [
  { key: 'name', label: { zh: '指标', en: 'Indicator' }, type: 'text' },
  { key: 'target', label: { zh: '目标', en: 'Target' }, type: 'number' },
  { key: 'actual', label: { zh: '实际', en: 'Actual' }, type: 'number' },
  { key: 'rate', label: { zh: '达成率（%）', en: 'Rate' }, type: 'computed' },
]
const figures: Record<string, number> = { target: 400, actual: 385, rate: 96.25 }

const result = (source: string, values: Record<string, number | undefined> = figures) => {
  const read = readFormula(source, columns)
  if (read.trouble) return read.trouble.key
  const reckoned = reckon(read.tree, (key) => {
    const value = values[key]
    return value === undefined
      ? { value: null, trouble: { key: 'lacks', params: { column: key } } }
      : { value, trouble: null }
  })
  return reckoned.trouble?.key ?? reckoned.value
}

const told: [string, string, number | string][] = [
  ['columns by key', 'actual / target * 100', 96.25],
  ['columns by their Chinese name', '实际 / 目标 * 100', 96.25],
  ['signs as a Chinese keyboard types them', '（实际－目标）÷目标×100', -3.75],
  ['a name that is more than a word, in braces', '{达成率（%）} / 100', 0.9625],
  ['power goes from the right', '2^3^2', 512],
  ['the larger of two', 'max(实际, 目标)', 400],
  ['rounding to one digit', 'round(actual / 7, 1)', 55],
  [
    'a zero below the line, also where it is never reached',
    'ifElse(target = 400, 1, 1 / 0.0)',
    'byZero',
  ],
  ['a column that is not there', '完成 / 目标', 'unknownColumn'],
  ['a column of words', '指标 * 2', 'wordsInColumn'],
  ['a function nobody offers', 'sin(actual)', 'unknownFunction'],
  ['too many values', 'abs(actual, target)', 'wrongArguments'],
  ['half a formula', 'actual +', 'unreadable'],
  ['nothing', '  ', 'empty'],
  ['a word in quotes', '"a" * 2', 'notANumber'],
  ['more than a number holds', '1e999', 'notANumber'],
  ['a way into the machine', 'actual.constructor', 'unknownColumn'],
  ['another', 'constructor(actual)', 'unknownFunction'],
  ['a division by nothing', 'actual / (0)', 'byZero'],
]
for (const [name, source, expected] of told)
  test(`a formula: ${name}`, () => assert.equal(result(source), expected))

test('what is not there yet is named, and zero below the line is said, not shown', () => {
  assert.equal(result('actual / target', { actual: 3 }), 'lacks')
  assert.equal(result('actual / target', { actual: 3, target: 0 }), 'dividedByZero')
  assert.equal(result('ifElse(target = 0, 0, actual / target)', { actual: 3, target: 0 }), 0)
  assert.equal(result('(0 - actual) ^ 0.5', { actual: 4 }), 'noRoot')
  assert.equal(result('actual ^ actual', { actual: 1000 }), 'tooLarge')
})

test('halves go away from zero, by the digits as they are printed', () => {
  assert.deepEqual(
    [1.005, -1.005, 2.675, 0.1 + 0.2, -0.001, 1e-7].map((value) => rounded(value, 2)),
    [1.01, -1.01, 2.68, 0.3, 0, 0],
  )
  assert.equal(rounded(2 ** 60, 2), 2 ** 60)
})

test('whatever is typed is a number or a reason, never NaN and never a crash', () => {
  const piece = fc.constantFrom(
    'actual',
    '目标',
    '{达成率（%）}',
    '指标',
    '+',
    '-',
    '*',
    '/',
    '^',
    '(',
    ')',
    ',',
    '0',
    '1.5',
    'ifElse(',
    'min(',
    'toString',
    '=',
    '<',
    '!=',
    '"',
    '[',
    'PI',
    '×',
    '1e308',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), fc.integer(), fc.integer(), (typed, a, b) => {
      const found = result(typed.join(' '), { actual: a, target: b, rate: a })
      assert.ok(typeof found === 'string' || Number.isFinite(found), typed.join(' '))
    }),
    { numRuns: 3_000 },
  )
})
