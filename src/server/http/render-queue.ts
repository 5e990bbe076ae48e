import { RequestError } from './errors.ts';

/** Lets so many pieces of work run at once, and as many again wait for each. */
export interface RenderQueue {
  /** Rejects with 503 where too many wait, and with the signal's reason where nobody waits for it any more. */
  run<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value>;
  /** Resolves when it may begin; call what it gives when it has ended. */
  enter(signal: AbortSignal): Promise<() => void>;
}

const waitingForEach = 8;

export function createRenderQueue(most: number): RenderQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  const leave = (): void => {
    running -= 1;
    waiting.shift()?.();
  };
  const enter = async (signal: AbortSignal): Promise<() => void> => {
    signal.throwIfAborted();
    if (running >= most) {
      if (waiting.length >= most * waitingForEach) {
        throw new RequestError(503, 'server_overloaded', 'Too much is being made already: try again.', {
          retryAfter: 5,
        });
      }
      await new Promise<void>((resolve, reject) => {
        const begin = (): void => {
          signal.removeEventListener('abort', give);
          resolve();
        };
        const give = (): void => {
          const place = waiting.indexOf(begin);
          if (place >= 0) waiting.splice(place, 1);
          reject(signal.reason instanceof Error ? signal.reason : new Error('The client left.'));
        };
        waiting.push(begin);
        signal.addEventListener('abort', give, { once: true });
      });
    }
    running += 1;
    let left = false;
    return () => {
      if (!left) leave();
      left = true;
    };
  };

  return {
    enter,
    async run(work, signal) {
      const done = await enter(signal);
      try {
        return await work();
      } finally {
        done();
      }
    },
  };
}
