import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenName } from './givenName.ts'

test('a greeting leaves out the family name only where it is one', () => {
  const cases = [
    ['尹小满', '小满'],
    ['欧阳致远', '致远'],
    ['叶蓁', '叶蓁'],
    ['司马光', '司马光'],
    ['巴特尔', '巴特尔'],
    ['敖日格勒', '敖日格勒'],
    ['阿卜杜热合曼·买买提', '阿卜杜热合曼·买买提'],
    ['林𠮷', '林𠮷'],
    ['Mia Chen', 'Mia Chen'],
  ] as const
  for (const [name, given] of cases) assert.equal(givenName(name, 'zh'), given)
  assert.equal(givenName('Mia Chen', 'en'), 'Mia')
  assert.equal(givenName('尹小满', 'en'), '小满')
})
