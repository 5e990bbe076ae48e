import { decodeAudio, MediaError } from '../../media/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { parseRecord } from '../record/parse-record.ts';
import type { AudioObject, DialogueRecord } from '../record/types.ts';
import { readRunManifest, readShardManifest } from '../run/read-manifests.ts';
import {
  canonicalJson,
  type RunManifest,
  runKey,
  type ShardManifest,
  sha256Of,
  shardKeys,
  shardOf,
} from '../run/run-manifest.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { CorpusFault } from './fault.ts';
import { checkLabels } from './sound-labels.ts';
import { createSplitWatch, type SplitWatch } from './split-watch.ts';

export type CheckOptions = {
  /** Listen to the sounds: their length, and their labels against their energy. Default true. */
  readonly sounds?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onItem?: (item: string) => void;
};

/** A corpus's card, which its maker may lay beside it: nothing is read from it. */
const cardKey = 'README.md';

/** Everything that is wrong with a corpus, as it is found. It reads all of it once, a shard at a time. */
export async function* checkCorpus(
  store: ObjectStore,
  options: CheckOptions = {},
): AsyncGenerator<CorpusFault> {
  const { signal } = options;
  const run = await attempt(() => readRunManifest(store, { signal }));
  if ('fault' in run) {
    yield { kind: 'run', key: runKey, message: run.fault };
    return;
  }
  if (run.value === undefined) {
    yield { kind: 'run', key: runKey, message: `There is no corpus in ${store.name}: it has no ${runKey}.` };
    return;
  }
  const manifest = run.value;
  if (sha256Of(canonicalJson(manifest.parameters)) !== manifest.parametersSha256) {
    yield {
      kind: 'run',
      key: runKey,
      message: 'Its parameters are not those that its parametersSha256 is of.',
    };
  }
  const check = createShardCheck(store, manifest, options);
  const known = new Set<string>([runKey, cardKey]);
  for (let shard = 0; shard < manifest.shards; shard++) {
    signal?.throwIfAborted();
    for await (const found of check(shard)) {
      if (typeof found === 'string') known.add(found);
      else yield found;
    }
  }
  for await (const { key } of store.list('', { signal })) {
    if (known.has(key) || key.startsWith('progress/')) continue;
    yield {
      kind: 'object-unknown',
      key,
      message: `${key} is listed by no completed shard: it was left behind, or put there by hand.`,
    };
  }
}

type ShardCheck = (shard: number) => AsyncGenerator<CorpusFault | string>;

/** Faults, and the keys of what a shard lists. */
function createShardCheck(store: ObjectStore, run: RunManifest, options: CheckOptions): ShardCheck {
  const { signal } = options;
  const watch = createSplitWatch();
  const ids = new Set<string>();
  return async function* checkShard(shard) {
    const key = shardKeys.done(shard);
    const done = await attempt(() => readShardManifest(store, shard, { signal }));
    if ('fault' in done) {
      yield { kind: 'shard-broken', shard, key, message: done.fault };
      return;
    }
    if (done.value === undefined) {
      yield { kind: 'shard-missing', shard, key, message: `Shard ${shard} is not complete: run it again.` };
      return;
    }
    yield key;
    const manifest = done.value;
    if (manifest.parametersSha256 !== run.parametersSha256)
      yield { kind: 'shard-broken', shard, key, message: `Shard ${shard} was made by another run.` };
    for (const { item, reason } of manifest.failed)
      yield { kind: 'item-failed', shard, item, message: `It could not be made: ${reason}` };
    yield* checkObjects(store, manifest, { ...options, run, shard, watch, ids });
  };
}

type ShardPlace = CheckOptions & {
  readonly run: RunManifest;
  readonly shard: number;
  readonly watch: SplitWatch;
  readonly ids: Set<string>;
};

