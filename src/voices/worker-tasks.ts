import { parentPort } from 'node:worker_threads';

/** What a thread of a worker pool says: once that it has begun, and then an answer to each task. */
export type TaskReply<Result> =
  /** It has read its files, and takes tasks. */
  | { readonly type: 'loaded' }
  | { readonly type: 'done'; readonly result: Result }
  | { readonly type: 'failed'; readonly error: unknown };

export type TaskOutcome<Result> = {
  readonly result: Result;
  /** Buffers of the result that move to the caller rather than being copied. */
  readonly transfer?: readonly ArrayBuffer[];
};

/** The whole of a pool's thread: does what `createWorkerPool` sends, one task after another. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the other half of `createWorkerPool`'s
export function serveTasks<Task, Result>(
  perform: (task: Task) => TaskOutcome<Result> | Promise<TaskOutcome<Result>>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('serveTasks belongs into a worker thread.');
  const answer = async (task: Task): Promise<void> => {
    try {
      const { result, transfer = [] } = await perform(task);
      port.postMessage({ type: 'done', result } satisfies TaskReply<Result>, transfer);
    } catch (error) {
      port.postMessage({ type: 'failed', error } satisfies TaskReply<Result>);
    }
  };
  port.on('message', (task: Task) => {
    void answer(task);
  });
  port.postMessage({ type: 'loaded' } satisfies TaskReply<Result>);
}
