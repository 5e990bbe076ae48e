import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

const root = new URL('../../../', import.meta.url);
const source = (path: string): string => fileURLToPath(new URL(path, root));

/** The page with the model's core, straight from the sources: nothing has to be built before. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  resolve: {
    // ONNX Runtime fetches its program itself, from where the server has it.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
    alias: [
      {
        find: /^@duologue\/dialospeech\/web$/,
        replacement: source('packages/dialospeech/src/web/index.ts'),
      },
      { find: /^duologue\/(.+)$/, replacement: source('src/$1/index.ts') },
    ],
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    // How long plugins take says nothing to whoever opens the page.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  worker: { format: 'es', rolldownOptions: { checks: { pluginTimings: false } } },
  logLevel: 'warn',
});
