import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { missingShards, openStore, retryFailed, runLocal, runStatus } from 'duologue/corpus';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startS3Server } from './s3-server.ts';
import {
  begin,
  contentsOf,
  createStage,
  idsOf,
  itemIds,
  quietContents,
  type Stage,
  standInModule,
  standInRun,
  temporaryFolder,
} from './stand-in-run.ts';

let stage: Stage;

beforeEach(() => {
  stage = createStage();
  for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
});

afterEach(() => {
  vi.unstubAllEnvs();
  stage[Symbol.dispose]();
});

const manifest = standInRun(4, { items: 12 });
let quiet: Record<string, string>;

beforeAll(async () => {
  quiet = await quietContents(manifest);
});

test('a process killed in mid-shard: another makes the shard anew, to the same bytes', async () => {
  using folder = temporaryFolder();
  const run = join(folder.path, 'disturbed');
  await begin(run, manifest);
  stage.hold('item-0005');
  const retries: string[] = [];
  const items: string[] = [];
  const running = runLocal({
    manifest,
    run,
    workers: 2,
    module: standInModule,
    onRetry: ({ error }) => retries.push(error.message),
    onItem: ({ item }) => items.push(item),
  });
  const { process: pid } = await stage.held('item-0005');
  process.kill(pid, 'SIGKILL');
  stage.release('item-0005');
  await running;
  expect(retries).toHaveLength(1);
  expect(retries[0]).toMatch(/The process that made shard \d died: SIGKILL/);
  expect(items.toSorted()).toEqual(itemIds(12));
  expect(await contentsOf(run)).toEqual(quiet);
  expect(await idsOf(run)).toEqual(itemIds(12));
  expect(readdirSync(join(run, 'progress'))).toEqual([]);
});

test('a shard whose process always dies ends the run, and says why', async () => {
  using folder = temporaryFolder();
  const run = join(folder.path, 'run');
  const crashing = standInRun(1, { items: 2 });
  await begin(run, crashing);
  vi.stubEnv('NODE_OPTIONS', '--no-such-option-of-node');
  const running = runLocal({ manifest: crashing, run, module: standInModule, attempts: 2 });
  await expect(running).rejects.toThrow(/shard 0 died: exit code 9[^]*no-such-option/);
});

test('aborted, it ends within a second, leaves no half object, and another call does the rest', async () => {
  using folder = temporaryFolder();
  const run = join(folder.path, 'aborted');
  await begin(run, manifest);
  stage.hold('item-0005');
  const controller = new AbortController();
  const reason = new Error('enough');
  const running = runLocal({ manifest, run, workers: 1, module: standInModule, signal: controller.signal });
  const failure = running.catch((error: unknown) => error);
  const { process: pid } = await stage.held('item-0005');
  const start = performance.now();
  controller.abort(reason);
  expect(await failure).toBe(reason);
  expect(performance.now() - start).toBeLessThan(1000);
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  expect(Object.entries(quiet)).toEqual(expect.arrayContaining(Object.entries(await contentsOf(run))));
  expect(readdirSync(join(run, '.part'))).toEqual([]);
  stage.release('item-0005');

  const before = stage.begun().length;
  await using store = await openStore(run);
  const missing = await missingShards(manifest, store);
  expect(missing.length).toBeGreaterThan(0);
  await runLocal({ manifest, run, workers: 2, module: standInModule });
  expect(await contentsOf(run)).toEqual(quiet);
  const made = stage.begun().slice(before);
  expect(shardsOf(made)).toEqual(missing);
});

test('two runs of it at the same time make one corpus', async () => {
  using folder = temporaryFolder();
  const run = join(folder.path, 'twice');
  await Promise.all([begin(run, manifest), begin(run, manifest)]);
  await Promise.all([1, 2].map(() => runLocal({ manifest, run, workers: 2, module: standInModule })));
  expect(await contentsOf(run)).toEqual(quiet);
});

