import assert from 'node:assert/strict'
import { test } from 'node:test'
import { initialOf } from './initials.ts'

test('a person’s sign is the surname, or two initials', () => {
  const cases = [
    ['陈一鸣', '陈'],
    ['欧阳娜娜', '欧阳'],
    ['司马光', '司马'],
    ['司马', '司'],
    ['阿卜杜热合曼·买买提', '阿'],
    ['𠮷田', '𠮷'],
    ['Mia Chen', 'MC'],
    ['  theo ', 'T'],
    ['', ''],
  ] as const
  for (const [name, sign] of cases) assert.equal(initialOf(name), sign)
})
