import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** `vite build --config studio/vite.config.ts [--outDir FOLDER]`: needs no network, takes about a second. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // The page works under any path that a proxy puts it.
  base: './',
  build: {
    outDir: fileURLToPath(new URL('../dist/studio', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // The server's content security policy knows no `data:` scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  logLevel: 'warn',
});
