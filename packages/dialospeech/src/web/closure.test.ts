import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Everything that a file loads, at once or later, and the packages that it needs. */
function closureOf(entry: URL): {
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
} {
  const files = new Set([entry.href]);
  const packages = new Set<string>();
  for (const href of files) {
    const text = readFileSync(fileURLToPath(href), 'utf8');
    const named = [...text.matchAll(/^(?:import|export)(?! type)\s[^;]*?from '([^']+)'/gm)];
    for (const [, specifier = ''] of [...named, ...text.matchAll(/import\('([^']+)'\)/g)]) {
      const core = /^duologue\/(.+)$/.exec(specifier)?.[1];
      if (core !== undefined) files.add(new URL(`../../../../src/${core}/index.ts`, import.meta.url).href);
      else if (specifier.startsWith('.')) files.add(new URL(specifier, href).href);
      else packages.add(specifier);
    }
  }
  return { files, packages };
}

test('it needs nothing of Node, and brings no ONNX Runtime of its own', () => {
  const { files, packages } = closureOf(new URL('./index.ts', import.meta.url));
  expect(files.size).toBeGreaterThan(30);
  expect([...packages].filter((name) => name.startsWith('node:') || name.startsWith('onnxruntime'))).toEqual(
    [],
  );
  expect(
    [...files].filter((file) => /\/(?:threads\/\w+-worker|model\/load-model|worker-pool)\.ts$/.test(file)),
  ).toEqual([]);
});
