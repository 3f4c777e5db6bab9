import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
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
  'test/trust/*.test.ts',
  'test/journeys/*.test.ts',
]

/**
 * Runs every test file in a process of its own, three at a time, on one database server that all of
 * them share, and closes with `N passed, N failed`.
 * @param patterns globs or files, relative to the root.
 * @returns whether everything passed.
 */
export async function runTests(patterns: string[] = everything): Promise<boolean> {
  // Backwards: the journeys, which take longest, come first and leave no core idle at the end.
  const files = [...new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd: root })))]
    .sort()
    .reverse()
  const count = { passed: 0, failed: 0, skipped: 0 }
  const shared = await shareDatabase()
  Object.assign(process.env, shared.env)
  const events = run({
    files: files.map((file) => join(root, file)),
    isolation: 'process',
    concurrency: 3,
  })
  events.on('test:pass', ({ skip, details }) => {
    if (details.type === 'suite') return
    count[skip === undefined ? 'passed' : 'skipped']++
  })
  events.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') count.failed++
  })
  const report = events.compose(spec())
  report.pipe(process.stdout, { end: false })
  await new Promise((resolve) => report.on('end', resolve))
  await shared.close()
  const skipped = count.skipped ? `, ${count.skipped} skipped` : ''
  process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`)
  if (files.length === 0)
    process.stdout.write(
      `no test file matches ${patterns.map((pattern) => relative(root, pattern)).join(' ')}\n`,
    )
  return count.failed === 0 && count.passed > 0
}

if (import.meta.main) {
  const asked = process.argv.slice(2)
  const passed = await runTests(asked.length > 0 ? asked : everything)
  process.exit(passed ? 0 : 1)
}
