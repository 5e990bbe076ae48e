import { bandCount } from './bands.ts';
import { delayCount, type EchoDetector, type EchoMoves, usualDelays } from './echo-detector.ts';

/** Bands between 470 and 3,900 Hz: what every loudspeaker plays. */
const bands = { first: 5, last: Math.min(16, bandCount) };
/** Frames of playback in which it is still the first: who switches a loudspeaker on does so before them, or after. */
const firstFrames = 150;
/** Frames before and after a delay that are looked at with it. */
const beside = 1;
const kept = delayCount + beside + 1;
/** What of a power is still in a room a frame later: 60 dB in .5 s. */
const reverberation = 0.58;
/** Bels under the loudest of what was played down to which a frame of it must be heard, and what of that stays a frame later. */
const loudly = 1.2;
const forgetting = 0.995;
/** What is captured is the room alone under so many times its power. */
const quiet = 2;
/** Bels of what is captured over the room from which it is somebody or an echo. */
const sounding = 0.8;
/** The same from which a first echo of it would be like what was played. */
const clearly = 1.3;
/** Bels by which that is forgotten in a frame: it holds over the dips between syllables. */
const fading = 0.15;
/** Bels over the loudest possible echo from which it is none, and the frames for which it must be. */
const beyond = 0.9;
const needed = 3;
/** Frames by which an echo may have moved, from which on nothing is known of its delay. */
const moved = 1;
const silence = 3e-9;

type HeardBands = Pick<EchoDetector, 'capturedBands' | 'playedBands'>;
type Moves = Pick<EchoMoves, 'earlier' | 'later' | 'grown'>;

/**
 * Tells who speaks from the first echo of what is played, before it is known whether there is an echo at all: an echo
 * is at every moment about as loud, against what was played some time ago, as at any other. At each delay the moment at
 * which least was heard says how loud an echo can be; what is louder than at every delay it could be is none.
 */
export interface FirstEcho {
  /** What is captured is no echo of what is played, whatever its delay. */
  readonly ruledOut: boolean;
  /** What is captured is far louder than the room. */
  readonly loud: boolean;
  hear(heard: HeardBands, floor: Float64Array, moves: Moves): void;
}

export function createFirstEcho(): FirstEcho {
  const played = new Float64Array(kept);
  const trail = new Float64Array(kept);
  /** Bels: the most that an echo of each delay can have of what was played. */
  const most = new Float64Array(delayCount).fill(Number.POSITIVE_INFINITY);
  let [turn, loudest, run, frames, peak] = [0, 0, 0, 0, 0];
  const ago = (past: Float64Array, count: number): number => past[(turn + kept - count) % kept] ?? 0;

  const keep = (power: number): void => {
    const before = trail[turn] ?? 0;
    turn = (turn + 1) % kept;
    played[turn] = power;
    trail[turn] = Math.max(power, before * reverberation);
    loudest = Math.max(loudest * forgetting, power);
  };

  /** Bels by which what is heard is over the loudest possible echo of a delay. */
  const overAt = (delay: number, heard: number): number => {
    let [lowest, highest] = [Number.POSITIVE_INFINITY, 0];
    for (let count = Math.max(0, delay - beside); count <= delay + beside; count++) {
      lowest = Math.min(lowest, ago(played, count));
      highest = Math.max(highest, ago(trail, count));
    }
    if (lowest > silence && lowest > loudest * 10 ** -loudly)
      most[delay] = Math.min(most[delay] ?? 0, heard - Math.log10(lowest));
    return highest < silence ? Number.POSITIVE_INFINITY : heard - Math.log10(highest) - (most[delay] ?? 0);
  };

  const first = {
    ruledOut: false,
    loud: false,
    hear(
      { capturedBands, playedBands }: HeardBands,
      floor: Float64Array,
      { earlier, later, grown }: Moves,
    ): void {
      frames += 1;
      first.ruledOut = false;
      first.loud = false;
      if (frames > firstFrames) return;
      keep(middleOf(playedBands));
      if (Math.max(earlier, later) > moved) {
        most.fill(Number.POSITIVE_INFINITY);
        run = 0;
        return;
      }
      const room = middleOf(floor) + silence;
      const heard = Math.log10(Math.max(middleOf(capturedBands), quiet * room));
      peak = Math.max(heard - Math.log10(room), peak - fading);
      first.loud = peak > clearly;
      const delays = Math.min(delayCount, usualDelays + Math.ceil(grown));
      let over = Number.POSITIVE_INFINITY;
      for (let delay = 0; delay < delays; delay++) over = Math.min(over, overAt(delay, heard));
      run = over > beyond && heard - Math.log10(room) > sounding ? run + 1 : 0;
      first.ruledOut = run >= needed;
    },
  };
  return first;
}

function middleOf(powers: Float64Array): number {
  let sum = 0;
  for (let band = bands.first; band < bands.last; band++) sum += powers[band] ?? 0;
  return sum;
}
