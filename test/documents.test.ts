import { type ChildProcess, execFile, fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentOutcome, DocumentRun } from './document-runner.ts';
import { filesBelow, root } from './source-tree.ts';

const execute = promisify(execFile);
const patience = 120_000;
const loader = join(root, 'node_modules/tsx/dist/loader.mjs');
const program = (name: string): string => join(root, `dist/cli/${name}.js`);

/** What these say is run in a process each, as whoever follows them does. What the others say takes turns in one. */
const alone: readonly string[] = ['README.md', 'packages/espeak/README.md'];

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
afterAll(() => {
  runner?.kill();
  rmSync(folder, { recursive: true, force: true });
});

let runner: ChildProcess | undefined;

/** Rejects with what went wrong. A process that dies of it is another's no more. */
async function run(asked: DocumentRun, name: string): Promise<void> {
  const options = { cwd: folder, timeout: patience };
  if (alone.includes(name)) {
    const words =
      'program' in asked ? ['--import', loader, asked.program] : [program('main'), ...asked.words];
    await execute(process.execPath, words, options);
    return;
  }
  const child = (runner ??= fork(join(root, 'test/document-runner.ts'), [program('command-line')], {
    cwd: folder,
    execArgv: ['--import', loader],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  }));
  let said = '';
  const listen = (piece: Buffer): void => {
    said += piece.toString();
  };
  child.stderr?.on('data', listen);
  const { fault } = await new Promise<DocumentOutcome>((tell) => {
    const end = (): void => {
      runner = undefined;
      tell({ fault: `The process has ended. ${said}` });
    };
    child.once('exit', end);
    child.once('message', (outcome: DocumentOutcome) => {
      child.off('exit', end);
      tell(outcome);
    });
    child.send(asked);
  });
  child.stderr?.off('data', listen);
  if (fault !== undefined) throw new Error(fault);
}

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
      await expect(run({ program: file }, name)).resolves.toBeUndefined();
    },
    patience,
  );

  const commands = snippets.flatMap(({ language, code, line }) =>
    language === 'sh' ? [[line, commandLines(code)] as const] : [],
  );
  test.each(commands.filter(([, lines]) => lines.length > 0))(
    'the commands at line %i run',
    async (_line, lines) => {
      for (const words of lines) await expect(run({ words }, name)).resolves.toBeUndefined();
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
