import { CorpusError } from '../corpus-error.ts';
import { openJob } from '../open-job.ts';
import { readRunManifest } from '../run/read-manifests.ts';
import { type RunManifest, runHash, runKey, type ShardManifest } from '../run/run-manifest.ts';
import { runShard } from '../run/run-shard.ts';
import { openStore } from '../store/open-store.ts';
import type { ShardProcessOptions } from './shard-messages.ts';

/** A run that has begun, opened by its store's name to make shards of it in this process. */
export interface OpenRun extends AsyncDisposable {
  readonly manifest: RunManifest;
  makeShard(shard: number, options: MakeShardOptions): Promise<ShardManifest>;
}

export type MakeShardOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onItem?: (done: { readonly item: string; readonly duration: number }) => void;
};

/** Throws `CorpusError` where there is no run, another than is expected, or one that another version began. */
export async function openRun(options: ShardProcessOptions): Promise<OpenRun> {
  const store = await openStore(options.run);
  try {
    const manifest = await readRunManifest(store, {});
    checkRun(manifest, options);
    const job = await openJob(manifest, { module: options.module });
    return {
      manifest,
      makeShard: (shard, { signal, onItem }) =>
        runShard({ manifest, shard, job, store, signal, ...(onItem === undefined ? {} : { onItem }) }),
      async [Symbol.asyncDispose]() {
        await job[Symbol.asyncDispose]();
        await store[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}

function checkRun(
  manifest: RunManifest | undefined,
  { run, hash, generator }: ShardProcessOptions,
): asserts manifest is RunManifest {
  if (manifest === undefined) {
    throw new CorpusError(`There is no run in ${run}: it has no ${runKey}.`, { key: runKey });
  }
  if (hash !== undefined && runHash(manifest) !== hash) {
    throw new CorpusError(`${run} holds another run than the one that is to be made.`, { key: runKey });
  }
  if (generator !== undefined && manifest.generator !== generator) {
    throw new CorpusError(
      `The run in ${run} was begun by ${manifest.generator}, and this is ${generator}: its bytes would be others. Use the same version.`,
      { key: runKey },
    );
  }
}
