import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'docs', 'security.md'), 'utf8')
const answers = page.slice(page.indexOf('## ASVS'), page.indexOf('## 用扫描器试过'))

/** The text of every test in the product, with what stands in its name. */
const tests = ['app', 'features', 'platform', 'ui', 'test']
  .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
  .filter((file) => /\.test\.ts$|^test\/trust\//.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8').replaceAll("\\'", "'"))

test('whatever the page about security calls a proof is a test that is there', () => {
  const quoted = [...answers.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
  const sentences = quoted.filter((name) => name.split(' ').length > 4)
  assert.ok(sentences.length > 60, `${sentences.length} tests are named`)
  const missing = sentences.filter((name) => {
    // A name may be cut short: each piece of it stands in one test.
    const pieces = name.split('…').map((piece) => piece.trim())
    return !tests.some((text) => pieces.every((piece) => text.includes(piece)))
  })
  assert.deepEqual(missing, [])
})

test('and every file it points to is there', () => {
  const named = [...answers.matchAll(/(?:test|features|app|platform)\/[\w/.-]+\w/g)].map(
    ([path]) => path,
  )
  const pages = [...page.matchAll(/\]\((decisions\/[^)]+)\)/g)].map(([, path]) => `docs/${path}`)
  assert.ok(named.length > 10 && pages.length > 2)
  assert.deepEqual(
    [...named, ...pages].filter((path) => !existsSync(join(root, path))),
    [],
  )
})
