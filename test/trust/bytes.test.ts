import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sha256 } from '@noble/hashes/sha2.js'
import { stopPrinting } from '../../features/sealing/archive/handlers.ts'
import type { PrintDocument } from '../../features/sealing/archive/rules.ts'
import { toBase64, utf8 } from '../../features/sealing/bytes/rules.ts'
import { readNote } from '../../features/sealing/note/rules.ts'
import { requestTimestamp } from '../../features/sealing/timestamps/handlers.ts'
import { verify } from '../../features/sealing/verifier/rules.ts'
import { hasOpenssl, openAuthority } from '../support/authority.ts'
import { exportedExample, newLog, sealedExample } from '../support/evidence.ts'

after(stopPrinting)

const page: PrintDocument = {
  locale: 'zh-CN',
  title: '绩效面谈记录',
  subtitle: '陈一鸣 · 版本 1',
  seal: null,
  blocks: [{ kind: 'paragraph', text: '网关迁移 9 月 12 日完成。' }],
  signatures: [],
}

/** The whole suite takes every byte; within `npm test` every so many must do, another set each day. */
const stride = Number(process.env.CUXI_TRUST_STRIDE ?? 97)
const start = new Date().getUTCDate() % stride

/** Changes one byte after another; none of the results may be called intact, and each must name a part. */
async function everyByte(file: Uint8Array, bits: (at: number) => number[]) {
  assert.equal((await verify(file)).verdict, 'intact')
  for (let at = start; at < file.length; at += stride)
    for (const bit of bits(at)) {
      const changed = file.slice()
      changed[at]! ^= 1 << bit
      const { verdict, findings } = await verify(changed)
      assert.notEqual(verdict, 'intact', `byte ${at}, bit ${bit}`)
      assert.ok(
        findings.some(({ ok }) => ok !== true),
        `byte ${at}: nothing is named`,
      )
    }
}
const oneBit = (at: number) => [at % 8]
const allBits = () => [0, 1, 2, 3, 4, 5, 6, 7]

let timestamp = ''
const log = newLog()
before(async () => {
  if (!hasOpenssl()) return
  const authority = await openAuthority()
  const { checkpoint } = sealedExample({ parted: true, log })
  const imprint = sha256(utf8(readNote(checkpoint)!.text))
  const asked = { url: authority.url, policy: null, trusted: authority.root }
  timestamp = toBase64((await requestTimestamp(imprint, asked)).token)
  authority.close()
})

test('every bit of a whole record counts', { timeout: 600_000 }, () =>
  everyByte(sealedExample({ parted: true }).file, allBits),
)

test('every bit of an excerpt counts', { timeout: 600_000 }, () =>
  everyByte(sealedExample({ parted: true, left: ['fields', 'participants/1'] }).file, allBits),
)

test('every byte of a record from before there were parts counts', { timeout: 600_000 }, () =>
  everyByte(sealedExample({}).file, allBits),
)

test(
  'every byte of a timestamped record counts, those of the timestamp too',
  { timeout: 600_000 },
  async (t) => {
    if (timestamp === '') return t.skip('openssl is not installed here')
    const { file } = sealedExample({ parted: true, log, timestamp })
    const { facts } = await verify(file)
    assert.equal(facts?.level, 'W3')
    await everyByte(file, oneBit)
  },
)

test('every byte of a signed PDF counts', { timeout: 3_000_000 }, async () => {
  const { pdf } = await exportedExample(page, sealedExample({ parted: true }))
  await everyByte(pdf, oneBit)
})

test('every length of a signed PDF but its own is found', { timeout: 600_000 }, async () => {
  const { pdf } = await exportedExample(page, sealedExample({ parted: true }))
  for (let cut = 1; cut < 400; cut++)
    assert.notEqual((await verify(pdf.slice(0, -cut))).verdict, 'intact', `${cut} bytes short`)
  for (const more of [[10], [0], [37, 37], [10, 37, 69, 79, 70]])
    assert.notEqual((await verify(new Uint8Array([...pdf, ...more]))).verdict, 'intact')
})