test('what failed stands in the status with its reason, and is made again when asked', async () => {
  using folder = temporaryFolder();
  const run = join(folder.path, 'failing');
  const failing = standInRun(4, { items: 12, failing: ['item-0003', 'item-0008'] });
  await begin(run, failing);
  await runLocal({ manifest: failing, run, workers: 2, module: standInModule });
  await using store = await openStore(run);
  const status = await runStatus(store);
  expect(status.failed.map(({ item, reason }) => `${item}: ${reason}`).toSorted()).toEqual([
    'item-0003: item-0003 cannot be made.',
    'item-0008: item-0008 cannot be made.',
  ]);
  expect([status.items, status.shards.done, status.shards.missing, status.timeLeft]).toEqual([10, 4, [], 0]);
  expect(await idsOf(run)).toHaveLength(10);

  stage.mend();
  const before = stage.begun().length;
  const again = await retryFailed(failing, store);
  expect(again).toEqual(status.shards.failed);
  await runLocal({ manifest: failing, run, workers: 2, module: standInModule });
  expect(await idsOf(run)).toEqual(itemIds(12));
  expect((await runStatus(store)).failed).toEqual([]);
  const made = stage.begun().slice(before);
  expect(shardsOf(made)).toEqual(again);
});

test('another run in the same place is refused by every process', async () => {
  using folder = temporaryFolder();
  const run = join(folder.path, 'run');
  await begin(run, manifest);
  const other = standInRun(4, { items: 13 });
  await expect(begin(run, other)).rejects.toThrow(/holds another run: .*items, parameters/);
  await expect(runLocal({ manifest: other, run, module: standInModule })).rejects.toThrow(
    /holds another run/,
  );
});

test('a module that is not there, or has no job, is told', async () => {
  using folder = temporaryFolder();
  const run = join(folder.path, 'run');
  await begin(run, manifest);
  await expect(runLocal({ manifest, run })).rejects.toThrow(/job is "stand-in", which is none of /);
  const module = join(import.meta.dirname, 'until.ts');
  await expect(runLocal({ manifest, run, module })).rejects.toThrow(/exports no function openJob/);
});

test('a store that fails one request in ten: nothing lost, nothing doubled', async () => {
  await using server = await startS3Server({ failEvery: 10 });
  for (const [name, value] of Object.entries(server.environment)) vi.stubEnv(name, value);
  const run = `s3://${server.bucket}/faulty`;
  await begin(run, manifest);
  await runLocal({ manifest, run, workers: 2, module: standInModule });
  expect(await contentsOf(run)).toEqual(quiet);
  expect(await idsOf(run)).toEqual(itemIds(12));
  expect(server.counts.failed).toBeGreaterThan(4);
});

/** A disk of its own takes the rights of root. */
function mount(folder: string, bytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function canMount(): boolean {
  using folder = temporaryFolder();
  if (!mount(folder.path, 4096)) return false;
  execFileSync('umount', [folder.path]);
  return true;
}

describe.skipIf(!canMount())('on a disk of its own (needs the right to mount one)', () => {
  test('a full disk ends the run and says so; with space, another call does the rest', async () => {
    using folder = temporaryFolder();
    const disk = join(folder.path, 'disk');
    mkdirSync(disk);
    mount(disk, 300_000);
    const run = join(disk, 'run');
    try {
      await begin(run, manifest);
      const running = runLocal({ manifest, run, workers: 1, module: standInModule });
      await expect(running).rejects.toThrow(/the disk is full/);
      expect(readdirSync(join(run, '.part'))).toEqual([]);
      await using store = await openStore(run);
      expect((await missingShards(manifest, store)).length).toBeGreaterThan(0);
      execFileSync('mount', ['-o', 'remount,size=10m', disk]);
      await runLocal({ manifest, run, workers: 2, module: standInModule });
      expect(await contentsOf(run)).toEqual(quiet);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

function shardsOf(items: readonly { readonly shard: number }[]): number[] {
  return [...new Set(items.map(({ shard }) => shard))].toSorted((a, b) => a - b);
}
