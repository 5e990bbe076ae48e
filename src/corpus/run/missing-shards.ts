import type { ObjectStore, StoreOptions } from '../store/object-store.ts';
import { readShardManifest } from './read-manifests.ts';
import { type RunManifest, type ShardManifest, shardKeys } from './run-manifest.ts';

/** The shards that are complete, rising: those whose completion manifest is there. */
export async function completeShards(
  { shards }: Pick<RunManifest, 'shards'>,
  store: ObjectStore,
  options: StoreOptions = {},
): Promise<number[]> {
  const complete: number[] = [];
  for await (const { key } of store.list('done/', options)) {
    const shard = Number(/^done\/(\d+)\.json$/.exec(key)?.[1] ?? Number.NaN);
    if (shard < shards) complete.push(shard);
  }
  return complete;
}

/** The shards that are still to be made, rising. */
export async function missingShards(
  run: Pick<RunManifest, 'shards'>,
  store: ObjectStore,
  options: StoreOptions = {},
): Promise<number[]> {
  const complete = new Set(await completeShards(run, store, options));
  return Array.from({ length: run.shards }, (_, shard) => shard).filter((shard) => !complete.has(shard));
}

/** Requests to a store at once: a wait for each would be minutes for thousands of shards. */
const requestsAtOnce = 16;

/** The manifests of the complete shards, in their order. */
export async function shardManifests(
  run: Pick<RunManifest, 'shards'>,
  store: ObjectStore,
  options: StoreOptions = {},
): Promise<ShardManifest[]> {
  const queue = (await completeShards(run, store, options)).values();
  const found: ShardManifest[] = [];
  await Promise.all(
    Array.from({ length: requestsAtOnce }, async () => {
      for (const shard of queue) {
        const manifest = await readShardManifest(store, shard, options);
        if (manifest !== undefined) found.push(manifest);
      }
    }),
  );
  return found.toSorted((a, b) => a.shard - b.shard);
}

/**
 * Has the shards made again in which items failed: their completion manifests go, and with them what their readers
 * trust, until they are made anew. Gives those shards.
 */
export async function retryFailed(
  run: Pick<RunManifest, 'shards'>,
  store: ObjectStore,
  options: StoreOptions = {},
): Promise<number[]> {
  const shards = (await shardManifests(run, store, options)).flatMap(({ shard, failed }) =>
    failed.length > 0 ? [shard] : [],
  );
  for (const shard of shards) await store.remove(shardKeys.done(shard), options);
  return shards;
}
