import { createHash } from 'node:crypto';
import * as z from 'zod';

/**
 * What a run is to make: written once as `run.json`, atomically, and compared by everybody who works on it. A shard is
 * a pure function of this, its index and the inputs that it names.
 */
export type RunManifest = {
  readonly version: typeof runVersion;
  /** Which job makes the shards: `simulate`, `ingest`. */
  readonly job: string;
  /** `duologue 0.1.0`: another version makes other bytes. */
  readonly generator: string;
  readonly seed: string;
  readonly shards: number;
  readonly items: number;
  /** Everything else that decides the bytes: the specification, resolved. JSON. */
  readonly parameters: unknown;
  /** Of `parameters`, as canonical JSON, hexadecimal. */
  readonly parametersSha256: string;
};

export const runVersion = 1;
export const runKey = 'run.json';

export const runManifestSchema: z.ZodType<RunManifest> = z
  .strictObject({
    version: z.literal(runVersion),
    job: z.string(),
    generator: z.string(),
    seed: z.string(),
    shards: z.int().positive(),
    items: z.int().nonnegative(),
    parameters: z.unknown(),
    parametersSha256: z.string(),
  })
  .readonly();

/** The completion manifest of a shard, written last: readers trust the objects that it lists, and no others. */
export type ShardManifest = {
  readonly version: typeof runVersion;
  readonly shard: number;
  readonly parametersSha256: string;
  readonly objects: readonly ShardObject[];
  readonly items: number;
  /** Seconds of dialogue. */
  readonly duration: number;
  /** Items that could not be made, and why; their retry is another run of the shard. */
  readonly failed: readonly { readonly item: string; readonly reason: string }[];
};

export type ShardObject = { readonly key: string; readonly bytes: number; readonly sha256: string };

export const shardManifestSchema: z.ZodType<ShardManifest> = z
  .strictObject({
    version: z.literal(runVersion),
    shard: z.int().nonnegative(),
    parametersSha256: z.string(),
    objects: z
      .array(z.strictObject({ key: z.string(), bytes: z.int(), sha256: z.string() }).readonly())
      .readonly(),
    items: z.int().nonnegative(),
    duration: z.number().nonnegative(),
    failed: z.array(z.strictObject({ item: z.string(), reason: z.string() }).readonly()).readonly(),
  })
  .readonly();

export function shardName(shard: number): string {
  return String(shard).padStart(6, '0');
}

export const shardKeys = {
  records: (shard: number): string => `records/${shardName(shard)}.jsonl`,
  audio: (shard: number, item: string): string => `audio/${shardName(shard)}/${item}.flac`,
  dry: (shard: number, item: string): string => `dry/${shardName(shard)}/${item}.flac`,
  done: (shard: number): string => `done/${shardName(shard)}.json`,
};

/** Which shard an item belongs to: by its id alone, so that the order of items says nothing. */
export function shardOf(item: string, shards: number): number {
  const digest = createHash('sha256').update(item).digest('hex');
  return Number(BigInt(`0x${digest.slice(0, 16)}`) % BigInt(shards));
}

/** JSON with its keys in order, so that equal values are equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

export function sha256Of(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** By which a run is told from every other, where its store's name is too long or says too little: hexadecimal. */
export function runHash(manifest: RunManifest): string {
  return sha256Of(canonicalJson(manifest)).slice(0, 16);
}