async function* checkObjects(
  store: ObjectStore,
  manifest: ShardManifest,
  place: ShardPlace,
): AsyncGenerator<CorpusFault | string> {
  const { shard, signal } = place;
  const recordsKey = shardKeys.records(shard);
  const listed = new Map(manifest.objects.map((object) => [object.key, object]));
  const read = async (key: string): Promise<Uint8Array | CorpusFault> => {
    const object = listed.get(key);
    const bytes = await store.get(key, { signal });
    if (bytes === undefined)
      return { kind: 'object-missing', shard, key, message: `${key} is listed and is not there.` };
    if (object === undefined)
      return {
        kind: 'object-unknown',
        shard,
        key,
        message: `${key} is in a record, but its shard does not list it.`,
      };
    if (sha256Of(bytes) === object.sha256) return bytes;
    return {
      kind: 'object-changed',
      shard,
      key,
      message: `${key} is not what was written: its hash differs.`,
    };
  };
  yield* listed.keys();
  const lines = await read(recordsKey);
  if (!(lines instanceof Uint8Array)) {
    yield lines;
    return;
  }
  const seen = new Set<string>([recordsKey]);
  for (const line of new TextDecoder().decode(lines).split('\n')) {
    if (line === '') continue;
    const parsed = await attempt(async () => parseRecord(JSON.parse(line)));
    if ('fault' in parsed) {
      yield { kind: 'record-broken', shard, key: recordsKey, message: parsed.fault };
      continue;
    }
    const record = parsed.value;
    place.onItem?.(record.id);
    yield* checkPlace(record, place);
    yield* place.watch.see(record);
    for (const [audio, dry] of [
      [record.dry, true],
      [record.audio, false],
    ] as const) {
      if (audio === null) continue;
      seen.add(audio.key);
      const bytes = await read(audio.key);
      if (!(bytes instanceof Uint8Array)) yield bytes;
      else if (audio.sha256 !== listed.get(audio.key)?.sha256)
        yield {
          kind: 'object-changed',
          item: record.id,
          key: audio.key,
          message: `${audio.key} is not the file that its record describes.`,
        };
      else if (place.sounds !== false) yield* await checkSound(record, audio, bytes, dry);
    }
  }
  for (const key of listed.keys()) {
    if (!seen.has(key))
      yield {
        kind: 'object-unknown',
        shard,
        key,
        message: `${key} is listed by its shard, but by no record.`,
      };
  }
}

function* checkPlace({ id }: DialogueRecord, { run, shard, ids }: ShardPlace): Generator<CorpusFault> {
  if (ids.has(id)) yield { kind: 'id-twice', item: id, message: `There are two dialogues ${id}.` };
  ids.add(id);
  const home = shardOf(id, run.shards);
  if (home !== shard)
    yield {
      kind: 'record-misplaced',
      item: id,
      shard,
      message: `${id} belongs to shard ${home} and is in ${shard}.`,
    };
}

async function checkSound(
  record: DialogueRecord,
  { key, frames, channels, sampleRate }: AudioObject,
  bytes: Uint8Array,
  dry: boolean,
): Promise<readonly CorpusFault[]> {
  const place = { item: record.id, key };
  const decoded = await attempt(() => decodeAudio(bytes));
  if ('fault' in decoded) return [{ kind: 'sound-broken', ...place, message: decoded.fault }];
  const sound = decoded.value;
  const heard = sound.channels[0]?.length ?? 0;
  if (heard !== frames || sound.channels.length !== channels || sound.sampleRate !== sampleRate) {
    const found = `${heard} frames of ${sound.channels.length} channels at ${sound.sampleRate} Hz`;
    const message = `${key} has ${found}; its record says ${frames} of ${channels} at ${sampleRate}.`;
    return [{ kind: 'sound-length', ...place, message }];
  }
  return checkLabels(record, sound, dry).map((fault) => ({ ...fault, ...place }));
}

/** What a value is, or what is wrong with it; anything but a fault of the corpus goes on its way. */
async function attempt<Value>(
  run: () => Promise<Value>,
): Promise<{ readonly value: Value } | { readonly fault: string }> {
  try {
    return { value: await run() };
  } catch (error) {
    const known = error instanceof CorpusError || error instanceof MediaError || error instanceof SyntaxError;
    if (!known || (error instanceof CorpusError && error.retryable)) throw error;
    return { fault: error.message };
  }
}
