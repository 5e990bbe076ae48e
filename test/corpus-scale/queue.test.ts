import { join } from 'node:path';
import { enqueueShards, openStore, runQueued, runStatus, workQueue } from 'duologue/corpus';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { isMissing } from './programs.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import {
  begin,
  contentsOf,
  createStage,
  idsOf,
  itemIds,
  packageGenerator,
  quietContents,
  type Stage,
  standInModule,
  standInRun,
  temporaryFolder,
} from './stand-in-run.ts';
import { isAlive, until } from './until.ts';
import { startWorker } from './worker-process.ts';

const manifest = { ...standInRun(4, { items: 12 }), generator: packageGenerator };
let queues = 0;

describe.skipIf(isMissing('redis-server'))('with Redis (Debian: apt-get install redis-server)', () => {
  let redis: RedisServer;
  let stage: Stage;
  let quiet: Record<string, string>;
  let queue: string;

  beforeAll(async () => {
    [redis, quiet] = await Promise.all([startRedis(), quietContents(manifest)]);
  }, 60_000);
  afterAll(() => redis?.[Symbol.asyncDispose]());
  beforeEach(() => {
    stage = createStage();
    queue = `tests-${queues++}`;
    for (const [name, value] of Object.entries(stage.environment)) vi.stubEnv(name, value);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    stage[Symbol.dispose]();
  });

  const optionsFor = (run: string) => ({ manifest, run, redis: redis.address, queue, interval: 0.1 });
  const wordsOf = () => ['--redis', redis.address, '--queue', queue, '--module', standInModule];

  /** Works in this process until what is given has ended. */
  async function withWorkers(workers: number, work: () => Promise<void>, lock = 1): Promise<void> {
    const ending = new AbortController();
    const working = workQueue({
      redis: redis.address,
      queue,
      workers,
      lock,
      module: standInModule,
      signal: ending.signal,
    });
    try {
      await Promise.race([work(), working]);
    } finally {
      ending.abort();
      await working;
    }
  }

  test('a worker killed in mid-shard: what it had begun is given to others', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    stage.hold('item-0005');
    await enqueueShards(optionsFor(run));
    const doomed = await startWorker([...wordsOf(), '--workers', '2']);
    const { process: pid, parent } = await stage.held('item-0005');
    expect(parent).toBe(doomed.pid);
    await doomed.kill();
    await until('its process is gone too', () => !isAlive(pid));
    stage.release('item-0005');
    // The lock of the dead ends after its 30 s; a shorter one says the same sooner.
    await forgetLocks(redis.address, queue);
    await withWorkers(2, () => runQueued(optionsFor(run)));
    expect(await contentsOf(run)).toEqual(quiet);
    expect(await idsOf(run)).toEqual(itemIds(12));
  }, 60_000);

  test('Redis killed and started again in the middle: nothing lost, nothing doubled', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    stage.hold('item-0005');
    await withWorkers(1, async () => {
      const running = runQueued(optionsFor(run));
      await stage.held('item-0005');
      await redis.kill();
      stage.release('item-0005');
      await until('the shard is complete, with no queue to tell', async () => {
        await using store = await openStore(run);
        return (await runStatus(store)).shards.done > 0;
      });
      await redis.start();
      await running;
    });
    expect(await contentsOf(run)).toEqual(quiet);
    expect(await idsOf(run)).toEqual(itemIds(12));
  }, 60_000);

  test('the process of a shard killed: the queue has it made again', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    stage.hold('item-0005');
    await withWorkers(2, async () => {
      const running = runQueued(optionsFor(run));
      const { process: pid } = await stage.held('item-0005');
      process.kill(pid, 'SIGKILL');
      stage.release('item-0005');
      await running;
    });
    expect(await contentsOf(run)).toEqual(quiet);
  }, 60_000);

  test('a worker that is asked to end gives back what it has begun', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    stage.hold('item-0005');
    const running = runQueued(optionsFor(run));
    const first = await startWorker(wordsOf());
    const { process: pid } = await stage.held('item-0005');
    expect(await first.terminate()).toBe(143);
    expect(isAlive(pid)).toBe(false);
    stage.release('item-0005');
    // With a lock so long that only what was given back can be taken.
    await withWorkers(2, () => running, 600);
    expect(await contentsOf(run)).toEqual(quiet);
  }, 60_000);

  test('two who ask for the same run put it in once', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    await Promise.all([enqueueShards(optionsFor(run)), enqueueShards(optionsFor(run))]);
    await withWorkers(2, async () => {
      await Promise.all([runQueued(optionsFor(run)), runQueued(optionsFor(run))]);
    });
    expect(
      stage
        .begun()
        .map(({ item }) => item)
        .toSorted(),
    ).toEqual(itemIds(12));
    expect(await contentsOf(run)).toEqual(quiet);
  }, 60_000);

  test('a shard that cannot be made ends the wait with its reason; the next call tries it anew', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    await begin(run, manifest);
    const ending = new AbortController();
    const working = workQueue({ redis: redis.address, queue, signal: ending.signal });
    await expect(runQueued(optionsFor(run))).rejects.toThrow(
      /Shard \d could not be made: The run's job is "stand-in", which is none of/,
    );
    ending.abort();
    await working;
    await withWorkers(2, () => runQueued(optionsFor(run)));
    expect(await contentsOf(run)).toEqual(quiet);
  }, 60_000);

  test('a worker of another version refuses', async () => {
    using folder = temporaryFolder();
    const run = join(folder.path, 'run');
    const older = { ...manifest, generator: 'duologue 0.0.1' };
    await begin(run, older);
    await using worker = await startWorker(wordsOf());
    await expect(runQueued({ ...optionsFor(run), manifest: older })).rejects.toThrow(
      /was begun by duologue 0.0.1, and this is duologue/,
    );
    expect(worker.said.some((line) => line.includes('Use the same version'))).toBe(true);
  }, 60_000);
});

test.each([
  ['http://127.0.0.1:9', /http:\/\/127.0.0.1:9 is no address of Redis/],
  ['redis://:secret@127.0.0.1:9', /Redis at redis:\/\/…@127.0.0.1:9 does not answer: .*ECONNREFUSED/],
])('%s is no Redis', async (address, message) => {
  await expect(workQueue({ redis: address, signal: new AbortController().signal })).rejects.toThrow(message);
});

/** As if the time had passed after which a silent worker has lost them. */
async function forgetLocks(address: string, queue: string): Promise<void> {
  const { Redis } = await import('ioredis');
  const client = new Redis(address);
  const locks = await client.keys(`bull:${queue}:*:lock`);
  await client.del(`bull:${queue}:stalled-check`, ...locks);
  client.disconnect();
}
