import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newLog, sealedExample } from '../../../../test/support/evidence.ts'
import { utf8 } from '../../bytes/rules.ts'
import { writeKey } from '../../note/rules.ts'
import { textFor, verify } from '../rules.ts'
import { momentIn, nameOfPart, withGaps } from '../words/rules.ts'

const said = async (text: string, trustedKeys: string[] = []) => {
  const { verdict, kind, findings } = await verify(utf8(text), { trustedKeys })
  return [kind, verdict, findings.at(-1)!.key]
}

test('a receipt says where the record lies; by whom it is signed only to whoever knows the key', async () => {
  const { evidence, log } = sealedExample()
  const known = [writeKey(log.key)]
  assert.deepEqual(await said(evidence.proof), ['receipt', 'unknown', 'noteKeyWanted'])
  assert.deepEqual(await said(evidence.proof, known), ['receipt', 'intact', 'noteSigned'])
  assert.deepEqual(await said(evidence.proof, [writeKey(newLog().key)]), [
    'receipt',
    'tampered',
    'noteUnsigned',
  ])
  const judged = await verify(utf8(evidence.proof), { trustedKeys: known })
  assert.equal(textFor(judged), 'receipt.intact')
  const place = judged.findings.find(({ key }) => key === 'receiptPlace')
  assert.equal(place?.ok, true)
  assert.ok(judged.notChecked.includes('receiptContent'), 'what was said is not in it')
  assert.equal(judged.facts, null)
})

test('a checkpoint is judged on its own, and nothing of either may be changed', async () => {
  const { evidence, log } = sealedExample()
  const known = [writeKey(log.key)]
  const checkpoint = evidence.proof.slice(evidence.proof.indexOf('\n\n') + 2)
  assert.deepEqual(await said(checkpoint, known), ['checkpoint', 'intact', 'noteSigned'])
  for (const text of [evidence.proof, checkpoint])
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === '1' ? '2' : '1'
      const changed = text.slice(0, at) + other + text.slice(at + 1)
      const { verdict, kind } = await verify(utf8(changed), { trustedKeys: known })
      // A path hangs on the leaf, which a receipt does not hold: its bytes are judged with the evidence.
      if (kind === 'receipt' && at < evidence.proof.indexOf('\n\n')) continue
      assert.notEqual(verdict, 'intact', `${at}: ${changed}`)
    }
})

test('a receipt whose place or path cannot be in a log of that size does not hold', async () => {
  const { evidence, log } = sealedExample()
  const far = evidence.proof.replace(/index \d+/, 'index 999999')
  assert.equal((await verify(utf8(far), { trustedKeys: [writeKey(log.key)] })).verdict, 'tampered')
})

test('a receipt on which the log bears another name than its signer says so, and ticks no log', async () => {
  const { evidence } = sealedExample()
  const [, origin = ''] = /\n\n([^\n]+)\n/.exec(evidence.proof) ?? []
  const renamed = evidence.proof.replace(`\n\n${origin}\n`, `\n\n${origin}x\n`)
  const { verdict, findings } = await verify(utf8(renamed))
  assert.equal(verdict, 'unknown')
  const doubted = findings.find(({ key }) => key === 'noteNotByLog')
  assert.equal(doubted?.ok, null)
  assert.equal(doubted.params['origin'], `${origin}x`)
  assert.ok(!findings.some(({ key }) => key === 'noteLog'))
})

test('what was left out leaves a gap, and what stands after it keeps its number', () => {
  const record = { title: '面谈', fields: ['甲', '丙'] }
  assert.deepEqual(withGaps(record, ['fields/1', 'minutes', 'plan/0'], '—'), {
    title: '面谈',
    fields: { 1: '甲', 2: '—', 3: '丙' },
    minutes: '—',
    plan: { 1: '—' },
  })
  assert.deepEqual(withGaps(record, [], '—'), record)
})

test('what was left out has a name, and a moment the reader’s own clock and zone', () => {
  assert.deepEqual(nameOfPart('fields/3'), { key: 'left.fieldsAt', params: { n: 4 } })
  assert.deepEqual(nameOfPart('minutes'), { key: 'left.minutes', params: {} })
  assert.equal(nameOfPart('held').key, 'left.other')
  assert.equal(nameOfPart('signatures/1/shown_hash').key, 'left.bound')
  const at = '2026-11-20T07:06:41.000Z'
  assert.match(momentIn('zh-CN', 'Asia/Shanghai', at), /2026年11月20日.*中国标准时间.*15:06:41/)
  assert.match(
    momentIn('en', 'America/New_York', at),
    /Nov 20, 2026, 02:06:41 Eastern Standard Time/,
  )
  assert.equal(momentIn('en', 'UTC', 'a log'), 'a log')
})
