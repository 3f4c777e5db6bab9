import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')
const imported = /import (\w+) from '([^']+\.module\.css)'/g

/** Which classes of each style sheet the pages name; null where some are named only at run time. */
const named = new Map<string, Set<string> | null>()
const missing: string[] = []
const classesOf = (sheet: string) =>
  new Set(
    [...readFileSync(sheet, 'utf8').matchAll(/(?<!global\()\.([a-zA-Z][\w-]*)(?=[^{}]*\{)/g)].map(
      ([, name]) => name!,
    ),
  )

for (const file of globSync('{app,features,ui}/**/*.tsx', { cwd: root })) {
  const text = readFileSync(join(root, file), 'utf8')
  for (const [, as, from] of text.matchAll(imported)) {
    const sheet = join(root, dirname(file), from!)
    const used = [
      ...text.matchAll(new RegExp(`(?<!/)\\b${as}(?:\\.(\\w+)|\\['([\\w-]+)'\\])`, 'g')),
    ]
    const names = used.map(([, plain, quoted]) => (plain ?? quoted)!)
    const isOpen = new RegExp(`\\b${as}\\[[^']|\\b${as}\\b(?![.[' ])`).test(text)
    const known = named.has(sheet) ? named.get(sheet)! : new Set<string>()
    named.set(sheet, isOpen || known === null ? null : known.union(new Set(names)))
    const there = classesOf(sheet)
    missing.push(
      ...names
        .filter((name) => !there.has(name))
        .map((name) => `${file} names ${as}.${name}, which ${from} does not have`),
    )
  }
}

test('every class a page names is in its style sheet', () => {
  assert.deepEqual(missing, [])
})

test('every class of a style sheet is named by a page', () => {
  const sheets = globSync('{app,features,ui}/**/*.module.css', { cwd: root })
  const idle = sheets.flatMap((sheet) => {
    const names = named.get(join(root, sheet))
    if (names === null) return []
    return [...classesOf(join(root, sheet))]
      .filter((name) => !names?.has(name))
      .map((name) => `${sheet}: .${name}`)
  })
  assert.deepEqual(idle, [])
})
