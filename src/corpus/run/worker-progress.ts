import * as z from 'zod';
import type { ObjectStore, StoreOptions } from '../store/object-store.ts';

/**
 * What a worker has made since it began, as it says itself every few seconds in `progress/<worker>.json`. It tells a
 * rate and a time that is left, and nothing else: what is complete is in the manifests of the shards.
 */
export type WorkerProgress = {
  /** Matches `[A-Za-z0-9_-]+`. */
  readonly worker: string;
  readonly host: string;
  /** Seconds since 1970, on the worker's clock. */
  readonly startedAt: number;
  readonly at: number;
  readonly items: number;
  /** Seconds of dialogue. */
  readonly duration: number;
  /** Those that it is making now. */
  readonly shards: readonly ShardProgress[];
};

export type ShardProgress = { readonly shard: number; readonly items: number; readonly duration: number };

const count = z.int().nonnegative();

const workerProgressSchema: z.ZodType<WorkerProgress> = z
  .strictObject({
    worker: z.string(),
    host: z.string(),
    startedAt: z.number(),
    at: z.number(),
    items: count,
    duration: z.number().nonnegative(),
    shards: z
      .array(z.strictObject({ shard: count, items: count, duration: z.number().nonnegative() }).readonly())
      .readonly(),
  })
  .readonly();

const folder = 'progress/';

export interface ProgressReporter extends AsyncDisposable {
  begin(shard: number): void;
  item(shard: number, duration: number): void;
  /** Done, or given up. */
  end(shard: number): void;
}

export type ProgressReporterOptions = {
  readonly store: ObjectStore;
  readonly worker: string;
  readonly host: string;
  /** Seconds between two reports at least. Default 5. */
  readonly interval?: number;
  /** Seconds since 1970. */
  readonly now?: () => number;
};

/** Says how far a worker is. What goes wrong with it is nobody's fault but its own, and is not told. */
export function createProgressReporter(options: ProgressReporterOptions): ProgressReporter {
  const { store, worker, host, interval = 5, now = () => Date.now() / 1000 } = options;
  const key = `${folder}${worker}.json`;
  const startedAt = now();
  const shards = new Map<number, { shard: number; items: number; duration: number }>();
  let items = 0;
  let duration = 0;
  let lastReport = -Infinity;
  let writing: Promise<void> | undefined;

  function report(): void {
    const at = now();
    if (writing !== undefined || at - lastReport < interval) return;
    lastReport = at;
    const progress: WorkerProgress = {
      worker,
      host,
      startedAt,
      at,
      items,
      duration,
      shards: [...shards.values()],
    };
    writing = store
      .put(key, new TextEncoder().encode(`${JSON.stringify(progress)}\n`))
      .catch(() => {})
      .finally(() => {
        writing = undefined;
      });
  }

  return {
    begin(shard) {
      shards.set(shard, { shard, items: 0, duration: 0 });
      report();
    },
    item(shard, seconds) {
      items++;
      duration += seconds;
      const current = shards.get(shard);
      if (current !== undefined) {
        current.items++;
        current.duration += seconds;
      }
      report();
    },
    end(shard) {
      shards.delete(shard);
      report();
    },
    async [Symbol.asyncDispose]() {
      await writing;
      await store.remove(key).catch(() => {});
    },
  };
}

/** What the workers of a run say, as far as it can be read. */
export async function readWorkerProgress(
  store: ObjectStore,
  options: StoreOptions = {},
): Promise<WorkerProgress[]> {
  const found: WorkerProgress[] = [];
  for await (const { key } of store.list(folder, options)) {
    const bytes = await store.get(key, options);
    const parsed = workerProgressSchema.safeParse(parseJson(bytes));
    if (parsed.success) found.push(parsed.data);
  }
  return found;
}

/** Removes what workers said who have been silent for so many seconds: they died, and nobody works any more. */
export async function removeWorkerProgress(
  store: ObjectStore,
  { silentFor, signal }: StoreOptions & { readonly silentFor: number },
): Promise<void> {
  const now = Date.now() / 1000;
  for (const { worker, at } of await readWorkerProgress(store, { signal })) {
    if (now - at > silentFor) await store.remove(`${folder}${worker}.json`, { signal });
  }
}

function parseJson(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
