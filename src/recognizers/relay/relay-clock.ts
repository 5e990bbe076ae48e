import { setTimeout as wait } from 'node:timers/promises';

/** Time as a relay sees it. A test moves it by hand. */
export interface RelayClock {
  /** Seconds. */
  now(): number;
  wait(duration: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}

export const machineClock: RelayClock = {
  now: () => performance.now() / 1000,
  wait: (duration, options) => wait(duration * 1000, undefined, options),
};

/** Does it so many seconds from now, unless what it returns is aborted before. */
export function doLater(clock: RelayClock, duration: number, act: () => void): AbortController {
  const controller = new AbortController();
  void waitAndAct(clock, duration, act, controller.signal);
  return controller;
}

async function waitAndAct(
  clock: RelayClock,
  duration: number,
  act: () => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await clock.wait(duration, { signal });
  } catch {
    return;
  }
  if (!signal.aborted) act();
}
