import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateConversation } from 'duologue';
import { decodeFile } from 'duologue/media';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { root } from '../source-tree.ts';
import { type FaultServer, sendTone, startFaultServer } from './faults-server.ts';

const program = join(root, 'dist/cli/main.js');
const key = 'sk-secret-key-0123456789abcdef';
let server: FaultServer;
let folder = '';
beforeAll(async () => {
  server = await startFaultServer(async (asked, response) => {
    await new Promise((resolve) => setTimeout(resolve, 15));
    sendTone(asked, response);
  });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duologue-process-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(() => server[Symbol.asyncDispose]());

const lines = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `${index % 2 === 0 ? 'ann' : 'ben'}: This is line ${index + 1}.`,
  );

async function prepare(count: number): Promise<NodeJS.ProcessEnv> {
  await writeFile(join(folder, 'talk.dialogue'), lines(count).join('\n'));
  const connections = { openai: { apiKey: key, baseURL: server.url, maxRetries: 0, maxConcurrency: 3 } };
  const settings = { connections, cache: { folder: join(folder, 'cache') } };
  await writeFile(join(folder, 'config.yaml'), JSON.stringify(settings), { mode: 0o600 });
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  return { ...process.env, DUOLOGUE_CONFIG: join(folder, 'config.yaml'), TMPDIR: temporary };
}

const words = (output: string) => [
  program,
  'generate',
  'talk.dialogue',
  '-o',
  output,
  '--backchannels',
  'none',
  '--style',
  'sequential',
  '--voice',
  'ann=openai/any:ann',
  '--voice',
  'ben=openai/any:ben',
];

function run(env: NodeJS.ProcessEnv, output: string): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, words(output), { cwd: folder, env }, () =>
      resolve(child.exitCode ?? -1),
    );
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function filesIn(path: string): Promise<string[]> {
  const names = await readdir(path, { recursive: true }).catch(() => []);
  return names.filter((name) => name.includes('.')).toSorted();
}

describe('a program', () => {
  test('that is killed in the middle leaves nothing half-written under a final name, and goes on from there', async () => {
    const env = await prepare(40);
    const before = server.inputs.length;
    const child = spawn(process.execPath, words('talk.wav'), { cwd: folder, env, stdio: 'ignore' });
    await vi.waitFor(() => expect(server.inputs.length - before).toBeGreaterThan(20), { timeout: 10_000 });
    const exit = ended(child);
    child.kill('SIGKILL');
    await exit;
    expect((await readdir(folder)).filter((name) => name.startsWith('talk.wav'))).not.toContain('talk.wav');
    const kept = (await filesIn(join(folder, 'cache'))).filter((name) => name.endsWith('.segment'));
    expect(kept.length).toBeGreaterThan(10);
    const paid = server.inputs.length;
    expect(await run(env, 'talk.wav')).toBe(0);
    expect(server.inputs.length - paid).toBe(40 - kept.length);
    expect((await decodeFile(join(folder, 'talk.wav'))).sampleRate).toBe(24_000);
    expect(await readdir(join(folder, 'tmp')).then((names) => names.length)).toBeLessThanOrEqual(1);
  }, 30_000);

  test('beside another one over the same cache: both are whole, and the cache is', async () => {
    const env = await prepare(10);
    const codes = await Promise.all([run(env, 'one.wav'), run(env, 'two.wav')]);
    expect(codes).toEqual([0, 0]);
    const [one, two] = [await readFile(join(folder, 'one.wav')), await readFile(join(folder, 'two.wav'))];
    expect(one.equals(two)).toBe(true);
    const names = await filesIn(join(folder, 'cache'));
    expect(names).toHaveLength(10);
    expect(names.every((name) => name.endsWith('.segment'))).toBe(true);
    const paid = server.inputs.length;
    expect(await run(env, 'three.wav')).toBe(0);
    expect(server.inputs).toHaveLength(paid);
  }, 30_000);
});

/** A file system of one mebibyte; only root may have one, and not everywhere. */
const mountable = ((): boolean => {
  const path = join(tmpdir(), `duologue-mount-${process.pid}`);
  mkdirSync(path);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]).status === 0;
  if (mounted) spawnSync('umount', [path]);
  rmSync(path, { recursive: true });
  return mounted;
})();

const call = (count: number) => ({
  model: 'openai/any',
  connections: { openai: { apiKey: key, baseURL: server.url, maxRetries: 0, maxConcurrency: 20 } },
  turns: Array.from({ length: count }, (_, index) => ({
    voice: index % 2 === 0 ? 'ann' : 'ben',
    text: `This is a rather long line, and it is number ${index + 1} of them all. `.repeat(3).trim(),
  })),
});

describe.skipIf(!mountable)('a full or read-only disk (needs the right to mount one)', () => {
  let small = '';
  beforeEach(() => {
    small = join(folder, 'small');
    mkdirSync(small);
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    spawnSync('umount', [small]);
  });

  test('under the cache costs warnings and no sound, and what was kept is whole', async () => {
    const { timeline, warnings } = await generateConversation({ ...call(4), cache: small });
    expect(timeline.utterances).toHaveLength(4);
    expect(warnings.length).toBeGreaterThan(0);
    for (const warning of warnings) expect(warning).toMatch(/could not be kept.*(?:full|space)/i);
    const names = await filesIn(small);
    expect(names.every((name) => name.endsWith('.segment'))).toBe(true);
    const paid = server.inputs.length;
    await generateConversation({ ...call(4), cache: small });
    expect(server.inputs.length - paid).toBe(4 - names.length);
  });

  test('that cannot be written to: what is kept is used, what is new is made', async () => {
    await generateConversation({ ...call(1), cache: small });
    const [name = ''] = await filesIn(small);
    spawnSync('mount', ['-o', 'remount,ro', small]);
    const paid = server.inputs.length;
    const { warnings } = await generateConversation({ ...call(2), cache: small });
    expect(server.inputs.length - paid).toBe(1);
    expect(warnings).toEqual([expect.stringContaining('could not be kept')]);
    // Something broken that cannot be removed is made again, too.
    spawnSync('mount', ['-o', 'remount,rw', small]);
    writeFileSync(join(small, name), 'broken');
    spawnSync('mount', ['-o', 'remount,ro', small]);
    const again = await generateConversation({ ...call(1), cache: small });
    expect(again.timeline.utterances).toHaveLength(1);
  });

  test('under the rendered sounds is an error that names the folder, and leaves nothing there', async () => {
    vi.stubEnv('TMPDIR', small);
    await expect(generateConversation(call(30))).rejects.toThrow(/TMPDIR/);
    expect(await readdir(small)).toEqual([]);
  });
});
