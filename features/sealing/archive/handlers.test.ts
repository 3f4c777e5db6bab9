import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { textOf } from '../bytes/rules.ts'
import { attachedFile, checkPdfSeal, cutForSeal, pdfSealText, withSeal } from '../pdf/rules.ts'
import { verify } from '../verifier/rules.ts'
import { sealedExample } from '../../../test/support/evidence.ts'
import { renderPdf, stopPrinting } from './handlers.ts'
import type { PrintDocument } from './rules.ts'

after(stopPrinting)

const names = new URL('../../../../shared/data/chinese_names_20k.txt', import.meta.url)
const page = (changes: Partial<PrintDocument> = {}): PrintDocument => ({
  locale: 'zh-CN',
  title: '绩效面谈记录',
  subtitle: '陈一鸣 · 版本 1',
  seal: null,
  blocks: [
    { kind: 'heading', text: '一　目标回顾' },
    { kind: 'paragraph', text: '网关迁移 9 月 12 日完成。' },
    {
      kind: 'list',
      ordered: true,
      items: ['评审清单', [{ text: '周晓岚', strong: true }, { text: '，11 月 30 日前' }]],
    },
    { kind: 'table', head: ['维度', '自评'], rows: [['交付', '4'], ['协作']], right: [1] },
    { kind: 'field', label: '下一步', text: '一\n二' },
    { kind: 'note', text: '补录' },
  ],
  signatures: [
    {
      role: '员工',
      name: '王𠮷',
      words: '已阅有异议',
      statement: '说明见附一',
      at: '2026-11-20 15:06:41 +08:00',
      detail: '10.0.3.18 · 确认（S1）',
    },
  ],
  ...changes,
})

/** A sealed PDF as the product exports it, under the example's own log key. */
async function exported() {
  const example = sealedExample()
  const seal = {
    hash: example.commit,
    leafIndex: 4,
    treeSize: 5,
    sealedAt: '2026-11-20 15:08:02 +08:00',
  }
  const { before, after: rest } = cutForSeal(await renderPdf(page({ seal }), example.file))
  const pdf = withSeal(
    before,
    example.log.signNote(pdfSealText(example.log.key.name, before, rest)),
    rest,
  )
  return { ...example, pdf }
}

test('an exported PDF carries the evidence unchanged, says it is tagged PDF/A-3, and is 完整', async () => {
  const { pdf, file } = await exported()
  assert.deepEqual(Buffer.from((await attachedFile(pdf))!), Buffer.from(file))
  const text = new TextDecoder('latin1').decode(pdf)
  assert.match(text, /pdfaid:part>3</)
  assert.match(text, /\/StructTreeRoot/)
  assert.match(text, /\(record\.cuxi\.json\)/)
  const result = await verify(pdf)
  assert.equal(result.verdict, 'intact')
  assert.equal(result.findings.at(-1)?.key, 'pageIntact')
})

test('every byte of an exported PDF counts', async () => {
  const { pdf } = await exported()
  // Hashing the whole file once per byte would take minutes; the tail with seal and trailer is tried byte by byte.
  const places = new Set([
    ...Array.from({ length: 150 }, (_, i) => Math.floor((i * pdf.length) / 150)),
    ...Array.from({ length: 700 }, (_, i) => pdf.length - 1 - i),
  ])
  for (const at of places) {
    const changed = pdf.slice()
    changed[at]! ^= 1 << (at % 8)
    assert.notEqual((await verify(changed)).verdict, 'intact', `byte ${at} of ${pdf.length}`)
  }
  assert.notEqual((await verify(pdf.slice(0, -1))).verdict, 'intact')
  assert.notEqual((await verify(new Uint8Array([...pdf, 10]))).verdict, 'intact')
})

test('a page redrawn under an untouched attachment is told apart, part by part', async () => {
  const { log, pdf, file } = await exported()
  const { before, after: rest } = cutForSeal(await renderPdf(page({ title: '另一页' }), file))
  const unsealed = new Uint8Array([...before, ...rest])
  const result = await verify(unsealed)
  assert.equal(result.verdict, 'unknown')
  assert.deepEqual(
    result.findings.filter(({ ok }) => !ok).map(({ part, key }) => `${part} ${key}`),
    ['page pageUnsealed'],
  )
  const line = /%cuxi-seal .*\n/.exec(new TextDecoder('latin1').decode(pdf))![0]
  const moved = new Uint8Array([...before, ...new TextEncoder().encode(line), ...rest])
  assert.equal((await verify(moved)).verdict, 'tampered')
  assert.equal(await checkPdfSeal(moved, log.key), 'changed')
})

test('text that looks like a template stays text', async () => {
  const nasty = '#import "x" $x$ *b* \\ #panic() `code` <label> @ref [ ] { } // /* “引号”'
  const pdf = await renderPdf(
    page({
      title: nasty,
      subtitle: nasty,
      blocks: [
        { kind: 'paragraph', text: nasty },
        { kind: 'heading', text: nasty },
      ],
    }),
  )
  assert.ok(pdf.length > 1000)
})

test('2,000 rare names print without a missing picture, in both weights', async (t) => {
  if (!existsSync(names)) return t.skip('the shared names are not here')
  const all = readFileSync(names, 'utf8').split('\n')
  const some = Array.from({ length: 2000 }, (_, i) => all[(i * 7919) % all.length]!.trim()).filter(
    Boolean,
  )
  const items = [...some, '王𠮷', '阿卜杜热合曼·买买提', '👩🏽‍🏭', 'བོད་', 'ئۇيغۇر'].map((text) => [
    { text },
    { text, strong: true },
  ])
  // PDF/A forbids a character without a picture: typst refuses to write such a file.
  const pdf = await renderPdf(page({ blocks: [{ kind: 'list', items }], signatures: [] }))
  assert.ok(pdf.length > 100_000)
})

test('the same page in English has no seal words on an unsealed print', async () => {
  assert.ok((await renderPdf(page({ locale: 'en' }))).length > 1000)
  assert.equal(textOf(Uint8Array.of(0xff)), null)
})
