import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')

function catalogue(language: string): Map<string, string> {
  const entries = new Map<string, string>()
  for (const file of globSync(`locales/${language}/*.json`, { cwd: root })) {
    const walk = (node: unknown, path: string) => {
      if (typeof node === 'string') entries.set(path, node)
      else for (const [key, child] of Object.entries(node as object)) walk(child, `${path}.${key}`)
    }
    walk(JSON.parse(readFileSync(join(root, file), 'utf8')), basename(file, '.json'))
  }
  return entries
}

/** A key said twice in one place: the parser keeps the last, and the first is not found by anybody. */
test('no key stands twice in one place', () => {
  for (const file of globSync('locales/*/*.json', { cwd: root })) {
    const text = readFileSync(join(root, file), 'utf8')
    const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon)
    let read = 0
    JSON.parse(text, (key, value: unknown) => ((read += key === '' ? 0 : 1), value))
    assert.equal(written.length, read, `${file} has a key twice in one place`)
  }
})

const plural = (key: string) => key.replace(/_(one|other|zero)$/, '')
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name!).sort()

const zh = catalogue('zh-CN')
const en = catalogue('en')

test('both languages have the same keys', () => {
  const zhKeys = new Set([...zh.keys()].map(plural))
  const enKeys = new Set([...en.keys()].map(plural))
  assert.deepEqual(
    [...zhKeys].filter((key) => !enKeys.has(key)),
    [],
    'only in zh-CN',
  )
  assert.deepEqual(
    [...enKeys].filter((key) => !zhKeys.has(key)),
    [],
    'only in en',
  )
})

test('no text is empty and both languages fill in the same values', () => {
  const wrong: string[] = []
  for (const [key, text] of [...zh, ...en]) if (!text.trim()) wrong.push(`${key} is empty`)
  for (const [key, text] of zh) {
    const other = en.get(key) ?? en.get(`${key}_other`)
    if (
      other &&
      String([...new Set(placeholders(text))]) !== String([...new Set(placeholders(other))])
    )
      wrong.push(`${key}: ${placeholders(text)} ≠ ${placeholders(other)}`)
  }
  assert.deepEqual(wrong, [])
})

test('every key used in the code has its words', () => {
  const keys = new Set([...zh.keys()].map(plural))
  const missing = new Set<string>()
  for (const file of globSync('{app,features,ui}/**/*.{ts,tsx}', { cwd: root })) {
    if (file.includes('.test.')) continue
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, key] of text.matchAll(/\bt\(\s*['"]([a-z]\w*\.[\w.]+)['"]/g))
      if (!keys.has(plural(key!))) missing.add(`${file}: ${key}`)
    for (const [, key] of text.matchAll(
      /\b(?:refuse|invalid|conflict|tooMany)\(\s*['"]([a-z]\w*\.\w+)['"]/g,
    )) {
      const [feature, name] = key!.split('.')
      const text = `${feature}.refusal.${name}`
      if (!keys.has(text)) missing.add(`${file}: ${text}`)
    }
  }
  assert.deepEqual([...missing], [])
})
