import { resample } from 'duologue/dsp';

/** Hz of all that listens here. */
export const listeningRate = 16_000;

/** Root mean square of the speech in the training data. */
const speechLevel = 0.05;
/** Seconds. */
const frame = 0.02;
/** Against the loudest frame; below is no speech. */
const quiet = 0.03;
/** Seconds of silence that are left of a longer one. */
const longestSilence = 0.6;

/** A track as listeners get it: 16 kHz, its speech at one level, long silences shortened. */
export function prepareTrack(samples: Float32Array, sampleRate: number): Float32Array {
  const track = resample({ samples, sampleRate }, listeningRate).samples;
  const length = Math.round(frame * listeningRate);
  const levels = Array.from({ length: Math.ceil(track.length / length) }, (_, index) =>
    rootMeanSquare(track.subarray(index * length, (index + 1) * length)),
  );
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  if (loudest === 0) return new Float32Array(0);
  const spoken = levels.filter((level) => level > quiet * loudest);
  const gain = speechLevel / Math.sqrt(spoken.reduce((sum, level) => sum + level ** 2, 0) / spoken.length);
  const kept = keptFrames(levels.map((level) => level > quiet * quiet * loudest));
  const prepared = new Float32Array(kept.length * length);
  for (const [place, index] of kept.entries()) {
    const piece = track.subarray(index * length, (index + 1) * length);
    for (const [at, value] of piece.entries()) prepared[place * length + at] = value * gain;
  }
  return prepared;
}

/** All that sound, and of the silences between them as much as is left. */
function keptFrames(sounding: readonly boolean[]): number[] {
  const half = Math.round(longestSilence / 2 / frame);
  const kept: number[] = [];
  let since = Number.POSITIVE_INFINITY;
  const until = sounding.map(() => Number.POSITIVE_INFINITY);
  for (let index = sounding.length - 1, next = Number.POSITIVE_INFINITY; index >= 0; index--) {
    next = sounding[index] === true ? 0 : next + 1;
    until[index] = next;
  }
  for (const [index, sounds] of sounding.entries()) {
    since = sounds ? 0 : since + 1;
    if (since <= half || (until[index] ?? 0) <= half) kept.push(index);
  }
  return kept;
}

function rootMeanSquare(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  return Math.sqrt(samples.reduce((sum, value) => sum + value ** 2, 0) / samples.length);
}
