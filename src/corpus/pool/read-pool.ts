import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSystemError } from '../../media/index.ts';
import { readLhotse } from './lhotse-layout.ts';
import { readPoolDefaults } from './pool-defaults.ts';
import type { PoolEntry } from './pool-entry.ts';
import { readTextLayout } from './text-layout.ts';
import { readUtteranceList } from './utterance-list.ts';

/**
 * Every utterance of a folder: by `utterances.jsonl`, by Lhotse's `recordings.jsonl` and `supervisions.jsonl` (`.gz` or
 * not), or by sound and text files that lie beside each other.
 */
export async function* readPool(folder: string, signal?: AbortSignal): AsyncGenerator<PoolEntry> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw fileSystemError(cause, 'read', folder);
  });
  const found = (...wanted: string[]): string | undefined => {
    const name = wanted.find((each) => names.includes(each));
    return name === undefined ? undefined : join(folder, name);
  };
  const list = found('utterances.jsonl', 'utterances.jsonl.gz');
  if (list !== undefined) return yield* readUtteranceList(list, signal);
  const defaults = await readPoolDefaults(join(folder, 'pool.yaml'));
  const recordings = found('recordings.jsonl.gz', 'recordings.jsonl');
  const supervisions = found('supervisions.jsonl.gz', 'supervisions.jsonl');
  if (recordings !== undefined && supervisions !== undefined) {
    return yield* readLhotse(folder, { recordings, supervisions }, defaults, signal);
  }
  return yield* readTextLayout(folder, defaults, signal);
}
