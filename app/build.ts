import { createHash } from 'node:crypto'
import {
  access,
  constants,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants as zlib } from 'node:zlib'
import { config } from '../platform/config.ts'

const root = join(import.meta.dirname, '..')
const compress = promisify(brotliCompress)

/** Everything the built pages are made of. */
const sources = [
  'app/web',
  'ui',
  'features',
  'locales',
  'app/contract.ts',
  'vite.config.ts',
  'package-lock.json',
]
const isSource = (path: string) =>
  /\.(tsx?|css|html|json|svg|js)$/.test(path) &&
  !/\.test\.|\/(handlers|policy|queries|reactions|table)\.ts$/.test(path)

/**
 * Makes sure the web app is built from the sources as they are now, and returns its folder. The folder
 * is named after the content of the sources: a second start takes milliseconds, and a server that
 * still runs keeps the pages it started with.
 * @throws Error from the bundler when a source does not compile.
 */
export async function ensureBuilt({
  log = () => {},
}: { log?: (line: string) => void } = {}): Promise<string> {
  const dist = await writableFolder()
  const wanted = join(dist, await fingerprint())
  if (await exists(join(wanted, 'index.html'))) return wanted
  log('正在准备网页（约 10 秒，只在第一次和更新之后）… building the web app')
  const fresh = `${wanted}.${process.pid}`
  const { build } = await import('vite')
  await build({
    configFile: join(root, 'vite.config.ts'),
    // The bundling loader would write beside the configuration, and a clone may be read-only.
    configLoader: 'native',
    logLevel: 'error',
    build: { outDir: fresh },
  })
  await compressAll(fresh)
  // Two processes may build at once: the first to finish wins, both results are the same.
  await rename(fresh, wanted).catch(() => rm(fresh, { recursive: true, force: true }))
  await forgetOld(dist)
  return wanted
}

/** `dist/web` of the clone, or a folder beside the data where the clone is read-only. */
async function writableFolder(): Promise<string> {
  const inClone = join(root, 'dist', 'web')
  try {
    await mkdir(inClone, { recursive: true })
    await access(inClone, constants.W_OK)
    return inClone
  } catch {
    const besideData = join(config().dataDir, 'web')
    await mkdir(besideData, { recursive: true })
    return besideData
  }
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  const paths = (await Promise.all(sources.map((source) => filesUnder(join(root, source))))).flat()
  const own = paths.filter(isSource).sort()
  const texts = await Promise.all(own.map((path) => readFile(path)))
  for (const [at, path] of own.entries())
    hash
      .update(`${relative(root, path)}\0`)
      .update(texts[at]!)
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

async function filesUnder(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path]
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Writes a `.br` beside every text file, so that the server never compresses while somebody waits. */
async function compressAll(folder: string): Promise<void> {
  const paths = (await filesUnder(folder)).filter((path) => /\.(js|css|html|svg)$/.test(path))
  await Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(path)
      await writeFile(
        `${path}.br`,
        await compress(bytes, { params: { [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
      )
    }),
  )
}

/** Builds of the last day stay for servers that may still run on them; the three newest always do. */
async function forgetOld(dist: string): Promise<void> {
  const builds = await Promise.all(
    (await readdir(dist)).map(async (name) => ({
      name,
      at: (await stat(join(dist, name))).mtimeMs,
    })),
  )
  builds.sort((a, b) => b.at - a.at)
  for (const { name, at } of builds.slice(3))
    if (Date.now() - at > 86_400_000) await rm(join(dist, name), { recursive: true, force: true })
}

if (import.meta.main) console.log(await ensureBuilt({ log: console.log }))
