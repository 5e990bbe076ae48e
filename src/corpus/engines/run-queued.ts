import { CorpusError } from '../corpus-error.ts';
import { missingShards } from '../run/missing-shards.ts';
import { type RunManifest, runHash, shardName } from '../run/run-manifest.ts';
import type { RunStatus } from '../run/run-status.ts';
import { openStore } from '../store/open-store.ts';
import { placeOf } from './place-of.ts';
import { defaultQueue, type QueueOptions } from './queue-options.ts';
import { connectRedis, loadBullmq, type ShardQueue } from './redis-queue.ts';
import { waitForRun } from './wait-for-run.ts';

export type RunQueuedOptions = QueueOptions & {
  readonly manifest: RunManifest;
  /** The store's name; the run has begun there, and every worker reaches it by this name. */
  readonly run: string;
  /** How often a shard is tried in all. Default 3. */
  readonly attempts?: number;
  /** Seconds between two looks at what is done. Default 5. */
  readonly interval?: number;
  readonly signal?: AbortSignal | undefined;
  /** `connected`: workers at the queue; `null` where nobody has looked yet. */
  readonly onStatus?: (status: RunStatus & { readonly connected: number | null }) => void;
};

/** Puts the missing shards into the queue, each once, however often it is called. Resolves when they are there. */
export async function enqueueShards(options: RunQueuedOptions): Promise<void> {
  const { run, manifest, signal } = options;
  await using store = await openStore(run);
  const missing = await missingShards(manifest, store, { signal });
  await withQueue(options, async (queue) => {
    await removeFailed(queue, manifest);
    await add(queue, options, missing);
  });
}

/**
 * The same, and waits until workers have made them all. What the queue loses with its Redis is put in again; a shard
 * that fails for good ends the wait with its reason. Aborted, it waits no longer, and takes out what no worker has
 * begun.
 */
export async function runQueued(options: RunQueuedOptions): Promise<void> {
  const { run, manifest, interval, signal, onStatus } = options;
  await using store = await openStore(run);
  await withQueue(options, async (queue) => {
    await removeFailed(queue, manifest);
    let connected: number | null = null;
    try {
      await waitForRun({
        store,
        interval,
        signal,
        onStatus: (status) => onStatus?.({ ...status, connected }),
        async ensure({ shards }) {
          await add(queue, options, shards.missing);
          await throwFailed(queue, manifest);
          connected = await queue.getWorkersCount();
        },
      });
    } catch (error) {
      if (signal?.aborted === true) await takeOut(queue, manifest);
      throw error;
    }
  });
}

async function withQueue(
  { redis: address, queue: name = defaultQueue }: QueueOptions,
  work: (queue: ShardQueue) => Promise<void>,
): Promise<void> {
  const { bullmq, RedisClient } = await loadBullmq();
  const connection = await connectRedis(RedisClient, address);
  const queue: ShardQueue = new bullmq.Queue(name, { connection });
  queue.on('error', () => {});
  try {
    await work(queue);
  } finally {
    await queue.close().catch(() => {});
    connection.disconnect();
  }
}

/** What is there already under its name is not put in again. */
async function add(
  queue: ShardQueue,
  { manifest, run, attempts = 3 }: RunQueuedOptions,
  shards: readonly number[],
): Promise<void> {
  const hash = runHash(manifest);
  const place = placeOf(run);
  await queue.addBulk(
    shards.map((shard) => ({
      name: manifest.job,
      data: { run: place, hash, shard },
      opts: {
        jobId: `${hash}-${shardName(shard)}`,
        attempts,
        backoff: { type: 'exponential', delay: 500 },
        removeOnComplete: true,
      },
    })),
  );
}

/** What failed in an earlier call is what this call is for: it would be in the way of being put in again. */
async function removeFailed(queue: ShardQueue, manifest: RunManifest): Promise<void> {
  for (const job of await failedJobs(queue, manifest)) await job.remove();
}

async function throwFailed(queue: ShardQueue, manifest: RunManifest): Promise<void> {
  const [job] = await failedJobs(queue, manifest);
  if (job === undefined) return;
  throw new CorpusError(`Shard ${job.data.shard} could not be made: ${job.failedReason}`);
}

async function failedJobs(queue: ShardQueue, manifest: RunManifest) {
  const hash = runHash(manifest);
  const failed = await queue.getFailed();
  return failed.filter(({ data }) => data.hash === hash);
}

async function takeOut(queue: ShardQueue, manifest: RunManifest): Promise<void> {
  const hash = runHash(manifest);
  for (const job of await queue.getJobs(['waiting', 'delayed', 'prioritized'])) {
    // A worker may have taken it at this moment.
    if (job.data.hash === hash) await job.remove().catch(() => {});
  }
}
