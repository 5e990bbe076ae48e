import { randomUUID } from 'node:crypto';
import { availableParallelism, hostname } from 'node:os';
import { CorpusError } from '../corpus-error.ts';
import { missingShards } from '../run/missing-shards.ts';
import { type RunManifest, runHash, type ShardManifest } from '../run/run-manifest.ts';
import { createProgressReporter, removeWorkerProgress } from '../run/worker-progress.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { openStore } from '../store/open-store.ts';
import { waitFor } from '../store/retry.ts';
import { type ShardChild, startShardChild } from './shard-child.ts';

export type RunEvents = {
  readonly onItem?: (done: {
    readonly shard: number;
    readonly item: string;
    readonly duration: number;
  }) => void;
  readonly onShard?: (done: ShardManifest) => void;
  /** A shard is tried again, and why. */
  readonly onRetry?: (retry: {
    readonly shard: number;
    readonly attempt: number;
    readonly error: Error;
  }) => void;
};

export type RunLocalOptions = RunEvents & {
  readonly manifest: RunManifest;
  /** The store's name; the run has begun there. */
  readonly run: string;
  /** Default: those that are missing. */
  readonly shards?: readonly number[];
  /** Processes at once. Default: as many as there are cores. */
  readonly workers?: number | undefined;
  /** How often a shard is tried in all while its process dies or its store does not answer. Default 3. */
  readonly attempts?: number;
  /** As of `openJob`. */
  readonly module?: string | undefined;
  /** The program and its version: a run that another began is refused. Default: none is. */
  readonly generator?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Makes the shards of a run on this machine, each in a process of its own. One that dies, or that cannot reach its
 * store, is followed by another which makes the shard anew. What fails for another reason ends the run: the shards
 * that are complete stay so, and another call makes the others. Aborted, it ends within a second.
 */
export async function runLocal(options: RunLocalOptions): Promise<void> {
  const { manifest, run, signal, workers = availableParallelism() } = options;
  await using store = await openStore(run);
  const shards = options.shards ?? (await missingShards(manifest, store, { signal }));
  if (shards.length > 0)
    await makeShards(options, { store, shards, workers: Math.min(workers, shards.length) });
  if ((await missingShards(manifest, store, { signal })).length === 0) {
    await removeWorkerProgress(store, { silentFor: leftBehind, signal });
  }
}

/** Seconds before the second attempt; four times as many before the third. */
const retryWait = 0.5;

/** Seconds after which a worker that says nothing has died. */
const leftBehind = 600;

async function makeShards(
  options: RunLocalOptions,
  given: { readonly store: ObjectStore; readonly shards: readonly number[]; readonly workers: number },
): Promise<void> {
  const { manifest, run, module, generator } = options;
  const host = hostname();
  await using progress = createProgressReporter({ store: given.store, worker: randomUUID(), host });
  // One that fails for good stops the others.
  const stopping = new AbortController();
  const { signal } = stopping;
  const onAbort = (): void => stopping.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const queue = given.shards.values();
  const process = { run, hash: runHash(manifest), module, generator };

  async function work(): Promise<void> {
    await using worker = createWorker(() => startShardChild(process));
    for (const shard of queue) {
      const made = await attemptShard(options, { shard, signal, progress, worker });
      options.onShard?.(made);
    }
  }
  const outcomes = await Promise.allSettled(
    Array.from({ length: given.workers }, () =>
      work().catch((error: unknown) => {
        stopping.abort(error);
        throw error;
      }),
    ),
  );
  options.signal?.removeEventListener('abort', onAbort);
  options.signal?.throwIfAborted();
  if (outcomes.some(({ status }) => status === 'rejected')) throw stopping.signal.reason;
}

type Attempt = {
  readonly shard: number;
  readonly signal: AbortSignal;
  readonly progress: ReturnType<typeof createProgressReporter>;
  readonly worker: Worker;
};

async function attemptShard(
  { attempts = 3, onItem, onRetry }: RunLocalOptions,
  { shard, signal, progress, worker }: Attempt,
): Promise<ShardManifest> {
  const told = new Set<string>();
  for (let attempt = 1; ; attempt++) {
    progress.begin(shard);
    try {
      return await worker.child().make(shard, {
        signal,
        onItem({ item, duration }) {
          // Those before the one at which an attempt failed are made once more.
          if (told.has(item)) return;
          told.add(item);
          progress.item(shard, duration);
          onItem?.({ shard, item, duration });
        },
      });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CorpusError) || !error.retryable || attempt >= attempts) throw error;
      onRetry?.({ shard, attempt: attempt + 1, error });
    } finally {
      progress.end(shard);
    }
    await waitFor(attempt ** 2 * retryWait, signal);
  }
}

/** A process as long as it lives, and then another. */
interface Worker extends AsyncDisposable {
  child(): ShardChild;
}

function createWorker(start: () => ShardChild): Worker {
  let child: ShardChild | undefined;
  return {
    child() {
      if (child?.running !== true) child = start();
      return child;
    },
    async [Symbol.asyncDispose]() {
      await child?.[Symbol.asyncDispose]();
    },
  };
}
