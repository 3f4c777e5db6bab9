import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')
const kind = /'([a-z]\w*\.[a-z]\w*)'/g

/** The text between the brackets of a call that begins at `at`. */
function callAt(text: string, at: number): string {
  let depth = 0
  for (let end = text.indexOf('(', at); end < text.length; end++) {
    if (text[end] === '(') depth++
    if (text[end] === ')' && --depth === 0) return text.slice(at, end)
  }
  throw new Error(`no end of the call at ${at}`)
}

/** Kinds of events by where the source records them; a call that names none stands under ''. */
function recorded(): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of globSync('{app,features,platform}/**/*.ts', { cwd: root })) {
    if (file.includes('.test.') || file.endsWith('contract.ts')) continue
    const text = readFileSync(join(root, file), 'utf8')
    const alias = /\brecord as (\w+)[^;]*?platform\/events\.ts'/.exec(text)?.[1] ?? 'record'
    const calls = new RegExp(`(?<![\\w.]|function )(?:${alias}|happened)\\(`, 'g')
    for (const { index } of text.matchAll(calls)) {
      const call = callAt(text, index)
      const said = call.slice(0, call.search(/\{\s*subjectId|$/))
      // Picked from a table of the same file.
      const table = /(\w+)\[\w+\]/.exec(said)?.[1]
      const rows = table ? text.slice(text.indexOf(`const ${table} = {`)).split('\n}')[0]! : ''
      const kinds = [...(said + rows).matchAll(kind)].map(([, name]) => name!)
      for (const name of kinds) found.set(name, file)
      if (kinds.length === 0) found.set('', `${found.get('') ?? ''} ${file}`)
    }
    // An import writes many at once.
    for (const [, name] of text.matchAll(/\{ kind: '([a-z]\w*\.\w+)', personId/g))
      found.set(name!, file)
  }
  return found
}

const sentences = (language: string): Record<string, Record<string, string>> =>
  JSON.parse(readFileSync(join(root, `locales/${language}/admin.json`), 'utf8')).event

test('everything that is recorded anywhere has its sentence, and no sentence is for nothing', () => {
  const kinds = recorded()
  // Handed on by its caller, which is read here as well.
  assert.equal(kinds.get('')?.trim(), 'features/accounts/factor/handlers.ts')
  kinds.delete('')
  assert.ok(kinds.size > 80, `${kinds.size} kinds found`)
  for (const language of ['zh-CN', 'en']) {
    const said = sentences(language)
    const missing = [...kinds].filter(([name]) => {
      const [subject, verb] = name.split('.') as [string, string]
      return !said[subject]?.[verb]
    })
    assert.deepEqual(missing, [], `locales/${language}/admin.json, "event"`)
    const idle = Object.entries(said).flatMap(([subject, verbs]) =>
      Object.keys(verbs).flatMap((verb) =>
        // `signed_refused` says `signed` where it was a no.
        kinds.has(`${subject}.${verb.split('_')[0]}`) ? [] : [`${subject}.${verb}`],
      ),
    )
    assert.deepEqual(idle, [])
  }
})

test('a sentence says who did it, or to whom it happened', () => {
  for (const language of ['zh-CN', 'en'])
    for (const [subject, verbs] of Object.entries(sentences(language)))
      for (const [verb, text] of Object.entries(verbs))
        assert.ok(
          /\{\{(who|whom|whose|records)\}\}/.test(text),
          `${language} ${subject}.${verb}: ${text}`,
        )
})
