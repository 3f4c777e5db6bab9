import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { textOf } from '../bytes/rules.ts'
import { attachedFiles, checkPdfSeal, cutForSeal, pdfSealText, withSeal } from '../pdf/rules.ts'
import { verify } from '../verifier/rules.ts'
import { exportedExample, sealedExample } from '../../../test/support/evidence.ts'
import { renderPdf, stopPrinting } from './handlers.ts'
import type { Attachment } from './render.ts'
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

const evidenceFile = (file: Uint8Array): Attachment => ({
  name: 'record.cuxi.json',
  text: textOf(file)!,
  mediaType: 'application/json',
  relationship: 'source',
  description: '证据',
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
  return { ...example, seal, ...(await exportedExample(page({ seal }), example)) }
}

const failing = async (pdf: Uint8Array) =>
  (await verify(pdf)).findings.filter(({ ok }) => !ok).map(({ key }) => key)

test('an exported PDF carries the evidence unchanged, says it is tagged PDF/A-3, and is 完整', async () => {
  const { pdf, file } = await exported()
  assert.deepEqual(
    (await attachedFiles(pdf)).map((inside) => Buffer.from(inside)),
    [Buffer.from(file)],
  )
  const text = new TextDecoder('latin1').decode(pdf)
  assert.match(text, /pdfaid:part>3</)
  assert.match(text, /\/StructTreeRoot/)
  assert.match(text, /\(record\.cuxi\.json\)/)
  const result = await verify(pdf)
  assert.equal(result.verdict, 'intact')
  assert.deepEqual(
    result.findings.slice(-2).map(({ key }) => key),
    ['pageIntactBefore', 'pdfSignatureValid'],
  )
})

test('a program of others finds the signature valid and the whole document covered', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'cuxi-pdfsig-'))
  const path = join(folder, 'record.pdf')
  try {
    writeFileSync(path, (await exported()).pdf)
    const run = spawnSync('pdfsig', [path], { encoding: 'utf8' })
    if (run.error) return t.skip('pdfsig is not installed here')
    assert.match(run.stdout, /Signature is Valid/)
    assert.match(run.stdout, /Total document signed/)
    assert.match(run.stdout, /ETSI\.CAdES\.detached/)
    assert.match(run.stdout, /海岳重工（自签 self-signed）/)
    const drawn = (await exported()).pdf
    drawn[3000]! ^= 1
    writeFileSync(path, drawn)
    assert.match(spawnSync('pdfsig', [path], { encoding: 'utf8' }).stdout, /Digest Mismatch/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('an objection as long as anybody may write is printed whole, with what stands beside it', async (t) => {
  const statement = Array.from({ length: 300 }, (_, i) => `第${i}处与我记的不同。`).join('')
  const [signature] = page().signatures
  const folder = mkdtempSync(join(tmpdir(), 'cuxi-long-'))
  const path = join(folder, 'record.pdf')
  try {
    writeFileSync(path, await renderPdf(page({ signatures: [{ ...signature!, statement }] })))
    const run = spawnSync('pdftotext', [path, '-'], { encoding: 'utf8' })
    if (run.error) return t.skip('pdftotext is not installed here')
    const read = run.stdout.replaceAll(/\s/g, '')
    const lost = Array.from({ length: 300 }, (_, i) => `第${i}处`).filter(
      (each) => !read.includes(each),
    )
    assert.deepEqual(lost, [])
    assert.match(read, /确认（S1）/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a page asked for while the printer is being stopped is printed by the next one', async () => {
  await renderPdf(page())
  stopPrinting()
  assert.ok((await renderPdf(page())).length > 10_000)
})

test('every byte of an exported PDF counts', async () => {
  const { pdf, sealed } = await exported()
  const from = pdf.lastIndexOf(0x3c, pdf.length - 700)
  // Hashing the whole file once per byte would take minutes; `npm run test:trust` tries them all.
  const places = new Set([
    ...Array.from({ length: 100 }, (_, i) => Math.floor((i * pdf.length) / 100)),
    ...Array.from({ length: 150 }, (_, i) => sealed.length - 1 - i * 5),
    ...Array.from({ length: 120 }, (_, i) => from + i * 13),
    ...Array.from({ length: 150 }, (_, i) => pdf.length - 1 - i * 7),
  ])
  for (const at of places) {
    const changed = pdf.slice()
    changed[at]! ^= 1 << (at % 8)
    assert.notEqual((await verify(changed)).verdict, 'intact', `byte ${at} of ${pdf.length}`)
  }
  assert.notEqual((await verify(pdf.slice(0, -1))).verdict, 'intact')
  assert.notEqual((await verify(new Uint8Array([...pdf, 10]))).verdict, 'intact')
})

test('what was changed in a PDF is named: its page, its signature, or that the signature was cut off', async () => {
  const { pdf, sealed } = await exported()
  const drawn = pdf.slice()
  drawn[3000]! ^= 1
  assert.deepEqual(await failing(drawn), ['pageChanged', 'pdfSignatureBroken'])
  const update = pdf.slice()
  update[pdf.length - 3]! ^= 1
  const longer = new Uint8Array([...pdf, 10])
  for (const behind of [update, longer]) {
    assert.deepEqual(await failing(behind), ['pdfSignatureBroken'])
    const told = (await verify(behind)).findings.map(({ key }) => key)
    assert.ok(!told.includes('pageIntact'), 'not every byte is as it was')
  }
  assert.deepEqual(await failing(sealed), ['pdfSignatureMissing'])
  const other = await exportedExample(page(), sealedExample())
  const grafted = new Uint8Array([...sealed, ...other.pdf.slice(other.sealed.length)])
  assert.deepEqual(await failing(grafted), ['pdfSignatureBroken'])
})

test('a PDF exported before files were signed stays 完整', async () => {
  const { log, file } = await exported()
  const { before, after: rest } = cutForSeal(await renderPdf(page(), [evidenceFile(file)]))
  const old = withSeal(before, log.signNote(pdfSealText(log.key.name, before, rest)), rest)
  const result = await verify(old)
  assert.equal(result.verdict, 'intact')
  assert.equal(result.findings.at(-1)?.key, 'pageIntact')
  const longer = new Uint8Array([...old, 10])
  assert.deepEqual(await failing(longer), ['pageChanged'])
})

test('a page redrawn under an untouched attachment is told apart, part by part', async () => {
  const { log, sealed, file } = await exported()
  const other = await renderPdf(page({ title: '另一页' }), [evidenceFile(file)])
  const { before, after: rest } = cutForSeal(other)
  const result = await verify(new Uint8Array([...before, ...rest]))
  assert.equal(result.verdict, 'unknown')
  assert.deepEqual(
    result.findings.filter(({ ok }) => !ok).map(({ part, key }) => `${part} ${key}`),
    ['page pageUnsealed'],
  )
  const line = /%cuxi-seal .*\n/.exec(new TextDecoder('latin1').decode(sealed))![0]
  const moved = new Uint8Array([...before, ...new TextEncoder().encode(line), ...rest])
  assert.equal((await verify(moved)).verdict, 'tampered')
  assert.equal((await checkPdfSeal(moved, log.key)).check, 'changed')
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
