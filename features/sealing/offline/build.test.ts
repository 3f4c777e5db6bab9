import { test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openBrowser } from '../../../test/support/browser.ts'
import { exportedExample, sealedExample } from '../../../test/support/evidence.ts'
import { stopPrinting } from '../archive/handlers.ts'
import { offlineVerifier } from './build.ts'

test('the offline page is one file that may reach nothing', async () => {
  const html = await offlineVerifier()
  assert.equal(html, await offlineVerifier())
  assert.match(html, /default-src 'none'; script-src 'sha256-/)
  assert.doesNotMatch(
    html,
    /<link|<img|<iframe|\bsrc=|@import|url\(|https?:\/\/(?!www\.w3\.org)|fetch\(|XMLHttpRequest|WebSocket|import\(/,
  )
  assert.ok(html.length < 200_000, `${html.length} characters`)
})

test('opened from a folder, without network, it judges records and PDFs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cuxi-offline-'))
  const browser = await openBrowser()
  try {
    const example = sealedExample()
    const { file, commit } = example
    const seal = { hash: commit, leafIndex: 4, treeSize: 5, sealedAt: '2026-11-20 15:08' }
    const { pdf } = await exportedExample(
      { locale: 'zh-CN', title: '记录', subtitle: '', blocks: [], signatures: [], seal },
      example,
    )
    const changed = new TextEncoder().encode(
      new TextDecoder().decode(file).replace('9 月 12 日', '9 月 13 日'),
    )
    const drawn = pdf.slice()
    drawn[2000]! ^= 1
    const files = {
      'a.cuxi.json': file,
      'b.cuxi.json': changed,
      'c.pdf': pdf,
      'd.pdf': drawn,
      'e.pdf': new TextEncoder().encode('%PDF-1.7'),
    }
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes)
    await writeFile(join(folder, 'verify.html'), await offlineVerifier())

    const context = await browser.newContext({
      offline: true,
      locale: 'zh-CN',
      viewport: { width: 360, height: 760 },
    })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(pathToFileURL(join(folder, 'verify.html')).href)
    const verdicts: Record<string, string | null> = {}
    for (const name of Object.keys(files)) {
      await page.setInputFiles('#file', join(folder, name))
      await page.locator('#answer', { hasText: name }).waitFor()
      verdicts[name] = await page.locator('.verdict').textContent()
    }
    assert.deepEqual(verdicts, {
      'a.cuxi.json': '完整',
      'b.cuxi.json': '已篡改',
      'c.pdf': '完整',
      'd.pdf': '已篡改',
      'e.pdf': '无法判断',
    })
    assert.deepEqual(errors, [])
    await page.setInputFiles('#file', join(folder, 'a.cuxi.json'))
    await page.locator('.stamp').waitFor()
    const isCleared = await page.evaluate(() => {
      const dropped = new DataTransfer()
      dropped.items.add(new File(['x'], 'photo.jpg'))
      dispatchEvent(new DragEvent('drop', { dataTransfer: dropped }))
      return document.querySelector('#answer') === null
    })
    assert.ok(isCleared, 'a verdict stands over a file it is not about')
    await page.locator('#answer', { hasText: 'photo.jpg' }).waitFor()
    await page.setInputFiles('#file', join(folder, 'a.cuxi.json'))
    await page.locator('.stamp').waitFor()
    const axe = await readFile(
      createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
      'utf8',
    )
    await page.evaluate(axe)
    const violations = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }
      ).axe.run()
      return violations.map(({ id }) => id)
    })
    assert.deepEqual(violations, [])
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      true,
    )
  } finally {
    await browser.close()
    stopPrinting()
    await rm(folder, { recursive: true })
  }
})
