import { test } from 'node:test'
import assert from 'node:assert/strict'
import { canonicalBytes } from '../canonical/rules.ts'
import { partsOf } from '../parts/rules.ts'
import { titleFor, verify } from '../verifier/rules.ts'
import { sealedExample } from '../../../test/support/evidence.ts'
import type { PartedEvidence } from './rules.ts'

const failing = async (evidence: PartedEvidence) => {
  const { verdict, findings } = await verify(canonicalBytes(evidence))
  assert.equal(verdict, 'tampered')
  return findings.filter(({ ok }) => !ok).map(({ key, params }) => [key, ...Object.values(params)])
}

test('a record sealed part by part is 完整 and reads as it was written', async () => {
  const { file, record } = sealedExample({ parted: true })
  const { verdict, facts, findings } = await verify(file)
  assert.equal(verdict, 'intact')
  assert.deepEqual(facts?.record, record)
  assert.deepEqual(facts.withheld, [])
  assert.ok(findings.some(({ key }) => key === 'signaturesMatch'))
  assert.equal(findings.at(-1)?.key, 'manifestSigned')
})

test('with a part left out the rest is unchanged, never “complete”, and what is missing is named', async () => {
  const left = ['fields', 'participants/1']
  const { file, newer, record } = sealedExample({ parted: true, left })
  const judged = await verify(file)
  const { verdict, facts, findings, notChecked } = judged
  assert.equal(verdict, 'intact')
  assert.equal(titleFor(judged), 'intactRest')
  assert.deepEqual(facts?.withheld, left)
  assert.deepEqual(facts.record['participants'], [(record['participants'] as object[])[0]])
  assert.ok(findings.some(({ key, params }) => key === 'partsWithheld' && params.count === 2))
  assert.ok(notChecked.includes('withheld'))
  assert.ok(!JSON.stringify(newer).includes('网关迁移'))
})

test('nothing that remains lets anybody try out what was left out', () => {
  const { newer } = sealedExample({ parted: true, left: ['fields'] })
  assert.ok(!newer.disclosures.some((text) => text.includes('shown_hash')))
  const whole = sealedExample({ parted: true })
  assert.ok(whole.newer.disclosures.some((text) => text.includes('shown_hash')))
})

test('whoever changes, adds, swaps or drops a part is found, by the part', async () => {
  const { newer } = sealedExample({ parted: true })
  const at = newer.disclosures.findIndex((text) => text.includes('"fields"'))
  const changed = newer.disclosures.with(at, newer.disclosures[at]!.replace('12 日', '13 日'))
  assert.deepEqual((await failing({ ...newer, disclosures: changed }))[0], [
    'partDiffers',
    'fields',
  ])
  const { facts } = await verify(canonicalBytes({ ...newer, disclosures: changed }))
  assert.deepEqual(facts?.withheld, [], 'what was altered is there, and was not left out')
  assert.deepEqual(await failing({ ...newer, disclosures: newer.disclosures.toSpliced(at, 1) }), [
    ['manifestDiffers', 'disclosures'],
  ])
  const twice = newer.disclosures.toSpliced(at, 0, newer.disclosures[at]!)
  assert.deepEqual((await failing({ ...newer, disclosures: twice }))[0], ['partDiffers', 'fields'])
  const swapped = newer.disclosures.with(0, newer.disclosures[1]!).with(1, newer.disclosures[0]!)
  assert.equal((await failing({ ...newer, disclosures: swapped }))[0]![0], 'partDiffers')
  const other = { ...newer, policy: `${newer.policy}log x+00000000+AA==\n` }
  assert.deepEqual(await failing(other), [['manifestDiffers', 'policy']])
})

test('a part is one value at the top, or one entry of a list at the top', () => {
  assert.deepEqual(
    partsOf({
      title: 't',
      marks: [],
      plan: [{ a: 1 }, { a: 2 }],
      signatures: [{ name: '陈', shown_hash: 'ab' }],
    }).map(([path]) => path),
    ['title', 'marks', 'plan/0', 'plan/1', 'signatures/0', 'signatures/0/shown_hash'],
  )
})

test('a byte changed anywhere in a redacted record is found', async () => {
  const { file } = sealedExample({ parted: true, left: ['fields'] })
  for (let at = 0; at < file.length; at += 3) {
    const changed = file.slice()
    changed[at]! ^= 1 << (at % 8)
    assert.notEqual((await verify(changed)).verdict, 'intact', `byte ${at}`)
  }
})
