import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, test } from 'vitest';
import { root } from './source-tree.ts';

const execute = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'duologue-examples-'));
beforeAll(() => {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const programs = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'));

// One of them talks at the pace of speech.
test.concurrent.for(programs)(
  '%s runs without a key, or says which it needs',
  { timeout: 60_000 },
  async (name, { expect }) => {
    const keyless = Object.entries(process.env).filter(([variable]) => !variable.endsWith('_KEY'));
    const { stdout } = await execute(
      process.execPath,
      ['--import', join(root, 'node_modules/tsx/dist/loader.mjs'), join(root, 'examples', name)],
      { cwd: folder, env: Object.fromEntries(keyless), timeout: 60_000 },
    );
    expect(stdout).not.toBe('');
  },
);
