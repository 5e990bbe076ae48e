import { VoiceError } from '../voice-error.ts';
import { type EngineJob, type EngineProcess, openEngineProcess } from './engine-process.ts';
import type { EngineResult, EngineSetup, EngineTask } from './engine-protocol.ts';

/**
 * Processes that have the same model loaded and share a queue of tasks. They start when there is work; the pool's
 * owner disposes it.
 */
export interface EnginePool extends AsyncDisposable {
  readonly size: number;
  /** Rejects with the signal's reason within .2 s of an abort, and with a `VoiceError` where the engine fails. */
  run(task: EngineTask, options?: { readonly signal?: AbortSignal }): Promise<EngineResult>;
}

/** Seconds that a dropped task has to end by itself. Longer ones cost the process, and loading the model anew. */
const patience = 0.05;

export function createEnginePool(setup: EngineSetup, size: number): EnginePool {
  const engines = new Set<EngineProcess>();
  const queue: EngineJob[] = [];
  let closed = false;

  const assign = (): void => {
    if (closed) return;
    for (const engine of engines) {
      if (engine.job !== undefined) continue;
      const job = queue.shift();
      if (job === undefined) return;
      engine.give(job);
    }
    while (queue.length > 0 && engines.size < size) {
      const engine = openEngineProcess(setup, { onIdle: assign, onExit: forget });
      engines.add(engine);
      const job = queue.shift();
      if (job !== undefined) engine.give(job);
    }
  };
  const forget = (engine: EngineProcess): void => {
    engines.delete(engine);
    assign();
  };
  const cancel = async (job: EngineJob): Promise<void> => {
    const waiting = queue.indexOf(job);
    if (waiting >= 0) queue.splice(waiting, 1);
    await [...engines].find((engine) => engine.job === job)?.drop(patience);
  };
  const enqueue = (task: EngineTask, signal: AbortSignal | undefined): Promise<EngineResult> =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        void cancel(job).finally(() => {
          // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the caller's own reason
          reject(signal?.reason);
        });
      };
      const job: EngineJob = {
        task,
        resolve(result) {
          signal?.removeEventListener('abort', onAbort);
          resolve(result);
        },
        reject(error) {
          signal?.removeEventListener('abort', onAbort);
          reject(error instanceof Error ? error : new VoiceError(String(error), { provider: 'sherpa' }));
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      queue.push(job);
      assign();
    });

  return {
    size,
    async run(task, { signal } = {}) {
      signal?.throwIfAborted();
      if (closed) throw new VoiceError('The voice is closed.', { provider: 'sherpa' });
      return enqueue(task, signal);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      const error = new VoiceError('The voice was closed before it had spoken.', { provider: 'sherpa' });
      const jobs = [...queue.splice(0), ...[...engines].flatMap(({ job }) => job ?? [])];
      const ends = [...engines].map((engine) => engine.end());
      for (const job of jobs) job.reject(error);
      await Promise.all(ends);
    },
  };
}
