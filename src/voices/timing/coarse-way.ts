import type { Word } from '../../timeline/index.ts';
import type { Breathe } from './breather.ts';
import { type SpeechFeatures, width } from './speech-features.ts';
import {
  describeReference,
  describeTarget,
  evenBand,
  type SpeechReference,
  type SpeechTarget,
} from './speech-states.ts';
import { warpSpeech } from './warp-speech.ts';

/** Frames that are taken as one. */
const grain = 8;
/** How far from an even pace the way may go: so many states, or this share of all. */
const [leastReach, reachShare] = [150, 0.12];

/** For each frame about which state of the fine reference it is: found in frames of 80 ms. */
export async function findCoarseWay(
  target: SpeechTarget,
  levels: Float32Array,
  model: SpeechFeatures,
  words: readonly Word[],
  fine: SpeechReference,
  breathe: Breathe,
): Promise<Int32Array | undefined> {
  const small = describeTarget(thinned(target), thinnedLevels(levels), grain);
  await breathe();
  const reference = describeReference(thinned(model), words, small.speech, grain);
  await breathe();
  const reach = Math.max(leastReach, Math.round(reference.count * reachShare));
  const states = await warpSpeech(reference, small, evenBand(small, reference.count, reach), breathe);
  if (states === undefined) return undefined;
  const places = placeStates(reference, fine);
  return Int32Array.from(
    { length: target.count },
    (_, frame) => places[states[Math.floor(frame / grain)] ?? 0] ?? 0,
  );
}

/** Where each state of one reference lies in another of the same words. */
function placeStates(from: SpeechReference, to: SpeechReference): Int32Array {
  const [starts, others] = [wordStarts(from), wordStarts(to)];
  return Int32Array.from(from.words, (word, state) => {
    if (word < 0) {
      const next = from.words[state + 1];
      return next === undefined ? to.count - 1 : (others[next] ?? 0) - 1;
    }
    const [start, stop] = [starts[word] ?? 0, (starts[word + 1] ?? 0) - 1];
    const [other, end] = [others[word] ?? 0, (others[word + 1] ?? 0) - 1];
    return Math.floor(other + ((state - start + 0.5) / (stop - start)) * (end - other));
  });
}

/** The first state of each word; behind the last, where one more would start. */
function wordStarts({ words, count }: SpeechReference): number[] {
  const starts: number[] = [];
  for (let state = 0; state < count; state++) {
    const word = words[state] ?? -1;
    if (word >= 0 && words[state - 1] !== word) starts.push(state);
  }
  return [...starts, count];
}

function thinned({ count, values }: SpeechFeatures): SpeechFeatures {
  const groups = Math.ceil(count / grain);
  const result = new Float32Array(groups * width);
  for (let frame = 0; frame < count; frame++) {
    const group = Math.floor(frame / grain);
    const share = 1 / Math.min(grain, count - group * grain);
    for (let place = 0; place < width; place++) {
      const index = group * width + place;
      result[index] = (result[index] ?? 0) + share * (values[frame * width + place] ?? 0);
    }
  }
  return { count: groups, values: result };
}

function thinnedLevels(levels: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.ceil(levels.length / grain) }, (_, group) => {
    const own = levels.subarray(group * grain, (group + 1) * grain);
    return own.reduce((sum, level) => sum + level, 0) / own.length;
  });
}
