import type { Random } from '../dsp/index.ts';
import { type PausePlace, pauseAt, scoreOf } from './pauses.ts';
import type { Timing } from './timing.ts';

/** Lengths of pauses, one after another. */
export interface PauseDraws {
  /** Gives a place its pause. */
  draw(place: PausePlace, random: Random): void;
}

/** Places that a new one is compared to: what is long enough ago says little of this talk. */
const remembered = 256;

/**
 * As `drawPauses`, but each without knowledge of those after it: a place's rank among those before it is uniform
 * and independent of theirs, so the lengths are draws of the reference, and the longer ones still come to the
 * places that bear them.
 */
export function createPauseDraws(timing: Timing): PauseDraws {
  const recent: number[] = [];
  return {
    draw(place, random) {
      const score = scoreOf(place, random);
      const below = recent.reduce((count, other) => (other < score ? count + 1 : count), 0);
      place.assign(pauseAt((below + random.next()) / (recent.length + 1), timing));
      recent.push(score);
      if (recent.length > remembered) recent.shift();
    },
  };
}
