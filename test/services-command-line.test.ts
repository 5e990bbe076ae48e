import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { decodeFile } from 'duologue/media';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openaiKey, startOpenAIServer } from './providers/openai-server.ts';
import type { VendorServer } from './providers/vendor-server.ts';
import { root } from './source-tree.ts';

const program = join(root, 'dist/cli/main.js');
const lines = ['Shall we go to the lake?', 'I would love to.', 'What about the rain?', 'It stops at noon.'];
const script = lines.map((text, index) => `${index % 2 === 0 ? 'ann' : 'ben'}: ${text}`).join('\n');
const voices = ['--voice', 'ann=openai/tts-1:alloy', '--voice', 'ben=openai/tts-1:onyx'];
const plain = ['--backchannels', 'none'];

let server: VendorServer;
let folder = '';
beforeAll(async () => {
  server = await startOpenAIServer();
  folder = mkdtempSync(join(tmpdir(), 'duologue-services-line-'));
  writeFileSync(join(folder, 'talk.dialogue'), script);
});
beforeEach(() => {
  server.clear();
  rmSync(join(folder, 'cache'), { recursive: true, force: true });
  writeSettings({ prices: { currency: 'USD', perMillionCharacters: { 'openai/tts-1': 15 } } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function writeSettings(more: object): void {
  const connections = { openai: { apiKey: openaiKey, baseURL: `${server.url}/v1`, maxRetries: 0 } };
  const settings = { connections, cache: { folder: join(folder, 'cache') }, ...more };
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(settings), { mode: 0o600 });
  chmodSync(join(folder, 'config.yaml'), 0o600);
}

type Outcome = { readonly code: number; readonly out: string; readonly said: string };

function duologue(...words: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, OPENAI_API_KEY: '', DUOLOGUE_CONFIG: join(folder, 'config.yaml') };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...words],
      { cwd: folder, env, encoding: 'utf8' },
      (error, out, said) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, said }),
    );
  });
}

function generateWithin(amount: string): Promise<Outcome> {
  return duologue('generate', 'talk.dialogue', '-o', 'cost.wav', '--max-cost', amount, ...voices, ...plain);
}

describe('generate with services', () => {
  test('speaks with the named voices, keeps what it paid for, and never says the key', async () => {
    const first = await duologue(
      'generate',
      'talk.dialogue',
      '-o',
      'talk.wav',
      '--json',
      ...voices,
      ...plain,
    );
    expect(first).toMatchObject({ code: 0, said: '' });
    expect(JSON.parse(first.out)).toMatchObject({ path: 'stitch', missing: [] });
    expect(server.requests).toHaveLength(4);
    expect((await decodeFile(join(folder, 'talk.wav'))).sampleRate).toBe(24_000);
    const again = await duologue(
      'generate',
      'talk.dialogue',
      '-o',
      'again.wav',
      '--resume',
      ...voices,
      ...plain,
    );
    expect(again.said).toContain('4 utterances of');
    expect(server.requests).toHaveLength(4);
    expect(readFileSync(join(folder, 'again.wav')).equals(readFileSync(join(folder, 'talk.wav')))).toBe(true);
    const kept = readdirSync(join(folder, 'cache'), { recursive: true, encoding: 'utf8' });
    const segments = kept.filter((name) => name.endsWith('.segment'));
    expect(segments).toHaveLength(4);
    for (const name of segments)
      expect(readFileSync(join(folder, 'cache', name), 'latin1')).not.toContain(openaiKey);
    const info = await duologue('cache', '--json');
    expect(JSON.parse(info.out)).toMatchObject({ segments: 4, removed: 0 });
    expect((await duologue('cache', 'clear')).out).toContain('4 removed; 0 utterances');
    const fresh = await duologue(
      'generate',
      'talk.dialogue',
      '-o',
      'fresh.wav',
      '--no-cache',
      ...voices,
      ...plain,
    );
    expect(fresh.code).toBe(0);
    expect(server.requests).toHaveLength(8);
    expect(existsSync(join(folder, 'cache', 'anything'))).toBe(false);
    expect(`${first.out}${first.said}${again.said}${info.out}${fresh.said}`).not.toContain(openaiKey);
  });

  test('goes on where a failed run ended', async () => {
    server.fail(undefined, undefined, {
      type: 'answer',
      reply: { status: 400, body: { error: { message: 'no' } } },
    });
    const failed = await duologue(
      'generate',
      'talk.dialogue',
      '-o',
      'failed.wav',
      '--concurrency',
      '1',
      '--json',
      ...voices,
      ...plain,
    );
    expect(failed.code).toBe(4);
    expect(JSON.parse(failed.said).error).toMatchObject({
      provider: 'openai',
      status: 400,
      turnIndex: 2,
      line: 3,
    });
    expect(existsSync(join(folder, 'failed.wav'))).toBe(false);
    server.clear();
    const { code } = await duologue('generate', 'talk.dialogue', '-o', 'failed.wav', ...voices, ...plain);
    expect(code).toBe(0);
    expect(server.requests).toHaveLength(2);
  });

  test('pays no more than it may', async () => {
    const dear = await generateWithin('0.0001');
    expect(dear).toMatchObject({ code: 2, out: '' });
    expect(dear.said).toMatch(/more than --max-cost 0\.0001\. Nothing was sent\.\n$/);
    expect(server.requests).toHaveLength(0);
    expect((await generateWithin('1')).code).toBe(0);
    writeSettings({});
    rmSync(join(folder, 'cache'), { recursive: true, force: true });
    expect((await generateWithin('1')).said).toContain('price of openai/tts-1');
  });

  test('leaves out what fails, where that is wanted, or lets somebody else speak', async () => {
    const refuse = { type: 'answer', reply: { status: 400, body: { error: { message: 'no' } } } } as const;
    server.fail(refuse);
    const words = [
      'generate',
      'talk.dialogue',
      '-o',
      'part.wav',
      '--concurrency',
      '1',
      '--no-cache',
      '--json',
    ];
    const partial = await duologue(...words, '--partial', ...voices, ...plain);
    expect(JSON.parse(partial.out)).toMatchObject({ missing: [{ turnIndex: 0, speaker: 'ann' }] });
    server.fail(refuse);
    const other = await duologue(...words, '--fallback', 'flite/slt', ...voices, ...plain);
    expect(JSON.parse(other.out).perTurn[0]).toMatchObject({ voice: 'flite/slt' });
  });
});

