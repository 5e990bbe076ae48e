import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TaskReply } from './worker-tasks.ts';

/** A thread died, could not be started, or the pool is closed: what is wrong is not the task's own error. */
export class WorkerPoolError extends Error {
  override readonly name = 'WorkerPoolError';
}

/** A task on its way, and whoever waits for its result. */
export type Job<Task, Result> = {
  readonly task: Task;
  readonly transfer: readonly ArrayBuffer[];
  resolve(result: Result): void;
  reject(error: unknown): void;
};

/** Seconds that a thread which is not wanted any more has to read its files, on a machine however busy. */
const loadPatience = 60;

/** One worker of a pool, and the job that it is at. It keeps the process alive only while it has one. */
export interface WorkerThread<Task, Result> {
  readonly job: Job<Task, Result> | undefined;
  give(job: Job<Task, Result>): void;
  /** It has read its files. */
  readonly loaded: boolean;
  /** It takes no job any more. */
  readonly ending: boolean;
  /**
   * Ends the thread at once, or, where it still reads its files, when it has: ended before, it would leave them open for
   * ever. Nobody waits for that. Its job is dropped, neither resolved nor rejected.
   */
  end(): Promise<void>;
}

export function openWorkerThread<Task, Result>(
  url: URL,
  workerData: unknown,
  {
    onIdle,
    onExit,
  }: {
    /** The thread can be given another job. */
    readonly onIdle: () => void;
    /** The thread is gone, by itself or by `end`. */
    readonly onExit: (thread: WorkerThread<Task, Result>) => void;
  },
): WorkerThread<Task, Result> {
  const worker = openWorker(url, workerData);
  let job: Job<Task, Result> | undefined;
  let cause: unknown;
  let isEnding = false;
  let isLoaded = false;

  const takeJob = (): Job<Task, Result> | undefined => {
    const taken = job;
    job = undefined;
    // Whoever waits for its end would be left waiting by a process that has nothing else to do.
    if (!isEnding) worker.unref();
    return taken;
  };

  const thread: WorkerThread<Task, Result> = {
    get job() {
      return job;
    },
    get loaded() {
      return isLoaded;
    },
    get ending() {
      return isEnding;
    },
    give(next) {
      job = next;
      worker.ref();
      try {
        worker.postMessage(next.task, next.transfer);
      } catch (error) {
        takeJob()?.reject(error);
        queueMicrotask(onIdle);
      }
    },
    async end() {
      job = undefined;
      isEnding = true;
      if (isLoaded) await worker.terminate();
      else setTimeout(() => void worker.terminate(), loadPatience * 1000).unref();
    },
  };

  worker.unref();
  worker.on('message', (reply: TaskReply<Result>) => {
    isLoaded = true;
    if (isEnding) void worker.terminate();
    if (isEnding || reply.type === 'loaded') return;
    const done = takeJob();
    if (reply.type === 'done') done?.resolve(reply.result);
    else done?.reject(reply.error);
    onIdle();
  });
  worker.on('messageerror', (error) => {
    takeJob()?.reject(new WorkerPoolError('A worker thread sent what cannot be read.', { cause: error }));
    onIdle();
  });
  worker.on('error', (error) => {
    cause = error;
  });
  worker.on('exit', (code) => {
    takeJob()?.reject(deathOf(url, code, cause));
    onExit(thread);
  });
  return thread;
}

function deathOf(url: URL, code: number, cause: unknown): WorkerPoolError {
  const reason = cause instanceof Error ? cause.message : `exit code ${code}`;
  const message = `The worker thread of ${url.pathname.split('/').at(-1)} died: ${reason}`;
  return new WorkerPoolError(message, cause === undefined ? undefined : { cause });
}

/** Tasks drop large arrays, which go when the nursery is full: a small one keeps the memory of a thread low. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 };

/**
 * Sources are TypeScript where they are developed and JavaScript where they are installed. `--import tsx` has no
 * effect in a worker thread, so the thread registers it itself.
 */
function openWorker(url: URL, workerData: unknown): Worker {
  if (!url.pathname.endsWith('.ts')) return new Worker(url, { workerData, execArgv: [], resourceLimits });
  // Its CommonJS twin, which `resolve` finds, cannot register from code that is no file.
  const loader = pathToFileURL(createRequire(url).resolve('tsx/esm/api').replace(/cjs$/, 'mjs')).href;
  const code = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`;
  return new Worker(code, { workerData, execArgv: [], resourceLimits, eval: true });
}
