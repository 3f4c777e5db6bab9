import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, normalizePath, type Plugin } from 'vite'

const root = normalizePath(join(import.meta.dirname, '..'))

/**
 * Packages of many small modules that every start reads, the program's or that of a process of its own.
 * Whatever uses one of them is taken in as well, so that there is one of each. All others stay where npm
 * put them.
 */
const takenIn =
  /\/node_modules\/(@better-auth|@better-fetch|@noble|@orpc|better-auth|better-call|canonicalize|csv-parse|hucre|kysely|radash|uuid|zod)\//

const ours = (id: string) => id.startsWith(`${root}/`) && !id.includes('/node_modules/')

/** Packages by their address, so that what is assembled may lie anywhere. */
const outside: Plugin = {
  name: 'outside',
  enforce: 'pre',
  async resolveId(id, importer) {
    if (!importer || /^[./]|^node:/.test(id)) return null
    const found = await this.resolve(id, importer, { skipSelf: true })
    if (!found || found.external || takenIn.test(found.id)) return found
    return { id: pathToFileURL(found.id).href, external: true }
  },
}

/** A module goes on reading what lies beside its source. */
const whereItWas: Plugin = {
  name: 'where-it-was',
  transform(code, id) {
    if (!ours(id) || !code.includes('import.meta.')) return null
    const words = {
      'import.meta.dirname': JSON.stringify(dirname(id)),
      'import.meta.filename': JSON.stringify(id),
      'import.meta.url': JSON.stringify(pathToFileURL(id).href),
      'import.meta.main': 'false',
    }
    return {
      code: code.replace(
        /\bimport\.meta\.(dirname|filename|url|main)\b/g,
        (word) => words[word as keyof typeof words],
      ),
      map: null,
    }
  },
}

/** What modules start as processes of their own, `import.meta.resolve('./…')`: name beside the program → source. */
const processesInto = (found: Map<string, string>): Plugin => ({
  name: 'processes',
  transform(code, id) {
    if (!ours(id) || !code.includes('import.meta.resolve(')) return null
    return {
      code: code.replace(/\bimport\.meta\.resolve\(["'](\.[^"']+)["']\)/g, (_, path: string) => {
        const source = join(dirname(id), path)
        const name = relative(root, source).replaceAll(/\W+/g, '-').replace(/-ts$/, '.js')
        found.set(name, source)
        return `new URL('./${name}', import.meta.url).href`
      }),
      map: null,
    }
  },
})

/** Puts the server's eight hundred modules into a few files, which load in a third of the time. */
export async function assemble(folder: string): Promise<void> {
  const processes = new Map([['product.js', join(import.meta.dirname, 'product.ts')]])
  for (const [name, source] of processes) await putTogether(folder, name, source, processes)
}

/** Writes one entry and what it needs; everything lies side by side, so that each finds the other. */
const putTogether = (folder: string, name: string, source: string, found: Map<string, string>) =>
  build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [outside, whereItWas, processesInto(found)],
    ssr: { noExternal: true },
    build: {
      ssr: source,
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      target: 'node24',
      rolldownOptions: { output: { entryFileNames: name, chunkFileNames: '[name]-[hash].js' } },
    },
  })
