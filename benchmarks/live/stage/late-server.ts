import { createRandom } from '../../../src/dsp/index.ts';

/** How often a server stands still, and for how many frames of 20 ms: now and then briefly, seldom for long. */
const stalls = [
  { every: 1.5, least: 1, most: 2 },
  { every: 25, least: 3, most: 5 },
] as const;
const framesPerSecond = 50;

/** A server whose loop is late as a busy one's is: what comes meanwhile waits, and is handled in a heap. */
export interface LateServer {
  /** What has come in, and is handled now: all of what has waited, or nothing. */
  take(frame: Float32Array): readonly Float32Array[];
}

/** `load`: how many times as often and as long. Default 1: of 40 sessions on two cores. */
export function createLateServer(seed: string, load = 1): LateServer {
  const random = createRandom(`late-server/${seed}`);
  const waiting: Float32Array[] = [];
  let still = 0;
  return {
    take(frame) {
      waiting.push(frame);
      for (const { every, least, most } of stalls) {
        if (random.next() < load / (every * framesPerSecond))
          still = Math.max(still, Math.round(load * (least + random.integer(most - least + 1))));
      }
      if (still > 0) {
        still -= 1;
        return [];
      }
      return waiting.splice(0);
    },
  };
}
