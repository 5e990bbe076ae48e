import { CorpusError } from '../corpus-error.ts';
import { printRecord } from '../record/parse-record.ts';
import { durationOf } from '../record/timeline-of.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { readRunManifest, readShardManifest } from './read-manifests.ts';
import {
  canonicalJson,
  type RunManifest,
  runKey,
  runVersion,
  type ShardManifest,
  type ShardObject,
  sha256Of,
  shardKeys,
} from './run-manifest.ts';
import type { ShardJob } from './shard-job.ts';

export type RunShardOptions = {
  readonly manifest: RunManifest;
  readonly shard: number;
  readonly job: ShardJob;
  readonly store: ObjectStore;
  readonly signal?: AbortSignal | undefined;
  readonly onItem?: (done: { readonly item: string; readonly duration: number }) => void;
};

/**
 * Makes a shard, object by object, and says so last. What is killed in its middle has no completion manifest, and is
 * made again to the same bytes; what is complete is not made again.
 */
export async function runShard(options: RunShardOptions): Promise<ShardManifest> {
  const { manifest, shard, job, store, signal, onItem } = options;
  const complete = await readShardManifest(store, shard, { signal });
  if (complete !== undefined) {
    if (complete.parametersSha256 === manifest.parametersSha256) return complete;
    throw new CorpusError(`Shard ${shard} in ${store.name} was made by another run. Use an empty place.`, {
      key: shardKeys.done(shard),
    });
  }
  const objects: ShardObject[] = [];
  const put = async (key: string, bytes: Uint8Array): Promise<void> => {
    await store.put(key, bytes, { signal });
    objects.push({ key, bytes: bytes.byteLength, sha256: sha256Of(bytes) });
  };
  const lines: string[] = [];
  const failed: { item: string; reason: string }[] = [];
  let duration = 0;
  for await (const item of job.items(shard)) {
    signal?.throwIfAborted();
    try {
      const made = await job.make(item, { shard, signal });
      // First, since what is wrong with a record is found here: of a dialogue that failed nothing is left behind.
      const line = printRecord(made.record);
      for (const { key, bytes } of made.objects) await put(key, bytes);
      lines.push(line);
      duration += durationOf(made.record);
      onItem?.({ item, duration: durationOf(made.record) });
    } catch (error) {
      signal?.throwIfAborted();
      // A store that does not answer is no fault of the item.
      if (!(error instanceof CorpusError) || error.retryable || error.item !== item) throw error;
      failed.push({ item, reason: error.message });
    }
  }
  await put(shardKeys.records(shard), new TextEncoder().encode(lines.join('')));
  const done: ShardManifest = {
    version: runVersion,
    shard,
    parametersSha256: manifest.parametersSha256,
    objects: objects.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    items: lines.length,
    duration,
    failed,
  };
  await store.put(shardKeys.done(shard), printJson(done), { signal });
  return done;
}

/** Writes what a run is to make, or finds that it is the run that is here already. */
export async function beginRun(
  manifest: RunManifest,
  store: ObjectStore,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  if ((await readRunManifest(store, options)) === undefined) {
    await store.put(runKey, printJson(manifest), options);
  }
  // Also of what was just written: somebody else may begin another run here at this moment.
  const here = (await readRunManifest(store, options)) ?? manifest;
  if (canonicalJson(here) === canonicalJson(manifest)) return;
  throw new CorpusError(
    `${store.name} holds another run: its ${runKey} differs (${differences(here, manifest).join(', ')}). Use an empty place, or the same specification and version.`,
    { key: runKey },
  );
}

function differences(here: RunManifest, there: RunManifest): string[] {
  return Object.entries(here).flatMap(([name, value]) =>
    canonicalJson(value) === canonicalJson(Reflect.get(there, name)) ? [] : [name],
  );
}

function printJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
