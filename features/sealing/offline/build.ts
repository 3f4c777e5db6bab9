import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const here = import.meta.dirname
let page: Promise<string> | null = null

/**
 * The offline verifier as one HTML file: code, words and style inside, and a content security policy that lets it
 * reach nothing. Made once per process, in a child process, because the bundler would stay in memory.
 * A policy of the server's own may say what a page cannot say of itself, and nothing about scripts and styles.
 */
export function offlineVerifier(): Promise<string> {
  page ??= promisify(execFile)(process.execPath, [import.meta.filename], {
    maxBuffer: 10_000_000,
  }).then(
    ({ stdout }) => stdout,
    (error: unknown) => {
      page = null
      throw error
    },
  )
  return page
}

async function bundle(): Promise<string> {
  const { build } = await import('vite')
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    root: here,
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: join(here, 'page.ts'), output: { format: 'iife' } },
    },
  })
  const [chunk] = (Array.isArray(output) ? output : [output]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  if (chunk?.type !== 'chunk') throw new Error('the offline page did not build')
  // "</script" inside a string of the bundle would end it early.
  return chunk.code.trim().replaceAll('</script', '<\\/script')
}

async function makePage(): Promise<string> {
  const script = await bundle()
  const tokens = await readFile(join(here, '../../../app/web/tokens.css'), 'utf8')
  const style = `${tokens}\n${await readFile(join(here, 'page.css'), 'utf8')}`
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>验真 · 促膝</title>
<style>${style}</style>
</head>
<body><noscript>验真在浏览器里计算，需要允许脚本。 Verification runs in the browser and needs scripts.</noscript>
<script>${script}</script></body>
</html>
`
}

if (import.meta.main) process.stdout.write(await makePage())
