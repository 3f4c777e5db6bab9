import { spawn, type ChildProcess } from 'node:child_process'
import { join, relative } from 'node:path'
import { mark, type Told } from './reporter.ts'

const root = join(import.meta.dirname, '..', '..')

/** What one file's tests came to. */
export interface FileReport {
  file: string
  tests: Told[]
  /** Whatever else was printed meanwhile. */
  said: string
  ms: number
}

/** Processes under way, each the first of a group of its own. */
const under = new Set<ChildProcess>()

/** Ends whatever still runs, browsers and databases of the tests too. */
export function endAll() {
  for (const child of under) end(child)
}

function end(child: ChildProcess) {
  if (child.pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
  } catch {
    // It went by itself.
  }
}

/**
 * Runs test files in one process, one after the other, and reports each as it ends. One that takes longer
 * than `minutes`, or takes the process down, has failed.
 * @returns the files behind it, which are still to be run.
 */
export async function runLoad(
  files: string[],
  minutes: number,
  report: (done: FileReport) => void,
): Promise<string[]> {
  const waiting = new Set(files)
  let now: FileReport | null = null
  let since = performance.now()
  let begun: Told | null = null
  let hasFailed = false
  let watch: NodeJS.Timeout | undefined

  const close = () => {
    if (now) report({ ...now, ms: performance.now() - since })
    now = null
  }
  const turnTo = (file: string) => {
    if (now?.file === file) return
    close()
    waiting.delete(file)
    now = { file, tests: [], said: '', ms: 0 }
    since = performance.now()
    clearTimeout(watch)
    watch = setTimeout(() => {
      fail(`took longer than ${minutes} minutes and was ended`)
      end(child)
    }, minutes * 60_000)
  }
  const fail = (why: string) => {
    hasFailed = true
    const { name, line } = begun ?? { name: 'before the first test', line: 1 }
    now?.tests.push({ type: 'failed', name, line, file: now.file, nesting: 0, ms: 0, why })
  }

  const child = spawn(
    process.execPath,
    [
      '--test',
      '--test-isolation=none',
      // What a test has left open must not hold the others up.
      '--test-force-exit',
      `--test-reporter=${join(import.meta.dirname, 'reporter.ts')}`,
      ...files,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    },
  )
  under.add(child)
  turnTo(files[0]!)
  let rest = ''
  const hear = (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      const at = line.indexOf(mark)
      if (at < 0) {
        if (line && now) now.said += `${line}\n`
        continue
      }
      const told = JSON.parse(line.slice(at + mark.length)) as Told
      const file = told.file && relative(root, told.file)
      // A test that a helper registers stands in the helper's file.
      if (file && files.includes(file)) turnTo(file)
      if (told.type === 'begun') begun = told
      else now?.tests.push(told)
      hasFailed ||= told.type === 'failed'
    }
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => now && (now.said += chunk))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(watch)
  under.delete(child)
  if (code !== 0 && !hasFailed) fail(`the process ended with ${code}`)
  close()
  return [...waiting]
}
