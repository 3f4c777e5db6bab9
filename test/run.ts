import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { ensureBuilt } from '../app/build.ts'
import { unpackBrowser } from './support/browser.ts'
import { endAll, type FileReport, runLoad } from './support/load.ts'
import type { Told } from './support/reporter.ts'
import { shareDatabase } from './support/shared.ts'

const root = join(import.meta.dirname, '..')

/** What `npm test` runs when it is not told what: everything that answers within minutes. */
const everything = [
  'platform/**/*.test.ts',
  'features/**/*.test.ts',
  'ui/**/*.test.ts',
  'app/**/*.test.ts',
  'test/guards/*.test.ts',
  'test/abuse/*.test.ts',
  'test/durability/*.test.ts',
  'test/reminders/*.test.ts',
  'test/trust/*.test.ts',
  'test/journeys/*.test.ts',
]

/**
 * Runs test files on one database server that all of them share, two processes more than there are
 * cores, one of them without a browser; names every test, and closes with `N passed, N failed`.
 * @param patterns globs or files, relative to the root.
 * @param minutes how long one file may take before it is ended and counts as failed.
 * @returns whether everything passed.
 */
export async function runTests(patterns: string[] = everything, minutes = 12): Promise<boolean> {
  const files = [...new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd: root })))].sort()
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  const needBrowser = files.some((file) => browses.test(texts.get(file)!))
  // Once, before several processes find out at the same time that there is none yet.
  const [shared] = await Promise.all([
    shareDatabase(),
    needBrowser && Promise.all([ensureBuilt(), unpackBrowser()]),
  ])
  Object.assign(process.env, shared.env)
  const close = async () => {
    endAll()
    await shared.close()
  }
  let stopped = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      stopped = true
      endAll()
    })

  const count = { passed: 0, failed: 0, skipped: 0 }
  const failed: Told[] = []
  const report = (done: FileReport) => {
    tell(done)
    for (const told of done.tests.filter(({ type, isSuite }) => type !== 'said' && !isSuite))
      count[told.isSkipped ? 'skipped' : (told.type as 'passed' | 'failed')]++
    failed.push(...done.tests.filter(({ type, isSuite }) => type === 'failed' && !isSuite))
  }
  const loads = loadsOf(files, texts)
  const lane = async (mayBrowse: boolean) => {
    for (;;) {
      if (stopped) return
      const at = loads.findIndex(([file]) => mayBrowse || !browses.test(texts.get(file!)!))
      if (at < 0) return
      const rest = await runLoad(loads.splice(at, 1)[0]!, minutes, report)
      if (rest.length > 0) loads.unshift(rest)
    }
  }
  const lanes = Array.from({ length: availableParallelism() + 2 }, (_, index) => lane(index > 0))
  await Promise.all(lanes)
  await close()

  for (const { file, line, name, why } of failed)
    process.stdout.write(`\n✖ ${placeOf(file)}:${line} › ${name}\n${indented(why ?? '')}\n`)
  const skipped = count.skipped ? `, ${count.skipped} skipped` : ''
  process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`)
  if (files.length === 0) process.stdout.write(`no test file matches ${patterns.join(' ')}\n`)
  return count.failed === 0 && count.passed > 0
}

const browses = /openHouse|visitorOf|storyInWindows|openBrowser/

/** What a file does to its process that the next one there would notice. */
const isAlone = (text: string) =>
  /^(before|after)(Each)?\(|child_process|process\.(env\.\w+ \??=|env,|chdir|getActive)|mock\./m.test(
    text,
  )

/**
 * Files that can share a process do, which reads the product once for many of them. What takes longest
 * comes first and leaves no core idle at the end: those with a browser, then by length.
 */
function loadsOf(files: string[], texts: Map<string, string>): string[][] {
  const lengthOf = (file: string) => texts.get(file)!.length
  const lengthOfAll = (load: string[]) => load.reduce((sum, file) => sum + lengthOf(file), 0)
  const byLength = [...files].sort((a, b) => lengthOf(b) - lengthOf(a))
  const withBrowser = byLength.filter((file) => browses.test(texts.get(file)!))
  const rest = byLength.filter((file) => !withBrowser.includes(file))
  const alone = rest.filter((file) => isAlone(texts.get(file)!)).map((file) => [file])
  const groups: string[][] = Array.from({ length: 6 }, () => [])
  for (const file of rest.filter((each) => !isAlone(texts.get(each)!)))
    groups.sort((a, b) => lengthOfAll(a) - lengthOfAll(b))[0]!.push(file)
  return [
    ...withBrowser.map((file) => [file]),
    ...[...alone, ...groups.filter((group) => group.length > 0)].sort(
      (a, b) => lengthOfAll(b) - lengthOfAll(a),
    ),
  ]
}

const placeOf = (file = '') => (file.startsWith(root) ? relative(root, file) : file)
const indented = (text: string) => text.replaceAll(/^/gm, '  ')

/** A file with its tests; what was printed meanwhile only where something failed. */
function tell({ file, tests, said, ms }: FileReport) {
  const lines = [`${file}  ${(ms / 1000).toFixed(1)} s`]
  const hasFailed = tests.some(({ type }) => type === 'failed')
  for (const { type, name, nesting, isSkipped, isSuite, ms: took = 0, why } of tests) {
    const sign = type === 'said' ? 'ℹ' : type === 'failed' ? '✖' : isSkipped ? '﹣' : '✔'
    const time = type === 'said' || isSuite ? '' : ` (${took.toFixed(0)} ms)`
    lines.push(
      `${'  '.repeat(nesting + 1)}${sign} ${name}${time}${isSkipped && why ? ` # ${why}` : ''}`,
    )
  }
  if (hasFailed && said) lines.push(indented(said.slice(-4000)))
  process.stdout.write(`${lines.join('\n')}\n`)
}

if (import.meta.main) {
  const asked = process.argv.slice(2)
  const passed = await runTests(asked.length > 0 ? asked : everything)
  process.exit(passed ? 0 : 1)
}
