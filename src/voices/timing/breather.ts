import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of arithmetic after which others have their turn. */
const longestStretchMs = 12;

/** Called between pieces of long arithmetic: lets the event loop go on when it is time, and hears an abort. */
export type Breathe = () => Promise<void> | undefined;

/** Of the event loop, which all share: of those who rest, one goes on in each of its turns. */
let lastRest: Promise<unknown> = Promise.resolve();

export function createBreather(signal: AbortSignal | undefined): Breathe {
  let since = performance.now();
  const rest = async (): Promise<void> => {
    lastRest = lastRest.then(() => nextTurn());
    await lastRest;
    signal?.throwIfAborted();
    since = performance.now();
  };
  return () => {
    signal?.throwIfAborted();
    return performance.now() - since < longestStretchMs ? undefined : rest();
  };
}
