import { test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { coverageOf, piecesOf, type Piece } from './rules.ts'

const back = (pieces: Piece[]) =>
  pieces
    .map((p) =>
      't' in p ? p.t : 'br' in p ? '\n' : String.fromCodePoint(Number.parseInt(p.u.slice(2), 16)),
    )
    .join('')

const font = new URL(
  '../../../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  import.meta.url,
)

test('the font says what it can show', (t) => {
  if (!existsSync(font)) return t.skip('the font package is not installed')
  const has = coverageOf(readFileSync(font))
  for (const char of '促膝阿卜杜热合曼·买买提A9，“”') assert.ok(has(char.codePointAt(0)!), char)
  assert.ok(!has('𠮷'.codePointAt(0)!) && !has('😀'.codePointAt(0)!))
})

test('a rare character becomes its code point, in its place', () => {
  const has = (code: number) => code < 0x10000
  assert.deepEqual(piecesOf('王𠮷\n经理', has), [
    { t: '王' },
    { u: 'U+20BB7' },
    { br: true },
    { t: '经理' },
  ])
})

test('no character ever vanishes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 0x20000 }), (text, limit) => {
      const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{M}]/gu, '')
      assert.equal(back(piecesOf(plain, (code) => code < limit)), plain)
    }),
  )
})
