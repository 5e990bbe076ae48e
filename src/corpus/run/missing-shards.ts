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

/** The manifests of the complete shards, in their order. Those that are `known` are not read again. */
export async function shardManifests(
  run: Pick<RunManifest, 'shards'>,
  store: ObjectStore,
  { signal, known = new Map() }: StoreOptions & { readonly known?: Map<number, ShardManifest> } = {},
): Promise<ShardManifest[]> {
  const complete = await completeShards(run, store, { signal });
  const queue = complete.filter((shard) => !known.has(shard)).values();
  await Promise.all(
    Array.from({ length: requestsAtOnce }, async () => {
      for (const shard of queue) {
        const manifest = await readShardManifest(store, shard, { signal });
        if (manifest !== undefined) known.set(shard, manifest);
      }
    }),
  );
  // One that was known may have been removed since, to be made again.
  return complete.flatMap((shard) => known.get(shard) ?? []);
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
