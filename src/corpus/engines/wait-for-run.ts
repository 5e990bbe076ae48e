import { createStatusReader, type RunStatus } from '../run/run-status.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { waitFor } from '../store/retry.ts';

export type WaitForRunOptions = {
  readonly store: ObjectStore;
  /** Seconds between two looks. Default 5. */
  readonly interval?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStatus?: ((status: RunStatus) => void) | undefined;
  /** Sees to it that what is missing is being made; throws where it cannot be. */
  readonly ensure: (status: RunStatus) => Promise<void>;
};

/** Until every shard is complete, whoever makes them. */
export async function waitForRun(options: WaitForRunOptions): Promise<void> {
  const { store, interval = 5, signal, onStatus, ensure } = options;
  const read = createStatusReader(store);
  for (;;) {
    const status = await read({ signal });
    onStatus?.(status);
    if (status.shards.missing.length === 0) return;
    await ensure(status);
    await waitFor(interval, signal);
  }
}
