import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')

/** Features in reading order: each may import those before it. */
const order = [
  'accounts',
  'org',
  'templates',
  'flows',
  'sealing',
  'goals',
  'evidence',
  'cycles',
  'surveys',
  'conversations',
  'scheduling',
  'commitments',
  'insights',
  'notifications',
  'guide',
  'admin',
]

/** The closed set of file names inside a feature, besides data folders that hold no behaviour. */
const rooms = ['contract', 'rules', 'policy', 'table', 'handlers', 'queries', 'reactions']

type Place = {
  kind: 'app' | 'web' | 'feature' | 'platform' | 'ui' | 'test' | 'bench' | 'other'
  feature?: string
  room?: string
  browser: boolean
  both: boolean
}

function placeOf(path: string): Place {
  const [top, second, ...rest] = path.split('/')
  const file = (path.split('/').at(-1) ?? '').replace(/\.(test\.)?tsx?$/, '')
  if (top === 'app')
    return second === 'web'
      ? { kind: 'web', browser: true, both: false }
      : { kind: 'app', browser: false, both: second === 'contract.ts' }
  if (top === 'ui') return { kind: 'ui', browser: true, both: false }
  if (top === 'platform') return { kind: 'platform', browser: false, both: false }
  if (top === 'test' || top === 'bench') return { kind: top, browser: false, both: false }
  if (top !== 'features') return { kind: 'other', browser: false, both: false }
  // The offline verifier is a page in one file.
  const browser =
    rest.includes('pages') || /^features\/sealing\/offline\/(page|elements)\.ts$/.test(path)
  return {
    kind: 'feature',
    feature: second!,
    room: file,
    browser,
    both: !browser && (file === 'contract' || file === 'rules'),
  }
}

const files = globSync('{app,features,platform,ui}/**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !/\.test\.tsx?$/.test(file),
)

function* importsOf(file: string): Generator<{ target: string; typeOnly: boolean }> {
  const text = readFileSync(join(root, file), 'utf8')
  for (const [statement, , path] of text.matchAll(
    /^\s*(?:import|export)\b[^'"]*?(from\s+)?['"](\.[^'"]+)['"]/gms,
  ))
    yield {
      target: relative(root, join(root, dirname(file), path!)),
      typeOnly: /^\s*(import|export)\s+type\b/.test(statement),
    }
  for (const [, path] of text.matchAll(/import\(\s*['"](\.[^'"]+)['"]\s*\)/g))
    yield { target: relative(root, join(root, dirname(file), path!)), typeOnly: false }
}

/** Says what is wrong with one import and what to do, or null. */
function complaint(from: string, target: string, typeOnly: boolean): string | null {
  const here = placeOf(from)
  const there = placeOf(target)
  if (there.kind === 'test' || there.kind === 'bench') return 'the product does not know its tests'
  if (
    (here.kind === 'platform' || here.kind === 'ui') &&
    !['platform', 'ui', 'other'].includes(there.kind)
  )
    return `${here.kind} could ship in another product: it knows no feature`
  if (here.kind === 'platform' && there.kind === 'ui') return 'the server kit knows no browser'
  if (here.kind === 'feature' && (there.kind === 'app' || there.kind === 'web'))
    return 'features do not know how they are put together; move it down or record an event'
  if (
    here.kind === 'feature' &&
    there.kind === 'feature' &&
    order.indexOf(there.feature!) > order.indexOf(here.feature!)
  )
    return `${there.feature} comes later than ${here.feature}: record an event and let ${there.feature} react`
  const isBrowser = here.browser
  if (isBrowser && !typeOnly && there.kind === 'platform' && !isContent(target))
    return 'this stays on the server'
  if (isBrowser && there.kind === 'feature' && !there.browser && !there.both && !isContent(target))
    return 'this stays on the server'
  if (
    here.both &&
    here.kind === 'feature' &&
    there.kind === 'feature' &&
    !there.both &&
    !isContent(target)
  )
    return 'runs in the browser too: take only contract and rules'
  if (
    here.both &&
    here.kind === 'feature' &&
    (there.kind === 'platform' || there.kind === 'ui') &&
    !isContent(target)
  )
    return 'runs on both sides: take only both-sides files'
  if (!isBrowser && there.browser && here.kind !== 'app') return 'the server does not import pages'
  return null
}

