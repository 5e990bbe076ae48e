import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  beginRun,
  createDirectoryStore,
  missingShards,
  type ObjectStore,
  type RunManifest,
  retryFailed,
  runStatus,
  type ShardManifest,
} from 'duologue/corpus';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgressReporter, readWorkerProgress, removeWorkerProgress } from './worker-progress.ts';

let folder: string;
let store: ObjectStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duologue-status-'));
  store = createDirectoryStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hash = 'a'.repeat(64);
const manifest: RunManifest = {
  version: 1,
  job: 'simulate',
  generator: 'duologue test',
  seed: 's',
  shards: 4,
  items: 40,
  parameters: {},
  parametersSha256: hash,
};

async function complete(shard: number, given: Partial<ShardManifest> = {}): Promise<void> {
  const object = { key: `records/00000${shard}.jsonl`, bytes: 1000, sha256: hash };
  const done: ShardManifest = {
    version: 1,
    shard,
    parametersSha256: hash,
    objects: [object],
    items: 10,
    duration: 600,
    failed: [],
    ...given,
  };
  await store.put(`done/00000${shard}.json`, new TextEncoder().encode(JSON.stringify(done)));
}

test('no run is no status', async () => {
  await expect(runStatus(store)).rejects.toThrow(/There is no run in .*: it has no run.json/);
});

test('a run that nobody has begun to make', async () => {
  await beginRun(manifest, store);
  const status = await runStatus(store);
  expect(status.shards).toEqual({ done: 0, missing: [0, 1, 2, 3], failed: [] });
  expect([status.items, status.duration, status.bytes]).toEqual([0, 0, 0]);
  expect([status.rate, status.timeLeft, status.workers]).toEqual([null, null, []]);
});

test('shards, failures, rate and time left', async () => {
  await beginRun(manifest, store);
  await complete(0);
  await complete(2, { items: 8, duration: 480, failed: [{ item: 'x', reason: 'why' }] });
  const progress = {
    worker: 'w',
    host: 'h',
    startedAt: 1000,
    at: 1010,
    items: 7,
    duration: 420,
    // The second is complete already: what was said of it is in its manifest.
    shards: [
      { shard: 1, items: 5, duration: 300 },
      { shard: 0, items: 2, duration: 120 },
    ],
  };
  await store.put('progress/w.json', new TextEncoder().encode(JSON.stringify(progress)));
  const status = await runStatus(store, { now: () => 1012 });
  expect(status.shards).toEqual({ done: 2, missing: [1, 3], failed: [2] });
  expect(status.failed).toEqual([{ shard: 2, item: 'x', reason: 'why' }]);
  expect([status.items, status.duration, status.bytes]).toEqual([18, 1080, 2000]);
  expect(status.workers).toEqual([progress]);
  expect(status.rate).toBe(42);
  // Of 40, 18 are complete, one has failed, five are under way; each is a minute.
  expect(status.timeLeft).toBeCloseTo((16 * 60) / 42);
});

test('who has been silent for long works no more, and is swept away at the end', async () => {
  await beginRun(manifest, store);
  const reporter = createProgressReporter({ store, worker: 'dead', host: 'h', now: () => 1000 });
  await written(() => reporter.begin(1));
  expect((await runStatus(store, { now: () => 1100 })).workers).toHaveLength(1);
  expect((await runStatus(store, { now: () => 1200 })).workers).toEqual([]);
  await removeWorkerProgress(store, { silentFor: 600 });
  expect(await readWorkerProgress(store)).toEqual([]);
});

test('a worker says so every five seconds at most, and takes it back at its end', async () => {
  let time = 0;
  const puts: number[] = [];
  const removed: string[] = [];
  const counting = {
    ...store,
    put: async () => void puts.push(time),
    remove: async (key: string) => void removed.push(key),
  };
  const reporter = createProgressReporter({ store: counting, worker: 'w', host: 'h', now: () => time });
  reporter.begin(0);
  for (; time < 20; time += 0.5) {
    await new Promise(setImmediate);
    reporter.item(0, 1);
  }
  expect(puts).toEqual([0, 5, 10, 15]);
  await reporter[Symbol.asyncDispose]();
  expect(removed).toEqual(['progress/w.json']);
});

test('a store that takes no progress disturbs nobody', async () => {
  const broken = {
    ...store,
    put: () => Promise.reject(new Error('no')),
    remove: () => Promise.reject(new Error('no')),
  };
  const reporter = createProgressReporter({ store: broken, worker: 'w', host: 'h' });
  reporter.begin(0);
  reporter.item(0, 1);
  reporter.end(0);
  await expect(reporter[Symbol.asyncDispose]()).resolves.toBe(undefined);
});

test('what is not progress, or half of it, is passed over', async () => {
  await beginRun(manifest, store);
  for (const [name, text] of [
    ['a', '{"worker":'],
    ['b', '[]'],
    ['c', '{"worker":"c"}'],
  ]) {
    await store.put(`progress/${name}.json`, new TextEncoder().encode(text));
  }
  expect((await runStatus(store)).workers).toEqual([]);
});

test('a shard of another run is told', async () => {
  await beginRun(manifest, store);
  await complete(1, { parametersSha256: 'b'.repeat(64) });
  await expect(runStatus(store)).rejects.toThrow(/Shard 1 in .* was made by another run/);
});

test('only shards with failures are made again', async () => {
  await beginRun(manifest, store);
  await complete(0);
  await complete(1, { failed: [{ item: 'x', reason: 'why' }] });
  await complete(3);
  expect(await missingShards(manifest, store)).toEqual([2]);
  expect(await retryFailed(manifest, store)).toEqual([1]);
  expect(await missingShards(manifest, store)).toEqual([1, 2]);
});

test('a shard beyond the run, or what is no shard, is none', async () => {
  await beginRun(manifest, store);
  await store.put('done/000009.json', new TextEncoder().encode('{}'));
  await store.put('done/notes.json', new TextEncoder().encode('{}'));
  expect(await missingShards(manifest, store)).toEqual([0, 1, 2, 3]);
  expect(readFileSync(join(folder, 'run.json'), 'utf8')).toContain('"shards": 4');
});

/** Until what it makes a worker say can be read. */
async function written(say: () => void): Promise<void> {
  for (;;) {
    say();
    if ((await readWorkerProgress(store)).length > 0) return;
  }
}
