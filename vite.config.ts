import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The web app: one page, a chunk per place. `app/build.ts` runs this and says where the result goes. */
export default defineConfig({
  root: join(import.meta.dirname, 'app/web'),
  plugins: [react()],
  cacheDir: join(import.meta.dirname, 'node_modules/.vite'),
  css: { modules: { generateScopedName: '[name]-[local]-[hash:base64:4]' } },
  build: {
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
})
