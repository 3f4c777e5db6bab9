import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
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
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants as zlib } from 'node:zlib'
import { config } from '../platform/config.ts'

const root = join(import.meta.dirname, '..')
const compress = promisify(brotliCompress)

type Telling = { log?: (line: string) => void }

/** Something made of the sources: in `dist/<name>`, in a folder named after their content. */
interface Product {
  name: string
  sources: string[]
  isSource: (path: string) => boolean
  /** The file that is there when it is whole. */
  entry: string
  make(folder: string): Promise<void>
}

const pages: Product = {
  name: 'web',
  sources: [
    'app/web',
    'ui',
    'features',
    'locales',
    'app/contract.ts',
    'vite.config.ts',
    'package-lock.json',
  ],
  isSource: (path) =>
    /\.(tsx?|css|html|json|svg|js)$/.test(path) &&
    !/\.test\.|\/(handlers|policy|queries|reactions|table)\.ts$/.test(path),
  entry: 'index.html',
  async make(folder) {
    const { build } = await import('vite')
    await build({
      configFile: join(root, 'vite.config.ts'),
      // The bundling loader would write beside the configuration, and a clone may be read-only.
      configLoader: 'native',
      logLevel: 'error',
      build: { outDir: folder },
    })
    await compressAll(folder)
  },
}

const program: Product = {
  name: 'program',
  sources: ['app', 'features', 'platform', 'package-lock.json'],
  isSource: (path) => /\.(ts|json)$/.test(path) && !/\.test\.|\/(pages|web)\//.test(path),
  entry: 'product.js',
  make: async (folder) => (await import('./assemble.ts')).assemble(folder),
}

/** Makes sure the web app is built from the sources as they are now, and returns its folder. */
export const ensureBuilt = ({ log = () => {} }: Telling = {}): Promise<string> =>
  ensure(pages, () => log('正在准备网页（约 10 秒，只在第一次和更新之后）… building the web app'))

/** The program, assembled from the sources as they are now; its types are theirs. */
export const readProgram = async (): Promise<typeof import('./product.ts')> =>
  import(pathToFileURL(join(await ensure(program), program.entry)).href)

/**
 * A second start takes milliseconds, and a server that still runs keeps what it started with.
 * @throws Error from the bundler when a source does not compile.
 */
async function ensure(product: Product, tell: () => void = () => {}): Promise<string> {
  const dist = await writableFolder(product)
  const wanted = join(dist, fingerprint(product))
  if (await exists(join(wanted, product.entry))) return wanted
  tell()
  const fresh = `${wanted}.${process.pid}`
  await product.make(fresh)
  // Two processes may build at once: the first to finish wins, both results are the same.
  await rename(fresh, wanted).catch(() => rm(fresh, { recursive: true, force: true }))
  await forgetOld(dist)
  return wanted
}

/** `dist` of the clone, or a folder beside the data where the clone is read-only. */
async function writableFolder({ name }: Product): Promise<string> {
  const inClone = join(root, 'dist', name)
  try {
    await mkdir(inClone, { recursive: true })
    await access(inClone, constants.W_OK)
    return inClone
  } catch {
    const besideData = join(config().dataDir, name)
    await mkdir(besideData, { recursive: true })
    return besideData
  }
}

// Read in one go: who starts waits for it, and nothing else could run meanwhile.
function fingerprint({ sources, isSource }: Product): string {
  // An assembled program names its own folder: a clone that was moved is another one.
  const hash = createHash('sha256').update(`${root}\0`)
  const own = sources.flatMap((source) => filesUnder(join(root, source))).filter(isSource)
  for (const path of own.sort())
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

function filesUnder(path: string): string[] {
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
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
  const paths = filesUnder(folder).filter((path) => /\.(js|css|html|svg)$/.test(path))
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
