import type { Platform } from './clock.ts';
import type { Gate } from './gate.ts';
import { ProviderError } from './provider-error.ts';

export type RetryOptions = {
  readonly maxRetries: number;
  readonly gate: Pick<Gate, 'holdFor'>;
  readonly platform: Platform;
  readonly signal?: AbortSignal | undefined;
};

/** Seconds. A vendor that asks for longer is not waited for. */
const longestRetryAfter = 60;
const firstBackoff = 0.5;
const longestBackoff = 8;

/** Does it again, with pauses that grow, while it fails with a `ProviderError` that says this may help. */
export async function withRetries<Result>(
  { maxRetries, gate, platform, signal }: RetryOptions,
  work: (attempt: number) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof ProviderError) || !error.retryable || attempt > maxRetries) throw error;
      const wait = error.retryAfter ?? backoff(attempt, platform);
      if (wait > longestRetryAfter) throw error;
      if (error.status === 429) gate.holdFor(wait);
      await platform.wait(wait, signal === undefined ? {} : { signal });
    }
  }
}

/** Full jitter: many that failed together do not come back together. */
function backoff(attempt: number, platform: Platform): number {
  return Math.min(longestBackoff, firstBackoff * 2 ** (attempt - 1)) * (0.5 + platform.random() / 2);
}
