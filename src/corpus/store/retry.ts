import { setTimeout as pause } from 'node:timers/promises';
import { CorpusError } from '../corpus-error.ts';

export type RetryOptions = {
  /** How often it is tried in all. Default 6. */
  readonly attempts?: number;
  /** Seconds before the second attempt; each wait is twice the one before, up to 10. Default .1. */
  readonly firstWait?: number;
  readonly signal?: AbortSignal | undefined;
};

/** Seconds. */
const longestWait = 10;

/** Does it again, with waits that grow, while it fails with a `CorpusError` that says that this may help. */
export async function retrying<Result>(
  work: () => Promise<Result>,
  { attempts = 6, firstWait = 0.1, signal }: RetryOptions = {},
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof CorpusError) || !error.retryable || attempt >= attempts) throw error;
      const wait = Math.min(longestWait, firstWait * 2 ** (attempt - 1));
      // Jitter: many that failed together do not come back together.
      await waitFor(wait * (0.5 + Math.random() / 2), signal);
    }
  }
}

/** Seconds. Rejects with the signal's own reason. */
export async function waitFor(duration: number, signal?: AbortSignal): Promise<void> {
  try {
    await pause(duration * 1000, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
