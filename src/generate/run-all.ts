import { setMaxListeners } from 'node:events';

export type RunAllOptions = {
  /** At a time. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  /** When a task fails, let those that run come to their end; none is begun. Default false: they are aborted. */
  readonly finishRunning?: boolean;
};

/**
 * Runs a task for each item, at most `limit` at a time, and gives the results in order. When one fails, or
 * `signal` aborts, the others are aborted, awaited, and the first failure is thrown.
 */
export async function runAll<Item, Result>(
  items: readonly Item[],
  { limit, signal, finishRunning = false }: RunAllOptions,
  task: (item: Item, index: number, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  signal?.throwIfAborted();
  const inner = new AbortController();
  // Every task that runs listens to it: no leak, however many there are.
  setMaxListeners(0, inner.signal);
  const stop = (): void => inner.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  const results: Result[] = [];
  let failure: { readonly error: unknown } | undefined;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length && !inner.signal.aborted && failure === undefined) {
      const index = next++;
      const item = items[index];
      if (item === undefined) continue;
      try {
        results[index] = await task(item, index, inner.signal);
      } catch (error) {
        failure ??= { error };
        if (!finishRunning) inner.abort(error);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  signal?.throwIfAborted();
  if (failure !== undefined) throw failure.error;
  return results;
}
