import * as z from 'zod';
import { CorpusError } from '../corpus-error.ts';
import type { ObjectStore, StoreOptions } from '../store/object-store.ts';
import { openStore } from '../store/open-store.ts';
import {
  type RunManifest,
  runKey,
  runManifestSchema,
  type ShardManifest,
  shardKeys,
  shardManifestSchema,
} from './run-manifest.ts';

export function readRunManifest(store: ObjectStore, options: StoreOptions): Promise<RunManifest | undefined> {
  return readJson(store, runKey, runManifestSchema, options);
}

/** What is to be made in the store of that name. Throws `CorpusError` where nothing has begun. */
export async function openRunManifest(run: string, options: StoreOptions = {}): Promise<RunManifest> {
  await using store = await openStore(run);
  const manifest = await readRunManifest(store, options);
  if (manifest !== undefined) return manifest;
  throw new CorpusError(`There is no run in ${run}: it has no ${runKey}.`, { key: runKey });
}

export function readShardManifest(
  store: ObjectStore,
  shard: number,
  options: StoreOptions,
): Promise<ShardManifest | undefined> {
  return readJson(store, shardKeys.done(shard), shardManifestSchema, options);
}

async function readJson<Value>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<Value>,
  options: StoreOptions,
): Promise<Value | undefined> {
  const bytes = await store.get(key, options);
  if (bytes === undefined) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new CorpusError(`${key} in ${store.name} is no JSON.`, { key, cause });
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new CorpusError(`${key} in ${store.name} is not as it should be: ${z.prettifyError(parsed.error)}`, {
    key,
    cause: parsed.error,
  });
}
