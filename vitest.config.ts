import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^duologue$/, replacement: source('./src/index.ts') },
      { find: /^duologue\/providers$/, replacement: source('./src/voices/providers/index.ts') },
      { find: /^duologue\/live\/client$/, replacement: source('./src/live/protocol/index.ts') },
      { find: /^duologue\/(.+)$/, replacement: source('./src/$1/index.ts') },
      { find: /^@duologue\/espeak$/, replacement: source('./packages/espeak/src/index.ts') },
    ],
  },
  test: {
    include: ['src/**/*.test.ts', 'packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/fixed-seed.ts'],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
