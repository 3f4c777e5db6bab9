import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blocks } from '../../blocks/rules.ts'
import { parts, type Field, type FieldType } from '../../contract.ts'
import { monthly } from '../../library/monthly.ts'
import { annualResult } from '../../library/annualResult/index.ts'
import { faultsIn } from '../rules.ts'
import {
  adapted,
  fieldBy,
  fieldTo,
  inPart,
  keysIn,
  linesIn,
  newField,
  put,
  sectionBy,
  textOf,
  valueAt,
  withFields,
  withoutFields,
  withoutSection,
} from './rules.ts'

const counting = () => {
  let n = 0
  return (stem: string) => `${stem}X${++n}`
}
const keysOf = (body: typeof monthly, section: string) =>
  body.sections.find(({ key }) => key === section)!.fields.map(({ key }) => key)

test('a field moves by keyboard within its section and over its edge', () => {
  const up = fieldBy(monthly, 'selfBlocked', -1)
  assert.deepEqual(keysOf(up, 'selfNotes').slice(0, 2), ['selfBlocked', 'selfBest'])
  const over = fieldBy(monthly, 'selfReminder', 1)
  assert.equal(keysOf(over, 'managerNotes')[0], 'selfReminder')
  const first = over.sections[1]!.fields[0]!
  assert.equal(first.writer, 'manager', 'it is in the hands of its new part')
  assert.deepEqual(fieldBy(monthly, 'selfBest', -1), monthly, 'nothing above the first')
})

test('a field dragged elsewhere stands where it was put', () => {
  const moved = fieldTo(monthly, 'selfBest', 'selfNotes', 2)
  assert.deepEqual(keysOf(moved, 'selfNotes').slice(0, 3), ['selfBlocked', 'selfAsk', 'selfBest'])
  const shared = fieldTo(monthly, 'noticed', 'agreement', 1)
  const field = shared.sections[3]!.fields[1]!
  assert.deepEqual([field.key, field.readers], ['noticed', 'record'])
})

test('what is taken out leaves no step behind that names it', () => {
  const without = withoutFields(monthly, ['selfBest'])
  assert.equal(without.steps[0]!.fields.includes('selfBest'), false)
  assert.deepEqual(faultsIn(without), [])
  assert.deepEqual(
    faultsIn(withoutSection(monthly, 'managerNotes')).map(({ reasonKey }) => reasonKey),
    [],
  )
})

test('every ready block fits where it says, and nothing in it has to be put right', () => {
  for (const block of blocks)
    for (const part of block.parts) {
      const section = annualResult.sections.find((each) => each.part === part && !each.stage)!
      const { body, keys } = withFields(annualResult, section.key, 0, block.fields, counting())
      assert.deepEqual(faultsIn(body), [], `${block.key} in ${part}`)
      assert.equal(new Set(keysIn(body)).size, keysIn(body).length)
      assert.equal(keys.length, block.fields.length)
    }
})

test('a block put in twice has other keys, and its conditions follow', () => {
  const { fields } = blocks.find(({ key }) => key === 'confirmation')!
  const fresh = counting()
  const once = withFields(monthly, 'agreement', 0, fields, fresh)
  const twice = withFields(once.body, 'agreement', 0, fields, fresh)
  assert.deepEqual(faultsIn(twice.body), [])
  const [, openPoints] = twice.body.sections[3]!.fields
  assert.deepEqual(openPoints!.condition, { field: twice.keys[0], equals: 'different' })
})

test('a new field of each type lacks words, and at most a scale to rate on', () => {
  const types: FieldType[] = [
    'shortText',
    'choice',
    'rating',
    'scale',
    'table',
    'signature',
    'best',
  ]
  for (const type of types)
    for (const part of parts) {
      const section = annualResult.sections.find((each) => each.part === part && !each.stage)!
      const field = newField(type, part, annualResult, counting())
      const { body } = withFields(annualResult, section.key, 0, [field], counting())
      const reasons = new Set(faultsIn(body).map(({ reasonKey }) => reasonKey))
      reasons.delete('ratedTwice')
      assert.deepEqual([...reasons], ['noText'], `${type} in ${part}`)
    }
})

test('a section changes hands with everything in it', () => {
  const turned = inPart(monthly, 'selfNotes', 'manager')
  assert.ok(turned.sections[0]!.fields.every(({ writer }) => writer === 'manager'))
  assert.deepEqual(sectionBy(monthly, 'selfNotes', -1), monthly)
  assert.equal(sectionBy(monthly, 'selfNotes', 1).sections[1]!.key, 'selfNotes')
})

test('one place changes and nothing else', () => {
  const path = 'sections.0.fields.1.label.en'
  const changed = put(monthly, path, 'In the way')
  assert.equal(valueAt(changed, path), 'In the way')
  assert.equal(changed.sections[1], monthly.sections[1])
  assert.deepEqual(put(changed, path, valueAt(monthly, path)), monthly)
  assert.equal(
    'help' in put(monthly, 'sections.0.fields.1.help', undefined).sections[0]!.fields[1]!,
    false,
  )
})

test('private stays private, whoever gets the field', () => {
  const note = monthly.sections[0]!.fields.at(-1) as Field
  for (const part of parts) assert.equal(adapted(note, part).readers, 'authorOnly')
})

test('pasted lines become words, without bullets and numbers', () => {
  assert.deepEqual(
    linesIn('1. 安全\r\n2、质量 \n\n• 交付\n- 交付\n（4）成本\n一、士气\n1.5 小时'),
    ['安全', '质量', '交付', '成本', '士气', '1.5 小时'],
  )
  assert.deepEqual(textOf('安全 / Safety'), { zh: '安全', en: 'Safety' })
  assert.deepEqual(textOf('Safety | 安全'), { zh: '安全', en: 'Safety' })
  assert.deepEqual(textOf('质量'), { zh: '质量', en: '' })
  assert.deepEqual(textOf('Quality'), { zh: '', en: 'Quality' })
})
