import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, normalizePath, type Plugin } from 'vite'

/**
 * Pages take words and lists from contracts. The shapes beside them are built by calls, which a bundler
 * must keep unless it is told that they have no effect: told so, they and zod stay on the server.
 */
const shapesWithoutEffect: Plugin = {
  name: 'shapes-without-effect',
  enforce: 'post',
  transform(code, id) {
    if (!/\/features\/.*\/contract\.ts$/.test(id)) return null
    let marked = code
    const constants = this.parse(code).body.flatMap((statement) => {
      const declaration =
        statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
      return declaration?.type === 'VariableDeclaration' ? declaration.declarations : []
    })
    for (const { init } of constants.toReversed()) {
      if (!init || init.type.endsWith('FunctionExpression')) continue
      marked = `${marked.slice(0, init.start)}/* @__PURE__ */ (() => (${marked.slice(init.start, init.end)}))()${marked.slice(init.end)}`
    }
    return { code: marked, map: null, moduleSideEffects: false }
  },
}

const kit = normalizePath(join(import.meta.dirname, 'ui'))
const isKit = (id: string) =>
  (id.startsWith(kit) && !/chart|DialogOpened/.test(id)) ||
  /@mantine\/(core\/esm\/core|hooks)\//.test(id)

/** The web app: one page, a chunk per place. `app/build.ts` runs this and says where the result goes. */
export default defineConfig({
  root: join(import.meta.dirname, 'app/web'),
  plugins: [react(), shapesWithoutEffect],
  cacheDir: join(import.meta.dirname, 'node_modules/.vite'),
  css: { modules: { generateScopedName: '[name]-[local]-[hash:base64:4]' } },
  build: {
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // What every page needs comes in two pieces instead of forty; the rest stays with the page that asks.
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /node_modules\/(react|react-dom|scheduler|react-i18next|i18next|@tanstack|@orpc)\//,
            },
            { name: 'kit', test: isKit, minShareCount: 2 },
          ],
        },
      },
    },
  },
})
