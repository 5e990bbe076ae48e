import { calledOff, type Platform } from './clock.ts';

/** The one door to a vendor: so many requests at once, so many begun in a minute. In order of asking. */
export interface Gate {
  /** Resolves when a request may begin; call what it gives when the request has ended. */
  enter(signal: AbortSignal | undefined): Promise<() => void>;
  /** Nobody enters for so many seconds: the vendor asked for it. */
  holdFor(duration: number): void;
  /** Inside at this moment. */
  readonly inside: number;
}

export type GateOptions = {
  readonly maxConcurrency: number;
  readonly requestsPerMinute?: number | undefined;
  readonly platform: Platform;
};

type Waiting = { readonly open: () => void };

export function createGate({ maxConcurrency, requestsPerMinute, platform }: GateOptions): Gate {
  const spacing = requestsPerMinute === undefined ? 0 : 60 / requestsPerMinute;
  const queue: Waiting[] = [];
  let inside = 0;
  let closedUntil = 0;
  let sleep: AbortController | undefined;

  const admit = (): void => {
    while (queue.length > 0 && inside < maxConcurrency) {
      const now = platform.now();
      if (now < closedUntil) {
        sleepUntil(closedUntil);
        return;
      }
      if (spacing > 0) closedUntil = now + spacing;
      inside++;
      queue.shift()?.open();
    }
  };
  const sleepUntil = (time: number): void => {
    if (sleep !== undefined) return;
    const own = new AbortController();
    sleep = own;
    const wake = (): void => {
      sleep = undefined;
      admit();
    };
    platform.wait(Math.max(0, time - platform.now()), { signal: own.signal }).then(wake, wake);
  };
  const leave = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside--;
      admit();
    };
  };

  return {
    get inside() {
      return inside;
    },
    enter: (signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const onAbort = (): void => {
          queue.splice(queue.indexOf(waiting), 1);
          // A program that is done does not wait for a door that nobody waits at.
          if (queue.length === 0) sleep?.abort(calledOff);
          // oxlint-disable-next-line typescript/prefer-promise-reject-errors
          reject(signal?.reason);
        };
        const waiting: Waiting = {
          open: () => {
            signal?.removeEventListener('abort', onAbort);
            resolve(leave());
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        queue.push(waiting);
        admit();
      }),
    holdFor(duration) {
      closedUntil = Math.max(closedUntil, platform.now() + duration);
    },
  };
}
