import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const tool = (name: string) => join(root, 'node_modules', '.bin', name)

/** Everything that can be said about the code without using the product; in parallel, under a minute. */
const checks: Record<string, string[]> = {
  types: [tool('tsc'), '-p', root, '--noEmit'],
  lint: [tool('oxlint'), '--quiet'],
  format: [tool('oxfmt'), '--check'],
  'unused code': [tool('knip'), '--no-progress'],
  guards: [process.execPath, join(root, 'test', 'run.ts'), 'test/guards/*.test.ts'],
}

const started = performance.now()
const results = await Promise.all(
  Object.entries(checks).map(([name, command]) => check(name, command)),
)
const failed = results.filter((passed) => !passed).length
process.stdout.write(
  `${results.length - failed} checks passed, ${failed} failed in ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
)
process.exit(failed === 0 ? 0 : 1)

function check(name: string, [command, ...args]: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command!, args, {
      cwd: root,
      env: { ...process.env, npm_config_loglevel: 'error' },
    })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.on('close', (code) => {
      process.stdout.write(code === 0 ? `✔ ${name}\n` : `✖ ${name}\n${said}\n`)
      resolve(code === 0)
    })
  })
}
