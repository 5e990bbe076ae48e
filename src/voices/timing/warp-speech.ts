import type { Breathe } from './breather.ts';
import { width } from './speech-features.ts';

/** Words to be found in a recording, state after state: a silence, a word's frames, a silence, and so on. */
export type Reference = {
  readonly count: number;
  /** `width` for each state. */
  readonly values: Float32Array;
  /** The word of each state; -1 for the silences. */
  readonly words: Int32Array;
  /** 1 for the states of a word that nobody knows the sound of. */
  readonly unknown: Uint8Array;
  /** What it costs to fall silent in a state; 0 for those of words. */
  readonly entries: Float32Array;
};

export type Target = {
  readonly count: number;
  /** `width` for each frame. */
  readonly values: Float32Array;
  /** What it costs to take a frame for silence, and what it costs more to take it for speech. */
  readonly silent: Float32Array;
  readonly spoken: Float32Array;
};

/** For each frame the first and the last state that it may be. */
export type Band = { readonly low: Int32Array; readonly high: Int32Array };

/** What it costs to stay in a state of speech, and to leave one out, against about 1 for a frame that fits. */
const [stay, skip] = [0.25, 0.35];
/** What a frame costs in a word that nobody knows the sound of. */
const unknownSound = 1.7;
const unreachable = 1e20;

/**
 * The state that each frame is: the cheapest way from the first silence to the last, in which each frame stays,
 * goes on, or leaves out one state. None where the band or the recording is too short for one.
 */
export async function warpSpeech(
  reference: Reference,
  target: Target,
  band: Band,
  breathe: Breathe,
): Promise<Int32Array | undefined> {
  const offsets = new Float64Array(target.count + 1);
  for (let frame = 0; frame < target.count; frame++) {
    offsets[frame + 1] = (offsets[frame] ?? 0) + (band.high[frame] ?? 0) - (band.low[frame] ?? 0) + 1;
  }
  const steps = new Uint8Array(offsets[target.count] ?? 0);
  let costs = new Float64Array(reference.count).fill(unreachable);
  let before = new Float64Array(reference.count).fill(unreachable);
  for (let frame = 0; frame < target.count; frame++) {
    const own = steps.subarray(offsets[frame], offsets[frame + 1]);
    advance(reference, target, band, { frame, before, costs, steps: own });
    [costs, before] = [before, costs];
    if (frame % 4 === 0) await breathe();
  }
  // The last word may end with the recording.
  const last = reference.count - 1;
  const isReached = (state: number): boolean =>
    state <= (band.high[target.count - 1] ?? -1) && state >= (band.low[target.count - 1] ?? 0);
  const costAt = (state: number): number => (isReached(state) ? (before[state] ?? unreachable) : unreachable);
  let state = costAt(last) <= costAt(last - 1) ? last : last - 1;
  if (costAt(state) >= unreachable) return undefined;
  const states = new Int32Array(target.count);
  for (let frame = target.count - 1; frame >= 0; frame--) {
    states[frame] = state;
    state = Math.max(0, state - (steps[(offsets[frame] ?? 0) + state - (band.low[frame] ?? 0)] ?? 0));
  }
  return states;
}

/** One frame on: what each state of its band costs, by the cheapest way there. */
function advance(
  { values, words, unknown, entries }: Reference,
  target: Target,
  { low, high }: Band,
  {
    frame,
    before,
    costs,
    steps,
  }: { frame: number; before: Float64Array; costs: Float64Array; steps: Uint8Array },
): void {
  const [from, to] = [low[frame] ?? 0, high[frame] ?? 0];
  const [first, last] = [low[frame - 1] ?? 0, high[frame - 1] ?? -1];
  const silent = target.silent[frame] ?? 0;
  const spoken = target.spoken[frame] ?? 0;
  for (let state = from; state <= to; state++) {
    const isSilence = (words[state] ?? 0) < 0;
    const entry = entries[state] ?? 0;
    let best = frame === 0 && state < 2 ? entry : unreachable;
    let step = 0;
    if (state >= first && state <= last) best = (before[state] ?? 0) + (isSilence ? 0 : stay);
    if (state - 1 >= first && state - 1 <= last && (before[state - 1] ?? 0) + entry < best) {
      best = (before[state - 1] ?? 0) + entry;
      step = 1;
    }
    if (state - 2 >= first && state - 2 <= last) {
      const passesSilence = (words[state - 1] ?? 0) < 0;
      const cost = (before[state - 2] ?? 0) + entry + (passesSilence ? 0 : skip);
      if (cost < best) {
        best = cost;
        step = 2;
      }
    }
    if (best < unreachable) {
      if (isSilence) best += silent;
      else if (unknown[state] === 1) best += spoken + unknownSound;
      else best += spoken + soundDistance(values, state * width, target.values, frame * width);
    }
    costs[state] = best;
    steps[state - from] = step;
  }
}

/** Between two frames of features; about 1 between two people's takes of one sound. */
export function soundDistance(first: Float32Array, at: number, second: Float32Array, place: number): number {
  let sum = 0;
  for (let index = 0; index < width; index++) {
    const difference = (first[at + index] ?? 0) - (second[place + index] ?? 0);
    sum += difference * difference;
  }
  return Math.sqrt((2 * sum) / width);
}
