import { frameDuration } from '../heard-frame.ts';
import type { FrameArrival } from './frame-source.ts';

/** Seconds by which every client's sound may be late without a gap in what it plays. */
const harmless = frameDuration;
/** Seconds by which a microphone's clock may fall behind ours with each frame. */
const drift = 1e-5;
/** Frames without sound of the agent after which a client plays from the beginning again. */
const pause = 25;

/**
 * Tells by how much a frame came later than any since the agent began to speak. What is played goes out frame by frame
 * as sound comes in, so that a client whose sound came that late has run dry, and plays later from then on.
 */
export interface Lateness {
  /** Seconds. `time`: by the clock on which sound comes in; `playing`: whether the user hears the agent in this frame. */
  hear(arrival: FrameArrival, time: number, playing: boolean): number;
}

export function createLateness(): Lateness {
  let frames = 0;
  let earliest = Number.POSITIVE_INFINITY;
  let latest = harmless;
  let quiet = 0;
  return {
    hear(arrival, time, playing) {
      // Nothing is played to it: it was late before.
      if (arrival === 'overdue') return 0;
      const came = time - frames * frameDuration;
      frames += 1;
      quiet = playing ? 0 : quiet + 1;
      if (arrival === 'heard') earliest = Math.min(came, earliest + drift);
      if (quiet > pause) {
        latest = harmless;
        return 0;
      }
      // A client that stands still will play all that later for which nothing came.
      const late = arrival === 'missing' ? frameDuration : Math.max(0, came - earliest - latest);
      latest += late;
      return late;
    },
  };
}
