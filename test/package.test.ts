import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './source-tree.ts';

const manifestSchema = z.object({
  name: z.string(),
  license: z.string(),
  bin: z.record(z.string(), z.string()).default({}),
  exports: z.record(z.string(), z.union([z.string(), z.object({ types: z.string(), default: z.string() })])),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

const readManifest = (folder: string): z.infer<typeof manifestSchema> =>
  manifestSchema.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')));

const core = readManifest('.');
const espeak = readManifest('packages/espeak');
const dialospeech = readManifest('packages/dialospeech');

test.each([
  ['.', core],
  ['packages/espeak', espeak],
  ['packages/dialospeech', dialospeech],
])('every entry of %s is built, with its types', (folder, manifest) => {
  const files = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : [entry.types, entry.default],
  );
  expect(
    [...files, ...Object.values(manifest.bin)].filter((file) => !existsSync(join(root, folder, file))),
  ).toEqual([]);
});

test('every entry of the core loads, and importing it starts nothing', () => {
  const entries = Object.keys(core.exports).filter(
    (entry) => !entry.endsWith('.json') && entry !== './testing',
  );
  const program = entries.map((entry) => `await import('duologue${entry.slice(1)}');`).join('\n');
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    timeout: 20_000,
  });
  expect(printed.length).toBe(0);
});

test('the package holds what it should and nothing else', () => {
  const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [packed] = z
    .array(z.object({ files: z.array(z.object({ path: z.string() })) }))
    .parse(JSON.parse(listing));
  const paths = packed?.files.map(({ path }) => path) ?? [];
  const expected = /^(dist\/|examples\/|schema\/|LICENSE$|NOTICE$|README\.md$|CHANGELOG\.md$|package\.json$)/;
  expect(paths.filter((path) => !expected.test(path) || /\.test\./.test(path))).toEqual([]);
  expect(paths).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/cli/main.js']),
  );
});

test('every dependency has its reason and licence on the page', () => {
  const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  const names = [core, espeak, dialospeech].flatMap((manifest) => [
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.devDependencies),
  ]);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('GPL code stays in its own package', () => {
  expect(core.license).toBe('Apache-2.0');
  expect(espeak.license).toBe('GPL-3.0-only');
  expect(Object.keys(core.dependencies)).not.toContain('@echogarden/espeak-ng-emscripten');
  expect(Object.keys(core.dependencies)).not.toContain('@duologue/espeak');
});

test('the lock file names no registry', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
});
