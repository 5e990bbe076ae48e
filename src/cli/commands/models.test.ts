import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { packArchive } from '../../models/fixtures/archive.ts';
import { type FileServer, serveFile } from '../../models/fixtures/file-server.ts';
import { runCommandLine } from '../command-line.ts';

let folder = '';
let server: FileServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'duologue-models-command-'));
  vi.stubEnv('DUOLOGUE_MODELS', join(folder, 'store'));
  server = await serveFile(
    'small.tar.gz',
    await packArchive({ 'small/model.onnx': 'weights'.repeat(30_000) }),
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function models(words: string, signal = new AbortController().signal) {
  let [out, said] = ['', ''];
  const terminal = {
    out: async (data: string | Uint8Array) => {
      out += String(data);
    },
    say: (text: string) => {
      said += text;
    },
    interactive: false,
    columns: 80,
    now: () => 0,
  };
  const code = await runCommandLine(['models', ...words.split(' ').filter((word) => word !== '')], {
    terminal,
    signal,
  });
  return { code, out, said };
}

describe('duologue models', () => {
  test('lists what there is, what of it is here, and what has no checksum', async () => {
    const all = await models('');
    expect(all).toMatchObject({ code: 0, said: '' });
    expect(all.out).toMatch(/kokoro +voice +en-US en-GB zh … +350 MB +Apache-2.0/);
    expect(all.out).toContain(`installed, in ${join(folder, 'store')}`);
    expect(all.out).toContain('No checksum is known of zipformer-en');
    expect((await models('list --language de')).out).not.toContain('kokoro');
    const listed: unknown = JSON.parse((await models('list --json')).out);
    expect(listed).toMatchObject({
      folder: join(folder, 'store'),
      models: expect.arrayContaining([expect.objectContaining({ id: 'kokoro', state: 'absent' })]),
    });
  });

  test('pulls an address under a name, says that it is taken on trust, checks it and removes it', async () => {
    const pulled = await models(`pull ${server.url} --as mine --language en`);
    expect(pulled).toMatchObject({ code: 0, out: '' });
    expect(pulled.said).toMatch(
      /taken on trust[^]*downloading[^]*unpacking[^]*mine is installed[^]*SHA-256 [0-9a-f]{64}/,
    );
    expect((await models('list')).out).toContain('* mine');
    expect((await models('path mine')).out).toBe(`${join(folder, 'store', 'mine')}\n`);
    expect((await models('verify mine')).code).toBe(0);
    writeFileSync(join(folder, 'store', 'mine', 'model.onnx'), 'other');
    expect(await models('verify mine')).toMatchObject({
      code: 3,
      said: expect.stringContaining('model.onnx'),
    });
    expect((await models('remove mine')).said).toContain('mine is removed');
    expect((await models('remove mine')).code).toBe(4);
  });

  test('prints what it did as JSON', async () => {
    const pulled: unknown = JSON.parse((await models(`pull ${server.url} --as mine --json --quiet`)).out);
    expect(pulled).toMatchObject({ id: 'mine', sources: [{ known: false, url: server.url }] });
    expect(JSON.parse((await models('remove mine --json')).out)).toMatchObject({ id: 'mine' });
    const failed = await models('pull nothing --json');
    expect(JSON.parse(failed.said.split('\n')[0] ?? '')).toMatchObject({ error: { name: 'UsageError' } });
  });

  test('stopped by Ctrl-C it keeps what has arrived, and says how to go on', async () => {
    server.behave({ stallAfter: 300 });
    const controller = new AbortController();
    const work = models(`pull ${server.url} --as mine`, controller.signal);
    await vi.waitFor(() => expect(server.requests.length).toBe(1));
    controller.abort('SIGINT');
    const { code, said } = await work;
    expect(code).toBe(130);
    expect(said).toContain('the same command goes on');
  });

  test('adds a folder', async () => {
    mkdirSync(join(folder, 'own'));
    expect(await models(`add ${join(folder, 'own')} --as own`)).toMatchObject({
      code: 4,
      said: expect.stringContaining('no .onnx file'),
    });
    writeFileSync(join(folder, 'own', 'model.onnx'), 'weights');
    expect((await models(`add ${join(folder, 'own')} --as own --kind recogniser`)).said).toContain(
      'own is installed',
    );
    expect((await models('')).out).toMatch(/\* own +recogniser/);
  });

  test.each([
    ['pul kokoro', 2, "Did you mean 'pull'?"],
    ['pull', 2, 'Which model?'],
    ['pull kokorro', 2, "Did you mean 'kokoro'?"],
    ['pull http://example.org/a.tar.gz --as mine', 2, 'https'],
    ['pull https://example.org/a.tar.gz', 2, '--as NAME'],
    ['pull kokoro --as mine', 2, '--as'],
    ['pull https://example.org/a.tar.gz --as mine --sha256 abc', 2, '64 hexadecimal'],
    ['pull https://example.org/a.tar.gz --as ../mine', 2, 'cannot be a model'],
    ['list kokoro', 2, 'too many'],
    ['path kokoro', 4, 'duologue models pull kokoro'],
    ['verify kokoro', 4, 'duologue models pull kokoro'],
  ])('%s is answered with code %i and what to do', async (words, code, hint) => {
    expect(await models(words)).toMatchObject({ code, out: '', said: expect.stringContaining(hint) });
  });

  test('says by its code what went wrong', async () => {
    server.behave('web-page');
    expect(await models(`pull ${server.url} --as mine`)).toMatchObject({
      code: 4,
      said: expect.stringContaining('web page'),
    });
    writeFileSync(join(folder, 'file'), '');
    vi.stubEnv('DUOLOGUE_MODELS', join(folder, 'file', 'store'));
    expect((await models(`pull ${server.url} --as mine`)).code).toBe(5);
  });
});
