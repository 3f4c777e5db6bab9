import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differences, type Comparable } from './rules.ts'

const said: Comparable = {
  fields: { 'self.selfBest': '当晚写出预案' },
  contributions: { 'form.E7': { dottedView: '海外项目她扛下来了' } },
  minutes: '每周五核对',
  plan: [],
  score: '3.5',
  signatures: { manager: { outcome: 'agreed' } },
  seal: { hash: 'ab' },
}

test('a record sealed before it held what others wrote is not altered because they wrote', () => {
  assert.deepEqual(differences({ ...said, contributions: null }, said), [])
})

test('what others wrote may neither be missing, nor be more, nor be other than what was sealed', () => {
  const one = said.contributions!
  const others: Comparable['contributions'][] = [
    null,
    {},
    { 'form.E7': {} },
    { 'form.E7': { dottedView: '没什么可说' } },
    { ...one, 'form.E8': { dottedView: '我也在场' } },
  ]
  for (const contributions of others)
    assert.deepEqual(differences(said, { ...said, contributions }), ['contributions'])
  const more = { 'form.E7': { ...one['form.E7'], hidden: '条件隐去的' } }
  assert.deepEqual(differences(said, { ...said, contributions: more }), [])
})
