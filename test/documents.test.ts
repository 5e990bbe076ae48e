import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesBelow, root } from './source-tree.ts';

const execute = promisify(execFile);
const patience = 120_000;

type Snippet = { readonly language: string; readonly code: string; readonly line: number };

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map((name) => join(root, name)),
  ...filesBelow(join(root, 'docs')),
  ...filesBelow(join(root, 'packages')).filter((path) => path.endsWith('README.md')),
].filter((path) => path.endsWith('.md') && existsSync(path));

const folder = mkdtempSync(join(tmpdir(), 'duologue-documents-'));
beforeAll(() => {
  for (const name of ['node_modules', 'examples']) symlinkSync(join(root, name), join(folder, name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(documents.map((path) => [relative(root, path), path] as const))('%s', (name, path) => {
  const text = readFileSync(path, 'utf8');
  const snippets = fencedSnippets(text);

  test('links lead to files that exist', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((found) => found[1] ?? '');
    expect(targets.filter((target) => !existsSync(resolve(dirname(path), target)))).toEqual([]);
  });

  test.each(
    snippets.filter(({ language }) => language === 'ts').map((snippet) => [snippet.line, snippet] as const),
  )(
    'the program at line %i runs',
    async (line, { code }) => {
      const file = join(folder, `${name.replaceAll(/\W/g, '-')}-${line}.ts`);
      writeFileSync(file, code);
      const options = { cwd: folder, timeout: patience };
      const words = ['--import', join(root, 'node_modules/tsx/dist/loader.mjs'), file];
      await expect(execute(process.execPath, words, options)).resolves.toBeDefined();
    },
    patience,
  );

  const commands = snippets.flatMap(({ language, code, line }) =>
    language === 'sh' ? [[line, commandLines(code)] as const] : [],
  );
  test.each(commands.filter(([, lines]) => lines.length > 0))(
    'the commands at line %i run',
    async (_line, lines) => {
      for (const words of lines) {
        await expect(
          execute(process.execPath, [join(root, 'dist/cli/main.js'), ...words], {
            cwd: folder,
            timeout: patience,
          }),
        ).resolves.toBeDefined();
      }
    },
    patience,
  );
});

function fencedSnippets(text: string): Snippet[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map((found) => ({
    language: found[1] ?? '',
    code: found[2] ?? '',
    line: text.slice(0, found.index).split('\n').length,
  }));
}

/** The `npx duologue …` lines of a shell snippet, as arguments; other lines are for the reader. */
function commandLines(code: string): string[][] {
  return code
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.startsWith('npx duologue '))
    .map((line) =>
      [...line.replace(/\s#\s.*$/, '').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
        .map((found) => found[1] ?? found[2] ?? found[3] ?? '')
        .slice(2),
    );
}
