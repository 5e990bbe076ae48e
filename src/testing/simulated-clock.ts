/** Time as what is tested sees it. Production code passes a real one, tests one that they move by hand. */
export interface Clock {
  /** Seconds since the clock was made. */
  now(): number;
  /** Resolves after so many seconds; rejects with the signal's reason when aborted. */
  wait(duration: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}

export interface SimulatedClock extends Clock {
  /** How many waits have not come to their end. */
  readonly waiting: number;
  /** Moves time on, waking whoever waits in the order of their times, and lets each do what it then does. */
  advance(duration: number): Promise<void>;
  /** Moves time on from wait to wait until `work` is settled. */
  runUntil<Value>(work: Promise<Value>): Promise<Value>;
}

type Sleeper = { readonly time: number; wake(): void };

export function createSimulatedClock(): SimulatedClock {
  let time = 0;
  const sleepers: Sleeper[] = [];

  const wait = (duration: number, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> =>
    new Promise((resolve, reject) => {
      if (!(duration >= 0)) {
        reject(new RangeError(`Time runs forwards only; asked to wait ${duration} s.`));
        return;
      }
      if (signal?.aborted === true) {
        // The caller's own reason, whatever it is.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        sleepers.splice(sleepers.indexOf(sleeper), 1);
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        time: time + duration,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      sleepers.splice(insertionIndex(sleepers, sleeper.time), 0, sleeper);
    });

  const wakeUntil = async (end: number): Promise<void> => {
    await runPending();
    for (let first = sleepers[0]; first !== undefined && first.time <= end; first = sleepers[0]) {
      sleepers.shift();
      time = first.time;
      first.wake();
      await runPending();
    }
  };

  return {
    get waiting() {
      return sleepers.length;
    },
    now: () => time,
    wait,
    async advance(duration) {
      if (!(duration >= 0))
        throw new RangeError(`Time runs forwards only; asked to advance by ${duration} s.`);
      const end = time + duration;
      await wakeUntil(end);
      time = end;
    },
    async runUntil(work) {
      const state = { settled: false };
      const settle = (): void => {
        state.settled = true;
      };
      work.then(settle, settle);
      await runPending();
      while (!state.settled) {
        await wakeUntil(sleepers[0]?.time ?? time);
      }
      return work;
    },
  };
}

/** After those of the same time, so that the first to wait is the first to wake. */
function insertionIndex(sleepers: readonly Sleeper[], time: number): number {
  const later = sleepers.findIndex((sleeper) => sleeper.time > time);
  return later < 0 ? sleepers.length : later;
}

/** Lets every promise that can settle without time passing do so. */
function runPending(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
