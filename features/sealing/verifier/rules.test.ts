import { test } from 'node:test'
import assert from 'node:assert/strict'
import { toHex, utf8 } from '../bytes/rules.ts'
import { canonicalBytes, canonicalText } from '../canonical/rules.ts'
import { writeKey } from '../note/rules.ts'
import { commitment, type Evidence } from '../rules.ts'
import { newLog, sealedExample } from '../../../test/support/evidence.ts'
import { verify } from './rules.ts'

const brokenParts = async (evidence: Evidence) => {
  const { verdict, findings } = await verify(canonicalBytes(evidence))
  assert.equal(verdict, 'tampered')
  return findings.filter(({ ok }) => !ok).map(({ part }) => part)
}

test('an untouched record is 完整, and the verdict says what it does not know', async () => {
  const { file, commit, log } = sealedExample()
  const result = await verify(file)
  assert.equal(result.verdict, 'intact')
  assert.ok(result.findings.every(({ ok }) => ok))
  assert.deepEqual(
    result.facts?.signatures.map(({ name, words }) => `${name} ${words}`),
    ['陈一鸣 已阅有异议', '王𠮷 同意'],
  )
  assert.equal(result.facts.commit, commit)
  for (const what of ['keyOwner', 'witness', 'truth', 'screen', 'before'])
    assert.ok(result.notChecked.includes(what))
  const known = await verify(file, { trustedKeys: [writeKey(log.key)] })
  assert.equal(known.verdict, 'intact')
  assert.ok(!known.notChecked.includes('keyOwner'))
})

test('each kind of forgery is named by the part that gives it away', async () => {
  const { evidence, log } = sealedExample()
  const better = evidence.record
    .replace('已阅有异议', '同意')
    .replace('readWithReservation', 'agreed')
  assert.deepEqual(await brokenParts({ ...evidence, record: better }), ['commitment'])
  const salt = 'ff'.repeat(32)
  const commit = toHex(commitment(new Uint8Array(32).fill(255), utf8(better)))
  const leaf = evidence.leaf.replace(/"commit":"[0-9a-f]+"/, `"commit":"${commit}"`)
  assert.deepEqual(await brokenParts({ ...evidence, record: better, salt, leaf }), ['inclusion'])
  const other = sealedExample({ log })
  assert.deepEqual(await brokenParts({ ...evidence, key: writeKey(newLog().key) }), ['checkpoint'])
  assert.deepEqual(
    await brokenParts({
      ...evidence,
      leaf: other.evidence.leaf.replace('"version":1', '"version":2'),
    }),
    ['leaf', 'inclusion'],
  )
})

test('a log built anew under a forger’s own key is exposed by one key kept from before', async () => {
  const { log } = sealedExample()
  const forged = sealedExample({ outcome: 'agreed' })
  assert.equal((await verify(forged.file)).verdict, 'intact')
  const seen = await verify(forged.file, { trustedKeys: [writeKey(log.key)] })
  assert.equal(seen.verdict, 'tampered')
  assert.deepEqual(
    seen.findings.filter(({ ok }) => !ok).map(({ key }) => key),
    ['keyUnknown'],
  )
})

test('a signature given for another text is found although everything else holds', async () => {
  const { document } = sealedExample()
  const swapped = { ...document, fields: { review: '另一段话' } }
  assert.deepEqual(
    (await brokenParts({ ...sealedExample().evidence, record: canonicalText(swapped) })).slice(
      0,
      1,
    ),
    ['signatures'],
  )
})

test('other files, and ours with a space too many, are 无法判断', async () => {
  const { evidence, file } = sealedExample()
  const cases: [string, Uint8Array, string][] = [
    ['a picture', Uint8Array.of(0xff, 0xd8, 0xff), 'fileForeign'],
    ['nothing', new Uint8Array(), 'fileEmpty'],
    ['some JSON', utf8('{"a":1}'), 'fileForeign'],
    ['pretty-printed', utf8(JSON.stringify(evidence, null, 2)), 'fileNotExact'],
    ['a line feed at the end', utf8(`${new TextDecoder().decode(file)}\n`), 'fileNotExact'],
    ['a byte order mark', utf8(`\ufeff${new TextDecoder().decode(file)}`), 'fileNotExact'],
    ['one more field', canonicalBytes({ ...evidence, note: '' }), 'fileNotExact'],
    ['a PDF without evidence', utf8('%PDF-1.7\n%%EOF'), 'pdfWithoutEvidence'],
  ]
  for (const [what, bytes, key] of cases) {
    const result = await verify(bytes)
    assert.equal(result.verdict, 'unknown', what)
    assert.equal(result.findings[0]?.key, key, what)
    assert.deepEqual(result.notChecked, [], 'no record, no limits of one')
  }
})

test('every single-byte change of five exported records is detected', async () => {
  const sizes = [
    [0, 1],
    [0, 2],
    [2, 3],
    [6, 7],
    [40, 100],
  ] as const
  for (const [index, size] of sizes) {
    const { file } = sealedExample({
      index,
      size,
      text: `第 ${index} 次谈话，阿卜杜热合曼·买买提\n“下一步”`,
    })
    assert.equal((await verify(file)).verdict, 'intact')
    for (let at = 0; at < file.length; at++) {
      for (const change of size === 1 ? [1 << (at % 8), 0x20] : [1 << (at % 8)]) {
        const changed = file.slice()
        changed[at]! ^= change
        const { verdict } = await verify(changed)
        assert.notEqual(verdict, 'intact', `byte ${at} of record ${index}/${size}`)
      }
    }
  }
})
