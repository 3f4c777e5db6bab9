import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { library } from '../../../templates/library/index.ts'
import { atmosphereOf, hintsPerMood } from './rules.ts'

const bodyOf = (key: string) => library.find((one) => one.key === key)!.body

test('every talk of the library begins by arriving, ends by thanking, and says nothing twice', () => {
  for (const { key, body } of library) {
    const hints = atmosphereOf(body)
    assert.equal(hints[0], 'arrive.1', key)
    assert.equal(hints.at(-1), 'close.1', key)
    assert.equal(new Set(hints).size, hints.length, `${key}: ${hints.join(' ')}`)
  }
})

test('a step in which ratings lie on the table has words of its own', () => {
  assert.deepEqual(atmosphereOf(bodyOf('annualResult')).slice(0, 4), [
    'arrive.1',
    'hear.1',
    'weigh.1',
    'look.1',
  ])
  const hidden = bodyOf('annualResult').steps.map((step) => ({ ...step, ratingHidden: true }))
  assert.equal(atmosphereOf({ ...bodyOf('annualResult'), steps: hidden })[2], 'view.1')
})

test('a talk with more steps than there are hints begins with them again', () => {
  const body = bodyOf('monthly')
  const step = { ...body.steps[1]!, fields: [] }
  const hints = atmosphereOf({ ...body, steps: Array.from({ length: 7 }, () => step) })
  assert.deepEqual(hints, ['arrive.1', 'any.1', 'any.2', 'any.3', 'any.1', 'any.2', 'close.1'])
})

test('each of the two is told something else, in both languages', () => {
  for (const locale of ['zh-CN', 'en']) {
    const path = join(import.meta.dirname, '../../../../locales', locale, 'conversations.json')
    const { employee, manager } = JSON.parse(readFileSync(path, 'utf8')).atmosphere
    const said = Object.entries(hintsPerMood).flatMap(([mood, count]) =>
      Array.from({ length: count }, (_, at) => [employee[mood][at + 1], manager[mood][at + 1]]),
    )
    assert.ok(said.flat().every(Boolean), locale)
    assert.equal(new Set(said.flat()).size, said.flat().length, locale)
  }
})