/** Pure files both sides may take: canonical bytes, the verifier and the calendar run in the browser too. */
const isContent = (path: string) =>
  /^platform\/clock\.ts$|^features\/(templates|flows)\/library\/|^features\/sealing\/(canonical|log|verifier|evidence)/.test(
    path,
  )

test('imports go down, and back never', () => {
  const complaints: string[] = []
  for (const file of files)
    for (const { target, typeOnly } of importsOf(file)) {
      const words = complaint(file, target, typeOnly)
      if (words) complaints.push(`${file} → ${target}: ${words}`)
    }
  assert.deepEqual(complaints, [])
})

test('no files take from each other in a circle, types neither: each can be read after what it takes', () => {
  const known = new Set(files)
  const takes = new Map(
    files.map((file) => [
      file,
      [...importsOf(file)].flatMap(({ target }) => (known.has(target) ? [target] : [])),
    ]),
  )
  assert.deepEqual(circlesIn(takes), [])
})

/** Each circle once, as the shortest way round from its first file. */
function circlesIn(takes: Map<string, string[]>): string[] {
  const wayTo = (goal: string) => {
    const cameFrom = new Map<string, string | null>([[goal, null]])
    for (const file of cameFrom.keys())
      for (const next of takes.get(file)!) {
        if (next === goal) return pathTo(file, cameFrom)
        if (!cameFrom.has(next)) cameFrom.set(next, file)
      }
    return null
  }
  const ways = [...takes.keys()].flatMap((file) => wayTo(file) ?? [])
  const seen = new Set<string>()
  return ways.flatMap((way) => {
    if (way.some((file) => seen.has(file))) return []
    for (const file of way) seen.add(file)
    return [[...way, way[0]].join(' → ')]
  })
}

function pathTo(file: string, cameFrom: Map<string, string | null>): string[][] {
  const way: string[] = []
  for (let at: string | null = file; at !== null; at = cameFrom.get(at)!) way.unshift(at)
  return [way]
}

test('every feature folder is in the reading order', () => {
  const folders = new Set(globSync('features/*', { cwd: root }).map((path) => path.split('/')[1]!))
  assert.deepEqual(
    [...folders].filter((folder) => !order.includes(folder)),
    [],
  )
})

test('a feature keeps to the closed set of file names', () => {
  const strange = globSync('features/**/*.ts', { cwd: root })
    .filter((path) => !/\.test\.ts$/.test(path) && !path.includes('/pages/') && !isDataFolder(path))
    .filter((path) => path.split('/').length === 3)
    .filter((path) => !rooms.includes(path.split('/').at(-1)!.replace('.ts', '')))
  assert.deepEqual(strange, [])
})

const isDataFolder = (path: string) => path.split('/').length > 3

test('only app, bench and tests open a database', () => {
  const opening = files.filter(
    (file) =>
      !file.startsWith('app/') &&
      file !== 'platform/database.ts' &&
      /\bopenDatabase\(/.test(readFileSync(join(root, file), 'utf8')),
  )
  assert.deepEqual(opening, [])
})

test('pages use the names of the look, never literal colours', () => {
  const pages = globSync('{features/**/pages/**,ui/**,app/web/**}/*.{tsx,css,ts}', {
    cwd: root,
  }).filter((file) => !/(tokens\.css|theme\.ts|\.test\.tsx?)$/.test(file))
  const literal = pages.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /(?<![&\w/])#[0-9a-fA-F]{3,8}\b(?!['"]?\s*\))|\b(?:rgb|rgba|hsl)\(/g,
      ),
    ].map(([found]) => `${file}: ${found}`),
  )
  assert.deepEqual(literal, [])
})

test('no page gives way to a question asked again in vain', () => {
  const pages = globSync('{app/web,features,ui}/**/*.tsx', { cwd: root }).filter((file) =>
    /if \((?:\w+\.)?error\)\s+return\b/.test(readFileSync(join(root, file), 'utf8')),
  )
  assert.deepEqual(
    pages,
    [],
    'what is typed there would be gone: ask failureIn() of ui/admitted.ts',
  )
})
