import type { Word } from '../../timeline/index.ts';
import { spokenLength } from './heard-units.ts';
import { hop, type SpeechFeatures, soundLimit, width } from './speech-features.ts';
import type { Band, Reference, Target } from './warp-speech.ts';

/** Frames of 10 ms of silence from which on it is a pause, and not the closure of a `t`. */
const pauseFrames = 10;
/** What it costs to pause after a word that no punctuation ends, and to take a frame of a pause for speech. */
const [unpunctuatedPause, speechInPause] = [6, 2];
/** What sound costs that is taken for silence: at the limit, for each dB above it, at most. */
const silence = { least: 0.3, slope: 0.25, most: 6 };
/** A word has at least so many states, so that none is stepped over. */
const fewestStates = 3;
/** Frames of 10 ms for each letter of a word that nobody knows the sound of. */
const framesPerLetter = 7;

export type SpeechTarget = Target & {
  /** Frames that are no part of a pause. */
  readonly speech: number;
  /** For each frame, how many of those lie before it. */
  readonly reached: Int32Array;
};

export function describeTarget(
  { count, values }: SpeechFeatures,
  levels: Float32Array,
  grain: number,
): SpeechTarget {
  const limit = soundLimit(levels);
  const silent = Float32Array.from(levels, (level) =>
    level < limit ? 0 : Math.min(silence.most, silence.least + (level - limit) * silence.slope),
  );
  const spoken = new Float32Array(count);
  for (let from = 0; from < count; from++) {
    let to = from;
    while (to < count && (levels[to] ?? 0) < limit) to++;
    const atEdge = to > from && (from === 0 || to === count);
    if (to - from >= pauseFrames / grain || atEdge) spoken.fill(speechInPause, from, to);
    from = Math.max(from, to);
  }
  const reached = new Int32Array(count);
  let speech = 0;
  for (let frame = 0; frame < count; frame++) {
    reached[frame] = speech;
    if (spoken[frame] === 0) speech++;
  }
  return { count, values, silent, spoken, speech, reached };
}

/** A reference, and the frame of the model that each of its states was taken from; -1 where it is of none. */
export type SpeechReference = Reference & { readonly frames: Int32Array };

/** The words of a model in about `speech` states, the model's own pauses left out. */
export function describeReference(
  model: SpeechFeatures,
  words: readonly Word[],
  speech: number,
  grain: number,
): SpeechReference {
  const step = hop * grain;
  const lengths = words.map(({ text, start, end }) =>
    isSilent(start, end) ? (spokenLength(text) * framesPerLetter) / grain : (end - start) / step,
  );
  const known = lengths.reduce((sum, length) => sum + length, 0);
  const scale = Math.min(2.5, Math.max(0.4, speech / Math.max(1, known)));
  const frames = [-1];
  const owners = [-1];
  const unknown = [0];
  const entries = [0];
  for (const [index, { text, start, end }] of words.entries()) {
    const isUnknown = isSilent(start, end);
    const count = Math.max(grain === 1 ? fewestStates : 1, Math.round((lengths[index] ?? 0) * scale));
    for (let place = 0; place < count; place++) {
      const frame = Math.floor((start + ((place + 0.5) * (end - start)) / count) / step);
      frames.push(isUnknown ? -1 : Math.min(model.count - 1, frame));
      owners.push(index);
      unknown.push(isUnknown ? 1 : 0);
      entries.push(0);
    }
    const isFree = index === words.length - 1 || /[^\p{L}\p{N}]["'”’)]*$/u.test(text);
    frames.push(-1);
    owners.push(-1);
    unknown.push(0);
    entries.push(isFree ? 0 : unpunctuatedPause);
  }
  const values = new Float32Array(frames.length * width);
  for (const [state, frame] of frames.entries()) {
    if (frame >= 0) values.set(model.values.subarray(frame * width, (frame + 1) * width), state * width);
  }
  return {
    count: frames.length,
    values,
    words: Int32Array.from(owners),
    unknown: Uint8Array.from(unknown),
    entries: Float32Array.from(entries),
    frames: Int32Array.from(frames),
  };
}

/** So short that the model did not say it. */
function isSilent(start: number, end: number): boolean {
  return end - start < 2 * hop;
}

/** So many states on both sides of where even speech would be. */
export function evenBand({ count, speech, reached }: SpeechTarget, states: number, reach: number): Band {
  const centre = (frame: number): number =>
    Math.round(((reached[frame] ?? 0) / Math.max(1, speech)) * states);
  return bandAround(count, states, reach, centre);
}

export function bandAround(
  count: number,
  states: number,
  reach: number,
  centre: (frame: number) => number,
): Band {
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  for (let frame = 0; frame < count; frame++) {
    low[frame] = Math.max(0, Math.min(states - 1, centre(frame) - reach));
    high[frame] = Math.max(0, Math.min(states - 1, centre(frame) + reach));
  }
  return { low, high };
}
