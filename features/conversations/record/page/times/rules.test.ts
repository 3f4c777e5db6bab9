import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heldTime } from './rules.ts'

test('the time of a talk reads as people say it, by a named clock', () => {
  const [from, until] = ['2026-11-20T07:06:41.000Z', '2026-11-20T07:51:00.000Z']
  assert.equal(
    heldTime('zh-CN', 'Asia/Shanghai', from, until),
    '2026年11月20日 15:06 – 15:51（中国标准时间）',
  )
  assert.equal(
    heldTime('en', 'Asia/Shanghai', from, until),
    'Nov 20, 2026, 15:06 – 15:51 (China Standard Time)',
  )
  assert.equal(
    heldTime('zh-CN', 'Asia/Shanghai', from, '2026-11-20T17:10:00.000Z'),
    '2026年11月20日 15:06 – 2026年11月21日 01:10（中国标准时间）',
  )
})
