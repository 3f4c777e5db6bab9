import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')
const pageOf = (name: string) => readFileSync(join(root, 'docs', name), 'utf8')
const [page, asvs] = [pageOf('security.md'), pageOf('asvs.md')]
// What stands behind the scanners are commands.
const answers = asvs + page.slice(page.indexOf('## 进来的路'), page.indexOf('## 用扫描器试过'))

/** The names of the tests in a file; the same words in a comment or a helper are no test. */
const namesIn = (text: string) =>
  [...text.matchAll(nameOfTest)].map(([, , name]) => name!.replaceAll(/\\(['"`])/g, '$1'))
const nameOfTest = /^ *(?:test|describe)\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/gm

/** The name of every test in the product. */
const tests = ['app', 'features', 'platform', 'ui', 'test']
  .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
  .filter((file) => /\.test\.ts$|^test\/trust\//.test(file))
  .flatMap((file) => namesIn(readFileSync(join(root, file), 'utf8')))

test('whatever the pages about security call a proof is a test that is there', () => {
  const quoted = [...answers.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
  const sentences = quoted.filter((name) => name.split(' ').length > 4)
  assert.ok(sentences.length > 150, `${sentences.length} tests are named`)
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
  const links = [...(page + asvs).matchAll(/\]\(([\w/.-]+\.md)\)/g)]
  const pages = links.map(([, path]) => `docs/${path}`)
  assert.ok(named.length > 30 && pages.length > 10)
  assert.deepEqual(
    [...named, ...pages].filter((path) => !existsSync(join(root, path))),
    [],
  )
})

/** The level of each requirement of ASVS 5.0.0, section by section in their order; of 345, 70 are of level 1 and 183 of level 2. */
const levels = `
  1.1 22  1.2 1111122223  1.3 112222222223  1.4 222  1.5 123  2.1 122  2.2 112  2.3 12223  2.4 23
  3.1 3  3.2 113  3.3 12223  3.4 11222233  3.5 11122333  3.6 3  3.7 22333  4.1 12233  4.2 23333  4.3 22  4.4 1222
  5.1 2  5.2 112333  5.3 113  5.4 222  6.1 122  6.2 111111112222  6.3 11223333  6.4 112233  6.5 22222333  6.6 2223
  6.7 33  6.8 2222  7.1 222  7.2 1111  7.3 22  7.4 11222  7.5 223  7.6 22  8.1 1233  8.2 1123  8.3 133  8.4 23
  9.1 111  9.2 1222  10.1 22  10.2 223  10.3 22223  10.4 1111122222233333  10.5 22222  10.6 22  10.7 222
  11.1 2233  11.2 22233  11.3 11233  11.4 1222  11.5 23  11.6 23  11.7 33  12.1 12233  12.2 11  12.3 22223
  13.1 2333  13.2 222223  13.3 2233  13.4 1222233  14.1 22  14.2 12223333  14.3 122  15.1 12233  15.2 12233
  15.3 1222222  15.4 3333  16.1 2  16.2 22222  16.3 2222  16.4 222  16.5 2223  17.1 23  17.2 22223333  17.3 22`
const required = [...levels.matchAll(/(\d+\.\d+) (\d+)/g)].flatMap(([, section, each]) =>
  [...each!].map((level, at) => ({ number: `${section}.${at + 1}`, level: Number(level) })),
)
const verdicts = ['是 yes', '部分 partly', '否 no', '不适用 n/a']

/** One line of the page: the requirements of both levels from its first number to its last. */
function lineOf([, from, to, level, verdict, how]: RegExpMatchArray) {
  const at = (number: string) => required.findIndex((one) => one.number === number)
  const within = required.slice(at(from!), at(to ?? from!) + 1).filter((one) => one.level < 3)
  return { from, within, level, verdict: verdict!, how: how! }
}
const lines = [
  ...asvs.matchAll(
    /^\| (\d+\.\d+\.\d+)(?:–(\d+\.\d+\.\d+))? \| ([12, ]+) \| [^|]+ \| ([^|]+) \| (.+) \|$/gm,
  ),
].map(lineOf)

test('every requirement of ASVS 5.0.0 levels 1 and 2 is answered once, under its level', () => {
  assert.deepEqual(
    [1, 2, 3].map((level) => required.filter((one) => one.level === level).length),
    [70, 183, 92],
  )
  const wanted = required.filter(({ level }) => level < 3).map(({ number }) => number)
  assert.deepEqual(
    lines.flatMap(({ within }) => within.map(({ number }) => number)),
    wanted,
  )
  for (const { from, within, level, verdict, how } of lines) {
    assert.equal(level, [...new Set(within.map((one) => one.level))].sort().join(', '), from)
    assert.ok(verdicts.includes(verdict), `${from}: ${verdict}`)
    // Whoever is told no, or not quite, is told why and what there is instead.
    assert.ok(!/部分|否/.test(verdict) || how.length > 40, `${from}: ${how}`)
  }
})

test('and the counts on the page are what is answered below', () => {
  for (const level of [1, 2]) {
    const said = new RegExp(`^\\| ${level} \\|(.*)\\|$`, 'm').exec(asvs)![1]!.split('|').map(Number)
    const counts = verdicts.map((verdict) =>
      lines
        .filter((line) => line.verdict === verdict)
        .reduce((sum, { within }) => sum + within.filter((one) => one.level === level).length, 0),
    )
    assert.deepEqual(said, [...counts, counts.reduce((sum, count) => sum + count)])
  }
})
