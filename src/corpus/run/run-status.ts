import { CorpusError } from '../corpus-error.ts';
import type { ObjectStore, StoreOptions } from '../store/object-store.ts';
import { shardManifests } from './missing-shards.ts';
import { readRunManifest } from './read-manifests.ts';
import { type RunManifest, runKey, type ShardManifest } from './run-manifest.ts';
import { readWorkerProgress, type WorkerProgress } from './worker-progress.ts';

/** How far a run is, as anybody can see who can read its store. */
export type RunStatus = {
  readonly run: Pick<RunManifest, 'job' | 'generator' | 'seed' | 'shards' | 'items' | 'parametersSha256'>;
  readonly shards: {
    readonly done: number;
    /** Those that are to be made yet, or are being made. */
    readonly missing: readonly number[];
    /** Complete, but for items that could not be made. */
    readonly failed: readonly number[];
  };
  /** Of the complete shards. */
  readonly items: number;
  readonly failed: readonly { readonly shard: number; readonly item: string; readonly reason: string }[];
  /** Seconds of dialogue in the complete shards. */
  readonly duration: number;
  readonly bytes: number;
  /** Who has said something within the last two minutes. */
  readonly workers: readonly WorkerProgress[];
  /** Seconds of dialogue in a second, of all workers together; `null` where nobody says what is made. */
  readonly rate: number | null;
  /** Seconds until all is done, at that rate; `null` where it cannot be told. */
  readonly timeLeft: number | null;
};

/** Seconds: a worker that is silent for longer has died, or makes something very long. */
const silence = 120;

export type RunStatusOptions = StoreOptions & {
  /** Seconds since 1970. */
  readonly now?: () => number;
};

/** Throws `CorpusError` where there is no run. */
export function runStatus(store: ObjectStore, options: RunStatusOptions = {}): Promise<RunStatus> {
  return createStatusReader(store)(options);
}

/** The same for whoever asks again and again: what is complete is read once. */
export function createStatusReader(store: ObjectStore): (options?: RunStatusOptions) => Promise<RunStatus> {
  const known = new Map<number, ShardManifest>();
  return async ({ now = () => Date.now() / 1000, signal } = {}) => {
    const run = await readRunManifest(store, { signal });
    if (run === undefined) {
      throw new CorpusError(`There is no run in ${store.name}: it has no ${runKey}.`, { key: runKey });
    }
    const done = await shardManifests(run, store, { signal, known });
    const foreign = done.find(({ parametersSha256 }) => parametersSha256 !== run.parametersSha256);
    if (foreign !== undefined) {
      throw new CorpusError(
        `Shard ${foreign.shard} in ${store.name} was made by another run than its ${runKey} tells of.`,
        { key: runKey },
      );
    }
    const time = now();
    const workers = await readWorkerProgress(store, { signal });
    const alive = workers.filter(({ at }) => time - at <= silence);
    return statusOf(run, done, alive);
  };
}

function statusOf(
  run: RunManifest,
  done: readonly ShardManifest[],
  workers: readonly WorkerProgress[],
): RunStatus {
  const complete = new Set(done.map(({ shard }) => shard));
  const items = sum(done, (shard) => shard.items);
  const failed = done.flatMap(({ shard, failed: faults }) => faults.map((fault) => ({ shard, ...fault })));
  const duration = sum(done, (shard) => shard.duration);
  const rates = workers.flatMap(({ startedAt, at, duration: made }) =>
    at > startedAt && made > 0 ? [made / (at - startedAt)] : [],
  );
  const rate = rates.length === 0 ? null : sum(rates, (each) => each);
  const underway = workers.flatMap(({ shards }) => shards.filter(({ shard }) => !complete.has(shard)));
  const { job, generator, seed, shards, parametersSha256 } = run;
  return {
    run: { job, generator, seed, shards, items: run.items, parametersSha256 },
    shards: {
      done: done.length,
      missing: Array.from({ length: shards }, (_, shard) => shard).filter((shard) => !complete.has(shard)),
      failed: done.flatMap(({ shard, failed: faults }) => (faults.length > 0 ? [shard] : [])),
    },
    items,
    failed,
    duration,
    bytes: sum(done, ({ objects }) => sum(objects, ({ bytes }) => bytes)),
    workers,
    rate,
    timeLeft: timeLeft({
      rate,
      left: run.items - items - failed.length - sum(underway, (shard) => shard.items),
      made: [...done, ...workers],
    }),
  };
}

/** What is left is taken to be as long, item by item, as what there is. */
function timeLeft(given: {
  readonly rate: number | null;
  readonly left: number;
  readonly made: readonly { readonly items: number; readonly duration: number }[];
}): number | null {
  const items = sum(given.made, (made) => made.items);
  if (given.left <= 0) return 0;
  if (given.rate === null || items === 0) return null;
  const mean = sum(given.made, (made) => made.duration) / items;
  return (given.left * mean) / given.rate;
}

function sum<Item>(all: readonly Item[], of: (item: Item) => number): number {
  return all.reduce((total, item) => total + of(item), 0);
}
