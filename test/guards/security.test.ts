import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'docs', 'security.md'), 'utf8')
const answers = page.slice(page.indexOf('## ASVS'), page.indexOf('## 用扫描器试过'))

/** The names of the tests in a file; the same words in a comment or a helper are no test. */
const namesIn = (text: string) =>
  [...text.matchAll(nameOfTest)].map(([, , name]) => name!.replaceAll(/\\(['"`])/g, '$1'))
const nameOfTest = /^ *(?:test|describe)\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/gm

/** The name of every test in the product. */
const tests = ['app', 'features', 'platform', 'ui', 'test']
  .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
  .filter((file) => /\.test\.ts$|^test\/trust\//.test(file))
  .flatMap((file) => namesIn(readFileSync(join(root, file), 'utf8')))

test('whatever the page about security calls a proof is a test that is there', () => {
  const quoted = [...answers.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
  const sentences = quoted.filter((name) => name.split(' ').length > 4)
  assert.ok(sentences.length > 60, `${sentences.length} tests are named`)
  const missing = sentences.filter((name) => {
    // A name may be cut short: each piece of it stands in one test.
    const pieces = name.split('…').map((piece) => piece.trim())
    return !tests.some((test) => pieces.every((piece) => test.includes(piece)))
  })
  assert.deepEqual(missing, [])
})

test('what a comment or a helper says is no test', () => {
  const file = [
    '// a manager cannot sign before the employee',
    "const said = 'a manager cannot sign for somebody else'",
    "test('a manager can\\'t sign alone', () => {})",
    'for (const who of [mia, theo])',
    '  test(',
    '    `${who} signs once`,',
  ]
  assert.deepEqual(namesIn(file.join('\n')), ["a manager can't sign alone", '${who} signs once'])
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
