import { setTimeout as wait } from 'node:timers/promises';
import type { LiveClock } from '../session-options.ts';

export const systemClock: LiveClock = {
  now: () => performance.now() / 1000,
  wait: (duration, { signal } = {}) =>
    wait(duration * 1000, undefined, signal === undefined ? {} : { signal }),
};
