import { availableParallelism } from 'node:os';
import { type Job, openWorkerThread, WorkerPoolError, type WorkerThread } from './worker-thread.ts';

/**
 * Worker threads that share a queue of tasks. A thread has one task at a time. Threads start when there is work
 * for them and keep the process alive only while they have some. The pool's owner disposes it.
 */
export interface WorkerPool<Task, Result> extends AsyncDisposable {
  readonly size: number;
  /**
   * Rejects with the signal's reason when aborted (its thread is ended and replaced, so that nothing goes on
   * running), with what the task threw, or with a `WorkerPoolError` when its thread died or the pool is closed.
   */
  run(task: Task, options?: RunOptions): Promise<Result>;
}

export type RunOptions = {
  readonly signal?: AbortSignal;
  /** Buffers that move to the thread rather than being copied. */
  readonly transfer?: readonly ArrayBuffer[];
};

export type WorkerPoolOptions = {
  /** The file that a thread runs; it calls `serveTasks`. A `.ts` file is run through `tsx`. */
  readonly url: URL;
  /** Threads at most. Default: one for each core. */
  readonly size?: number;
  /** What each thread finds in `workerData`: made once, when the first thread starts. */
  readonly workerData?: () => unknown;
};

export function createWorkerPool<Task, Result>({
  url,
  size = availableParallelism(),
  workerData = () => undefined,
}: WorkerPoolOptions): WorkerPool<Task, Result> {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`A worker pool needs a whole number of threads, 1 or more; got ${size}.`);
  }
  const threads = new Set<WorkerThread<Task, Result>>();
  const queue: Job<Task, Result>[] = [];
  let sharedData: Promise<unknown> | undefined;
  let starting = 0;
  let closed = false;

  const assign = (): void => {
    if (closed) return;
    for (const thread of threads) {
      if (thread.job !== undefined || thread.ending) continue;
      const job = queue.shift();
      if (job === undefined) return;
      thread.give(job);
    }
    while (queue.length > starting && threads.size + starting < size) {
      starting++;
      void start();
    }
  };

  const start = async (): Promise<void> => {
    try {
      sharedData ??= Promise.resolve(workerData());
      const data = await sharedData;
      if (!closed) threads.add(openWorkerThread(url, data, { onIdle: assign, onExit: forget }));
    } catch (error) {
      sharedData = undefined;
      queue.shift()?.reject(new WorkerPoolError('A worker thread could not be started.', { cause: error }));
    } finally {
      starting--;
      assign();
    }
  };

  const forget = (thread: WorkerThread<Task, Result>): void => {
    threads.delete(thread);
    assign();
  };

  /** Takes a job away from wherever it has got to. */
  const cancel = async (job: Job<Task, Result>): Promise<void> => {
    const waiting = queue.indexOf(job);
    if (waiting >= 0) queue.splice(waiting, 1);
    const thread = [...threads].find((each) => each.job === job);
    if (thread === undefined) return;
    const ended = thread.end();
    // One that has still to begin keeps its place until it is gone, or many aborts at once would be many threads.
    if (thread.loaded) {
      threads.delete(thread);
      assign();
    }
    await ended;
  };

  const enqueue = (task: Task, { signal, transfer = [] }: RunOptions): Promise<Result> =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        void cancel(job).finally(() => {
          // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the caller's own reason
          reject(signal?.reason);
        });
      };
      const job: Job<Task, Result> = {
        task,
        transfer,
        resolve(result) {
          signal?.removeEventListener('abort', onAbort);
          resolve(result);
        },
        reject(error) {
          signal?.removeEventListener('abort', onAbort);
          reject(error instanceof Error ? error : new WorkerPoolError(String(error)));
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      queue.push(job);
      assign();
    });

  return {
    size,
    async run(task, options = {}) {
      options.signal?.throwIfAborted();
      if (closed) throw new WorkerPoolError('The worker pool is closed.');
      return enqueue(task, options);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      const abandoned = [...queue.splice(0), ...[...threads].flatMap(({ job }) => job ?? [])];
      const error = new WorkerPoolError('The worker pool was closed before the task was done.');
      for (const job of abandoned) job.reject(error);
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}
