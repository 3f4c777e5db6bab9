import { test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { canonicalBytes, canonicalText, cleanText, flawOf, readCanonical } from './rules.ts'

const vectors = new URL('../../../../shared/data/vectors/jcs/', import.meta.url)
const naughty = new URL('../../../../shared/data/vectors/naughty/blns.json', import.meta.url)

test('every RFC 8785 vector comes out byte for byte', (t) => {
  if (!existsSync(vectors)) return t.skip('the shared vectors are not here')
  for (const name of readdirSync(new URL('input/', vectors))) {
    const input: unknown = JSON.parse(readFileSync(new URL(`input/${name}`, vectors), 'utf8'))
    assert.deepEqual(
      Buffer.from(canonicalBytes(input)),
      readFileSync(new URL(`output/${name}`, vectors)),
      name,
    )
    const hex = readFileSync(new URL(`outhex/${name.replace('.json', '.txt')}`, vectors), 'utf8')
    assert.equal(
      Buffer.from(canonicalBytes(input)).toString('hex'),
      hex.replaceAll(/\s/g, ''),
      name,
    )
  }
})

test('a record names the field that cannot be sealed', () => {
  const cases: [unknown, string, string][] = [
    [{ fields: { note: 'half \ud842' } }, 'sealing.textMalformed', 'fields.note'],
    [{ fields: { name: 'e\u0301' } }, 'sealing.textNotNfc', 'fields.name'],
    [{ plan: [{ text: 'ok' }, { text: 'bell \u0007' }] }, 'sealing.textControl', 'plan[1].text'],
    [{ note: 'reads \u202ebackwards' }, 'sealing.textControl', 'note'],
    [{ score: 4.5 }, 'sealing.numberNotWhole', 'score'],
    [{ score: Number.NaN }, 'sealing.numberNotWhole', 'score'],
    [{ at: new Date(0) }, 'sealing.valueUnsupported', 'at'],
    [{ at: undefined }, 'sealing.valueUnsupported', 'at'],
    [JSON.parse('{"a":{"__proto__":1}}'), 'sealing.keyForbidden', 'a.__proto__'],
  ]
  for (const [value, reason, path] of cases) assert.deepEqual(flawOf(value), { reason, path })
})

test('rare characters, names with a middle dot, line feeds and emoji may be sealed', () => {
  assert.equal(
    flawOf({
      name: '王𠮷',
      other: '阿卜杜热合曼·买买提',
      text: '一\n二\t三 👩🏽‍🏭',
      n: -3,
      none: null,
    }),
    null,
  )
})

test('whatever people paste can be sealed after cleaning, and cleaning twice changes nothing', (t) => {
  if (!existsSync(naughty)) return t.skip('the shared vectors are not here')
  for (const text of JSON.parse(readFileSync(naughty, 'utf8')) as string[]) {
    const clean = cleanText(text)
    assert.equal(flawOf({ text: clean }), null, JSON.stringify(text))
    assert.equal(cleanText(clean), clean)
  }
})

test('only the one canonical spelling is read back', () => {
  const value = { b: 1, a: ['二', null] }
  assert.deepEqual(readCanonical(canonicalBytes(value)), value)
  for (const text of [
    '{"b":1,"a":[]}',
    '{"a":1,"a":1}',
    ' {}',
    '{}\n',
    '\ufeff{}',
    '{"a":1.0}',
    '{"a":"\\u4e8c"}',
    '{',
  ]) {
    assert.equal(readCanonical(new TextEncoder().encode(text)), null, text)
  }
  assert.equal(canonicalText(value), '{"a":["二",null],"b":1}')
})
