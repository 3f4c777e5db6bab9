import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogue } from '../../../../platform/words.ts'
import { sealedExample } from '../../../../test/support/evidence.ts'
import { verify } from '../../verifier/rules.ts'
import type { Words } from '../../verifier/words/rules.ts'
import { annexOf } from './rules.ts'

const fingerprint = 'ab'.repeat(32)

for (const locale of ['zh-CN', 'en'] as const)
  test(`behind a record stands what it proves, what it does not, and how a court checks it (${locale})`, async () => {
    const { facts } = await verify(sealedExample({ parted: true, index: 3 }).file)
    const { annex, fact, outcome } = catalogue(locale, 'sealing') as Record<string, Words>
    const [proof, court] = annexOf(
      { locale, facts: facts!, organization: '海岳重工', fingerprint },
      { ...annex, fact: fact!, outcome: outcome! },
    )
    const said = JSON.stringify([proof, court])
    // No sentence is left as its key, and none with a gap.
    assert.doesNotMatch(said, /\{\{|"(?:proof|court)\.\w+/)
    const rows = (page: typeof court) =>
      page!.blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))
    const lists = (page: typeof court) =>
      page!.blocks.flatMap((block) => (block.kind === 'list' ? [block.items] : []))
    // Each layer, whom it holds against and whom not; six things that nothing proves.
    assert.equal(rows(proof).filter((row) => row.length === 3).length, 6)
    assert.equal(lists(proof).at(-1)?.length, 6)
    // Who, what, when, from where and with which device.
    const [employee, manager, ...numbers] = rows(court)
    assert.deepEqual(employee?.slice(2), ['2026-11-20 07:06:41 UTC', '10.0.3.18', 'Mozilla/5.0'])
    assert.match(employee!.join(), /^陈一鸣,.+ \(S1\)/)
    assert.match(String(employee![1]), locale === 'en' ? /^[a-z, ]+ \(/ : /^\p{Script=Han}/u)
    assert.match(manager!.join(), /^王𠮷,/)
    const values = numbers.map(([, value]) => String(value))
    for (const one of [facts!.commit, facts!.keyId, facts!.origin, fingerprint])
      assert.ok(values.includes(one), one)
    const { place, placeValue } = (annex as { court: Record<'place' | 'placeValue', string> }).court
    const expected = placeValue.replace('{{entry}}', '4').replace('{{size}}', '5')
    assert.match(expected, /4.+5/)
    assert.equal(numbers.find(([label]) => label === place)?.[1], expected, 'its place in the log')
    // And the steps that need neither us nor the organization.
    assert.equal(lists(court).at(-1)?.length, 7)
  })
