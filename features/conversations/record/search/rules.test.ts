import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchWords, wordsToIndex } from './rules.ts'

const isFound = (query: string[], asked: string, text: string, cut: string[]) => {
  const words = new Set(wordsToIndex(cut, text))
  return searchWords(query, asked).every((word) => words.has(word))
}
const text = '网关迁移延期 12 天，王𠮷值班 GATEWAY'
const cut = ['网关', '迁移', '延期', '12', '天', '，', '王', '𠮷', '值班', 'GATEWAY']

test('a record is found by words, by parts of words, by rare characters and by Latin words in any case', () => {
  for (const [query, asked] of [
    [['网关', '延期'], '网关延期'],
    [['关', '迁移'], '关迁移'],
    [['𠮷'], '𠮷'],
    [['gateway'], 'gateway'],
    [['12'], '12'],
  ] as const)
    assert.ok(isFound([...query], asked, text, cut), asked)
})

test('a word that is not there finds nothing', () => {
  assert.ok(!isFound(['投标'], '投标', text, cut))
})

test('quotes and operators of a query are no operators', () => {
  assert.deepEqual(searchWords(["'", '|', '!', ')', '网关'], "' | ! ) 网关"), ['网关'])
})
