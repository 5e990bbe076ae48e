import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { CorpusError } from '../corpus-error.ts';
import { createProgressReporter } from '../run/worker-progress.ts';
import { openStore } from '../store/open-store.ts';
import { waitFor } from '../store/retry.ts';
import { defaultQueue, type QueueOptions } from './queue-options.ts';
import {
  connectRedis,
  loadBullmq,
  type QueuedShard,
  type ShardQueueJob,
  type ShardQueueWorker,
} from './redis-queue.ts';
import type { RunEvents } from './run-local.ts';
import { type ShardChild, startShardChild } from './shard-child.ts';

export type WorkQueueOptions = QueueOptions &
  Pick<RunEvents, 'onItem' | 'onShard'> & {
    /** Shards at once, each in a process of its own. Default 1. */
    readonly workers?: number | undefined;
    /** As of `openJob`. */
    readonly module?: string | undefined;
    /** The program and its version: a run that another began is refused. Default: none is. */
    readonly generator?: string | undefined;
    /** Seconds after which a worker that is silent has died, and its shards are given to others. Default 30. */
    readonly lock?: number;
    /** It ends when this aborts, and gives back what it has begun. */
    readonly signal: AbortSignal;
    readonly onReady?: () => void;
    /** A shard failed here; the queue decides who tries it again. */
    readonly onFailure?: (failure: { readonly shard: number; readonly error: Error }) => void;
  };

/** Seconds. */
const patience = 2;

/** How often a shard may be given on because its worker died. */
const mostDeaths = 5;

/**
 * Makes shards of whatever runs are in the queue until `signal` aborts, and resolves then. The process itself has
 * nothing to do but to say that it lives, so that no lock is lost while a shard takes its hours.
 */
export async function workQueue(options: WorkQueueOptions): Promise<void> {
  const { redis: address, queue = defaultQueue, workers = 1, lock = 30, signal } = options;
  const { bullmq, RedisClient } = await loadBullmq();
  const connection = await connectRedis(RedisClient, address);
  const pool = createPool(options);
  const worker: ShardQueueWorker = new bullmq.Worker<QueuedShard>(
    queue,
    async (job, token) => {
      try {
        const made = await makeQueued(job, options, pool);
        options.onShard?.(made);
      } catch (error) {
        if (signal.aborted) {
          await job.moveToWait(token);
          throw new bullmq.WaitingError();
        }
        const fault = error instanceof Error ? error : new Error(String(error));
        options.onFailure?.({ shard: job.data.shard, error: fault });
        if (fault instanceof CorpusError && fault.retryable) throw fault;
        throw new bullmq.UnrecoverableError(fault.message);
      }
    },
    {
      connection,
      concurrency: workers,
      lockDuration: lock * 1000,
      stalledInterval: lock * 1000,
      maxStalledCount: mostDeaths,
      runRetryDelay: 1000,
    },
  );
  // It goes on by itself when Redis is back.
  worker.on('error', () => {});
  try {
    await worker.waitUntilReady();
    options.onReady?.();
    await aborted(signal);
  } finally {
    // A Redis that does not answer is not waited for: what is not given back is given on when its lock ends.
    await Promise.race([worker.close().catch(() => {}), waitFor(patience)]);
    await pool[Symbol.asyncDispose]();
    connection.disconnect();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function makeQueued({ data }: ShardQueueJob, { signal, onItem }: WorkQueueOptions, pool: Pool) {
  const { run, shard } = data;
  await using store = await openStore(run);
  await using progress = createProgressReporter({ store, worker: randomUUID(), host: hostname() });
  progress.begin(shard);
  return await pool.with(data, (child) =>
    child.make(shard, {
      signal,
      onItem({ item, duration }) {
        progress.item(shard, duration);
        onItem?.({ shard, item, duration });
      },
    }),
  );
}

/** Processes that have opened a run are kept for its next shard. */
interface Pool extends AsyncDisposable {
  with<Result>(queued: QueuedShard, work: (child: ShardChild) => Promise<Result>): Promise<Result>;
}

function createPool({ module, generator }: WorkQueueOptions): Pool {
  const idle: { readonly key: string; readonly child: ShardChild }[] = [];
  return {
    async with({ run, hash }, work) {
      const key = `${hash} ${run}`;
      const place = idle.findIndex((kept) => kept.key === key && kept.child.running);
      const [kept] = place === -1 ? [] : idle.splice(place, 1);
      // Of other runs, which are over for all that is known here.
      if (kept === undefined) for (const old of idle.splice(0)) await old.child[Symbol.asyncDispose]();
      const child = kept?.child ?? startShardChild({ run, hash, module, generator });
      try {
        return await work(child);
      } finally {
        if (child.running) idle.push({ key, child });
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(idle.splice(0).map(({ child }) => child[Symbol.asyncDispose]()));
    },
  };
}
