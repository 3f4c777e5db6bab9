import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caretAfter, changeBetween, piecesOf } from './caret.ts'

const edits: [string, string, ReturnType<typeof changeBetween>][] = [
  ['评审', '评审', null],
  ['', '评审', { at: 0, removed: 0, added: '评审' }],
  ['评审清单', '评审的清单', { at: 2, removed: 0, added: '的' }],
  ['评审清单', '清单', { at: 0, removed: 2, added: '' }],
  ['aa', 'aaa', { at: 2, removed: 0, added: 'a' }],
  ['先甲后乙', '先丙后乙', { at: 1, removed: 1, added: '丙' }],
]
for (const [before, after, change] of edits)
  test(`an edit from “${before}” to “${after}” is as small as it can be`, () =>
    assert.deepEqual(changeBetween(before, after), change))

test('a character outside the BMP is replaced whole', () => {
  // 𠮷 and 𠮸 share their first half, 😀 and 🈀 do not share the second.
  for (const [before, after] of [
    ['姓𠮷', '姓𠮸'],
    ['a\u{1F600}b', 'a\u{1F601}b'],
    ['\u{20000}x', '\u{20400}x'],
  ] as const) {
    const change = changeBetween(before, after)!
    assert.equal(
      before.slice(0, change.at) + change.added + before.slice(change.at + change.removed),
      after,
    )
    assert.ok(change.added.isWellFormed())
    assert.ok(before.slice(change.at, change.at + change.removed).isWellFormed())
  }
})

test('a caret keeps its place between the same letters when somebody else writes', () => {
  assert.equal(caretAfter(5, [{ insert: '甲乙' }]), 7)
  assert.equal(caretAfter(5, [{ retain: 5 }, { insert: '甲' }]), 5)
  assert.equal(caretAfter(5, [{ retain: 2 }, { delete: 2 }]), 3)
  assert.equal(caretAfter(5, [{ retain: 3 }, { delete: 9 }]), 3)
  assert.equal(caretAfter(0, [{ insert: '甲' }]), 0)
  assert.equal(caretAfter(4, [{ retain: 1 }, { delete: 1 }, { insert: '乙丙' }]), 5)
})

test('a long text is sent in pieces that read the same', () => {
  const text = `${'长'.repeat(7)}\u{20BB7}${'文'.repeat(9)}`
  const pieces = piecesOf(text, 8)
  assert.equal(pieces.join(''), text)
  assert.ok(pieces.every((piece) => piece.isWellFormed() && piece.length <= 8))
})
