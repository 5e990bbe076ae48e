import type { SegmentCache, Speech } from '../voices/index.ts';

export type FakeSegmentCacheOptions = {
  /** Which calls of `write` fail, counted from 1. Default none. */
  readonly failingWrites?: readonly number[];
  /** What they fail with. */
  readonly failure?: Error;
};

export interface FakeSegmentCache extends SegmentCache {
  /** What is kept, by key. */
  readonly kept: ReadonlyMap<string, Speech>;
  /** Every key so far that was asked for, and that was written. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** A cache in memory. */
export function createFakeSegmentCache({
  failingWrites = [],
  failure = new Error('There is no room left.'),
}: FakeSegmentCacheOptions = {}): FakeSegmentCache {
  const kept = new Map<string, Speech>();
  const reads: string[] = [];
  const writes: string[] = [];
  return {
    kept,
    reads,
    writes,
    async read(key) {
      reads.push(key);
      const speech = kept.get(key);
      return speech === undefined ? undefined : copyOf(speech);
    },
    async write(key, speech) {
      if (failingWrites.includes(writes.push(key))) throw failure;
      kept.set(key, copyOf(speech));
    },
  };
}

/** What was answered is not kept: who reads has asked nobody. */
function copyOf({ audio, words, warnings }: Speech): Speech {
  return structuredClone({ audio, words, warnings });
}
