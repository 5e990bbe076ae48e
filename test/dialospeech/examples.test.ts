import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseScript } from 'duologue/script';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tinyModel } from '../../packages/dialospeech/src/fixtures/tiny-model.ts';
import { root } from '../source-tree.ts';

const execute = promisify(execFile);
const examples = join(root, 'examples', 'dialospeech');
const names = (await readdir(examples)).filter((name) => name.endsWith('.dialogue'));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-dialospeech-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function render(model: string, ...words: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return execute(
    process.execPath,
    ['--import', join(root, 'node_modules/tsx/dist/loader.mjs'), join(examples, 'render.ts'), ...words],
    { cwd: folder, env: { ...process.env, DUOLOGUE_DIALOSPEECH: model }, timeout: 60_000 },
  );
}

test('there are three dialogues in each language, and two in which one speaks the other’s', async () => {
  const scripts = await Promise.all(
    names.map(async (name) => parseScript(await readFile(join(examples, name), 'utf8'))),
  );
  const kinds = scripts.map(({ language, speakers }) => {
    const native = speakers.map(({ voice }) => /^dialospeech\/(en|zh)-/u.exec(voice ?? '')?.[1] ?? '');
    return `${language} by ${native.toSorted().join(' and ')}`;
  });
  expect(kinds.toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => 'en-US by en and en'),
    'en-US by en and zh',
    'zh-CN by en and zh',
    ...Array.from({ length: 3 }, () => 'zh-CN by zh and zh'),
  ]);
});

test('a command renders them with sound, tracks, captions and a picture', { timeout: 60_000 }, async () => {
  const { stdout } = await render(tinyModel, 'out', 'chahu');
  expect(stdout).toMatch(/chahu\.wav: \d/u);
  expect((await readdir(join(folder, 'out'))).toSorted()).toEqual([
    'chahu.mei.wav',
    'chahu.svg',
    'chahu.timeline.json',
    'chahu.vtt',
    'chahu.wav',
    'chahu.wei.wav',
  ]);
});

test('where there is no model it says what to do', { timeout: 60_000 }, async () => {
  const [missing, unknown] = await Promise.allSettled([
    render(join(folder, 'nothing')),
    render(tinyModel, 'out', 'cellar'),
  ]);
  expect(missing).toMatchObject({
    reason: {
      code: 1,
      stderr: expect.stringMatching(/There is no model of DialoSpeech[\s\S]*DUOLOGUE_DIALOSPEECH=FOLDER/u),
    },
  });
  expect(unknown).toMatchObject({ reason: { code: 2, stderr: expect.stringContaining('chahu') } });
});
