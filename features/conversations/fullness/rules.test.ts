import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nobody } from '../../templates/conditions/rules.ts'
import { monthly } from '../../templates/library/monthly.ts'
import { fieldsOf } from '../../templates/rules.ts'
import { fullnessOf } from './rules.ts'

test('whether something was written for the two alone, or for oneself, is in no count', () => {
  const body = structuredClone(monthly)
  const [field] = fieldsOf(body, 'self')
  const counted = () => {
    const { asked, empty } = fullnessOf(body, 'self', {}, nobody, false)
    return [asked.includes(field!.key), empty.includes(field!.key)]
  }
  assert.deepEqual(counted(), [true, true])
  for (const readers of ['pairOnly', 'authorOnly', 'hr'] as const) {
    field!.readers = readers
    assert.deepEqual(counted(), [false, false], readers)
  }
})
