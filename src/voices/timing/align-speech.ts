import type { Audio } from '../../dsp/index.ts';
import type { Word } from '../../timeline/index.ts';
import type { Breathe } from './breather.ts';
import { analysisRate } from './mel-cepstrum.ts';
import { findOnset } from './onset.ts';
import {
  hop,
  readFeatures,
  readLevels,
  type SpeechFeatures,
  soundLimit,
  toAnalysisRate,
  width,
} from './speech-features.ts';
import {
  bandAround,
  describeReference,
  describeTarget,
  evenBand,
  type SpeechReference,
  type SpeechTarget,
} from './speech-states.ts';
import { soundDistance, warpSpeech } from './warp-speech.ts';

/** Somebody else's take of the words, with the time of each. */
export type SpokenModel = { readonly audio: Audio; readonly words: readonly Word[] };

/** How much longer or shorter than the model's the throat may be; the first guess is in the middle. */
const warps = [0.82, 0.88, 0.94, 1, 1.06];
const firstWarp = 0.94;
/** Frames of the model by which the throat is judged. */
const judgedFrames = 800;
/** Frames above which a coarse way is sought first, how coarse, and how far from an even pace it may go. */
const coarse = { above: 1200, grain: 8, leastReach: 150, share: 0.12 };
/** States on both sides of a way that is known already. */
const [fineReach, coarseReach] = [60, 100];

/**
 * When the model's words are heard in the audio: the model's frames are warped onto those of the audio, by what
 * they sound like. None where the audio is too short for its words.
 */
export async function alignSpeech(
  audio: Audio,
  model: SpokenModel,
  breathe: Breathe,
): Promise<Word[] | undefined> {
  const heard = await readSound(audio, breathe);
  const known = await readSound(model.audio, breathe);
  const target = describeTarget(
    await readFeatures(heard.samples, heard.levels, { warp: 1, breathe }),
    heard.levels,
    1,
  );
  const read = (warp: number, frames = known.levels.length): Promise<SpeechFeatures> => {
    const levels = known.levels.subarray(0, frames);
    return readFeatures(known.samples, levels, { warp, breathe });
  };
  const first = await read(firstWarp);
  const rough = await findWay(target, heard.levels, first, model.words, breathe);
  if (rough === undefined) return undefined;
  const warp = await chooseWarp(target, rough, read);
  const reference = describeReference(await read(warp), model.words, target.speech, 1);
  await breathe();
  const band = bandAround(target.count, reference.count, fineReach, (frame) => rough.states[frame] ?? 0);
  const states = await warpSpeech(reference, target, band, breathe);
  return timeStates(model.words, reference, states ?? rough.states, heard);
}

type Sound = { readonly samples: Float32Array; readonly levels: Float32Array };

async function readSound(audio: Audio, breathe: Breathe): Promise<Sound> {
  const samples = await toAnalysisRate(audio, breathe);
  return { samples, levels: await readLevels(samples, breathe) };
}

type Way = { readonly reference: SpeechReference; readonly states: Int32Array };

async function findWay(
  target: SpeechTarget,
  levels: Float32Array,
  model: SpeechFeatures,
  words: readonly Word[],
  breathe: Breathe,
): Promise<Way | undefined> {
  const reference = describeReference(model, words, target.speech, 1);
  await breathe();
  const isLong = target.count > coarse.above;
  const centres = isLong ? await findCoarseWay(target, levels, model, words, reference, breathe) : undefined;
  if (isLong && centres === undefined) return undefined;
  const band =
    centres === undefined
      ? evenBand(target, reference.count, reference.count)
      : bandAround(target.count, reference.count, coarseReach, (frame) => centres[frame] ?? 0);
  const states = await warpSpeech(reference, target, band, breathe);
  return states === undefined ? undefined : { reference, states };
}

/** For each frame about which state it is. */
async function findCoarseWay(
  target: SpeechTarget,
  levels: Float32Array,
  model: SpeechFeatures,
  words: readonly Word[],
  fine: SpeechReference,
  breathe: Breathe,
): Promise<Int32Array | undefined> {
  const { grain } = coarse;
  const small = describeTarget(thinned(target, grain), thinnedLevels(levels, grain), grain);
  await breathe();
  const reference = describeReference(thinned(model, grain), words, small.speech, grain);
  await breathe();
  const reach = Math.max(coarse.leastReach, Math.round(reference.count * coarse.share));
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

function thinned({ count, values }: SpeechFeatures, grain: number): SpeechFeatures {
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

function thinnedLevels(levels: Float32Array, grain: number): Float32Array {
  return Float32Array.from({ length: Math.ceil(levels.length / grain) }, (_, group) => {
    const own = levels.subarray(group * grain, (group + 1) * grain);
    return own.reduce((sum, level) => sum + level, 0) / own.length;
  });
}

/** The length of throat with which the model sounds most like the audio, along the way that is known. */
async function chooseWarp(
  target: SpeechTarget,
  { reference, states }: Way,
  read: (warp: number, frames: number) => Promise<SpeechFeatures>,
): Promise<number> {
  let best = { warp: firstWarp, sum: Number.POSITIVE_INFINITY };
  for (const warp of warps) {
    const { values, count } = await read(warp, judgedFrames);
    let sum = 0;
    for (const [frame, state] of states.entries()) {
      const own = reference.frames[state] ?? -1;
      if (own >= 0 && own < count) sum += soundDistance(values, own * width, target.values, frame * width);
    }
    if (sum < best.sum) best = { warp, sum };
  }
  return best.warp;
}

function timeStates(
  words: readonly Word[],
  reference: SpeechReference,
  states: Int32Array,
  { samples, levels }: Sound,
): Word[] {
  const spans = words.map(() => ({ from: -1, to: -1 }));
  for (const [frame, state] of states.entries()) {
    const span = spans[reference.words[state] ?? -1];
    if (span === undefined) continue;
    if (span.from < 0) span.from = frame;
    span.to = frame + 1;
  }
  const duration = samples.length / analysisRate;
  const limit = soundLimit(levels);
  let reached = 0;
  return words.map(({ text }, index) => {
    const { from, to } = spans[index] ?? { from: -1, to: -1 };
    const follows = from > 0 && (reference.words[states[from - 1] ?? 0] ?? -1) >= 0;
    const start = from < 0 ? reached : follows ? from * hop : findOnset(samples, limit, from);
    const end = to < 0 ? reached : to * hop;
    const word = { text, start: Math.min(duration, Math.max(reached, start)), end: Math.min(duration, end) };
    reached = Math.max(word.start, word.end);
    return { ...word, end: reached };
  });
}
