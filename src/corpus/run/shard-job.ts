import type { DialogueRecord } from '../record/types.ts';
import type { RunManifest } from './run-manifest.ts';

/**
 * What makes the items of a shard. It knows nothing of stores, engines, retries or progress: `runShard` does that for
 * every job alike, on whatever machine.
 */
export interface ShardJob extends AsyncDisposable {
  /** The items of a shard, in the order of their ids. The same for the same run, whoever asks. */
  items(shard: number): AsyncIterable<string> | Iterable<string>;
  /** Makes one item: the same bytes for the same run and id, on any machine. */
  make(
    item: string,
    options: { readonly shard: number; readonly signal?: AbortSignal | undefined },
  ): Promise<MadeItem>;
}

export type MadeItem = {
  /** Its `audio` and `dry` name what is in `objects`. */
  readonly record: DialogueRecord;
  readonly objects: readonly { readonly key: string; readonly bytes: Uint8Array }[];
};

/** Opens the job of a run from its manifest alone: what a worker on another machine starts with. */
export type OpenShardJob = (manifest: RunManifest) => Promise<ShardJob>;