test.each([
  ['openai', 'say who of it speaks, openai/MODEL:VOICE'],
  ['openai/tts-1', 'openai/tts-1 is a model: say which of its voices, such as openai/tts-1:alloy'],
  ['opneai/tts-1:alloy', 'Did you mean "openai/tts-1:alloy"?'],
  ['nobody/tts-1:alloy', '"nobody" is none of flite,'],
])('--voice ann=%s says what is wrong, and sends nothing', async (voice, message) => {
  const { code, said } = await duologue(
    'generate',
    'talk.dialogue',
    '-o',
    'x.wav',
    '--voice',
    `ann=${voice}`,
  );
  expect(code).toBe(4);
  expect(said).toContain(`duologue: --voice ann=${voice}: `);
  expect(said).toContain(message);
  expect(server.requests).toHaveLength(0);
});

test('a missing key is told with the flag, the variable and the settings', async () => {
  writeSettings({ connections: {} });
  const { code, said } = await duologue('plan', 'talk.dialogue', ...voices);
  expect(code).toBe(4);
  expect(said).toBe(
    'duologue: --voice ann=openai/tts-1:alloy: openai needs a key: set OPENAI_API_KEY, or connections.openai.apiKey in the settings. Nothing was sent.\n',
  );
  const standIn = await duologue('plan', 'talk.dialogue', '--fallback', 'opneai/tts-1:alloy');
  expect(standIn.said).toContain('duologue: --fallback: There is no voice');
});

test('a speaker who is not in the script is told with the help of the command', async () => {
  const { said } = await duologue('plan', 'talk.dialogue', '--voice', 'zoe=flite/slt');
  expect(said).toContain("no speaker 'zoe'");
  expect(said).toContain('Try: duologue plan --help');
});

test('voices lets one of a service be heard, by the settings', async () => {
  const { code, said } = await duologue(
    'voices',
    'openai/tts-1:alloy',
    '--sample',
    'alloy.wav',
    '--text',
    'Hello.',
  );
  expect(said).toBe('');
  expect(code).toBe(0);
  expect(server.requests).toHaveLength(1);
  expect((await decodeFile(join(folder, 'alloy.wav'))).channels[0]?.length).toBeGreaterThan(4000);
});

test('plan tells what it would cost, and sends nothing', async () => {
  const { out, code } = await duologue('plan', 'talk.dialogue', ...voices, ...plain);
  expect(code).toBe(0);
  expect(out).toMatch(/openai\/tts-1 +4 +77 +0\.0012 USD/);
  expect(server.requests).toHaveLength(0);
});

/** Where the cache is, by these settings, without what stands before it. */
async function folderOf(written: string, home = folder): Promise<string> {
  writeSettings({ cache: { folder: written } });
  const { out } = await duologue('cache', '--json', '--config', join('..', basename(folder), 'config.yaml'));
  return JSON.parse(out).folder.replace(home, '');
}

describe('settings', () => {
  test.each([
    ['connections: {opnai: {}}', 'no such provider'],
    ['connections: {openai: {apikey: secret-thing}}', 'connections.openai'],
    ['connections: [secret-thing', 'neither YAML nor JSON'],
    ['prices: {perMillionCharacters: {openai: -1}}', 'prices.perMillionCharacters.openai'],
    ['connections: {openai: {baseURL: secret-thing}}', 'https://api.example.com/v1'],
  ])('%j are refused, without a word of what is in them', async (text, message) => {
    writeFileSync(join(folder, 'config.yaml'), text);
    const { code, said } = await duologue('generate', 'talk.dialogue', '-o', 'x.wav');
    expect(code).toBe(3);
    expect(said).toContain(message);
    expect(said).not.toContain('secret-thing');
  });

  test('name a folder from where they are, or from home', async () => {
    expect(await folderOf('kept')).toBe(join('/', 'kept'));
    expect(await folderOf('~/kept', homedir())).toBe(join('/', 'kept'));
  });

  test('that others may read raise a warning', async () => {
    chmodSync(join(folder, 'config.yaml'), 0o644);
    expect((await duologue('plan', 'talk.dialogue', ...voices)).said).toContain('chmod 600');
  });
});
