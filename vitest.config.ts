import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const realTime = ['test/{server,scaling,studio,recognizers}/**/*.test.ts'];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^duologue$/, replacement: source('./src/index.ts') },
      { find: /^duologue\/providers$/, replacement: source('./src/voices/providers/index.ts') },
      { find: /^duologue\/live\/client$/, replacement: source('./src/live/protocol/index.ts') },
      { find: /^duologue\/(.+)$/, replacement: source('./src/$1/index.ts') },
      {
        find: /^@duologue\/dialospeech\/web$/,
        replacement: source('./packages/dialospeech/src/web/index.ts'),
      },
      {
        find: /^@duologue\/dialospeech$/,
        replacement: source('./packages/dialospeech/src/index.ts'),
      },
      { find: /^@duologue\/espeak$/, replacement: source('./packages/espeak/src/index.ts') },
    ],
  },
  test: {
    setupFiles: ['test/fixed-seed.ts'],
    testTimeout: 30_000,
    projects: [
      // A module by itself: files share a process, and what one has loaded serves the next.
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'packages/*/src/**/*.test.ts'],
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      // The whole from outside.
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: realTime,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      // Conversations at the pace of speech, between several processes: one at a time, or they keep each other waiting.
      {
        extends: true,
        test: { name: 'real-time', include: realTime, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
