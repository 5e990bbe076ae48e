import { CorpusError } from './corpus-error.ts';
import { parseRecord } from './record/parse-record.ts';
import type { AudioObject, DialogueRecord } from './record/types.ts';
import { readRunManifest, readShardManifest } from './run/read-manifests.ts';
import { type RunManifest, runKey, type ShardManifest, sha256Of, shardKeys } from './run/run-manifest.ts';
import type { ObjectStore, StoreOptions } from './store/object-store.ts';

/** A corpus to be read: whatever its completion manifests list, and nothing else. */
export interface Corpus {
  readonly store: ObjectStore;
  readonly run: RunManifest;
  /** Of the shards that are complete, in their order. */
  shards(options?: StoreOptions): AsyncIterable<ShardManifest>;
  /** In the order of shards and, within, of ids. */
  records(options?: StoreOptions): AsyncIterable<DialogueRecord>;
  /** The bytes of a sound file, checked against their hash. */
  sound(audio: AudioObject, options?: StoreOptions): Promise<Uint8Array>;
}

/** Throws `CorpusError` where there is no corpus. The store stays the caller's. */
export async function openCorpus(store: ObjectStore, options: StoreOptions = {}): Promise<Corpus> {
  const run = await readRunManifest(store, options);
  if (run === undefined) {
    throw new CorpusError(`There is no corpus in ${store.name}: it has no ${runKey}.`, { key: runKey });
  }
  async function* shards(reading: StoreOptions = {}): AsyncGenerator<ShardManifest> {
    for (let shard = 0; shard < (run?.shards ?? 0); shard++) {
      const manifest = await readShardManifest(store, shard, reading);
      if (manifest !== undefined) yield manifest;
    }
  }
  return {
    store,
    run,
    shards,
    async *records(reading = {}) {
      for await (const { shard, objects } of shards(reading)) {
        const key = shardKeys.records(shard);
        if (!objects.some((object) => object.key === key)) continue;
        const bytes = await store.get(key, reading);
        if (bytes === undefined) throw missing(store, key);
        yield* parseLines(new TextDecoder().decode(bytes), key);
      }
    },
    async sound({ key, sha256 }, reading = {}) {
      const bytes = await store.get(key, reading);
      if (bytes === undefined) throw missing(store, key);
      if (sha256Of(bytes) !== sha256) {
        throw new CorpusError(`${key} in ${store.name} is not what its record describes: its hash differs.`, {
          key,
        });
      }
      return bytes;
    },
  };
}

function missing(store: ObjectStore, key: string): CorpusError {
  return new CorpusError(`${key} is missing in ${store.name}, though a completed shard lists it.`, { key });
}

function* parseLines(text: string, key: string): Generator<DialogueRecord> {
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw new CorpusError(`Line ${index + 1} of ${key} is no JSON.`, { key, cause });
    }
    yield parseRecord(value);
  }
}
