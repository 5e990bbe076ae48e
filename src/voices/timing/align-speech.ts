import { type Audio, audioDuration } from '../../dsp/index.ts';
import type { Word } from '../../timeline/index.ts';
import type { Breathe } from './breather.ts';
import { findCoarseWay } from './coarse-way.ts';
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
/** Frames above which a coarse way is sought first. */
const longest = 1200;
/** States on both sides of a way that is known already. */
const [fineReach, coarseReach] = [60, 100];

/** What is known of a model before the audio is. */
export type PreparedModel = Sound & {
  readonly words: readonly Word[];
  /** Of the whole, with the first guess. */
  readonly first: SpeechFeatures;
  /** Of the frames by which the throat is judged, for each length of it. */
  readonly judged: readonly { readonly warp: number; readonly features: SpeechFeatures }[];
};

export async function prepareModel(model: SpokenModel, breathe: Breathe): Promise<PreparedModel> {
  const { samples, levels } = await readSound(model.audio, breathe);
  const first = await readFeatures(samples, levels, { warp: firstWarp, breathe });
  const judged: { warp: number; features: SpeechFeatures }[] = [];
  for (const warp of warps) {
    const isKnown = warp === firstWarp && levels.length <= judgedFrames;
    const part = levels.subarray(0, judgedFrames);
    judged.push({ warp, features: isKnown ? first : await readFeatures(samples, part, { warp, breathe }) });
  }
  return { samples, levels, words: model.words, first, judged };
}

/**
 * When the model's words are heard in the audio: the model's frames are warped onto those of the audio, by what
 * they sound like. None where the audio is too short for its words.
 */
export async function alignSpeech(
  audio: Audio,
  model: PreparedModel,
  breathe: Breathe,
): Promise<Word[] | undefined> {
  const { words, first, levels, samples } = model;
  const heard = await readSound(audio, breathe);
  const target = describeTarget(
    await readFeatures(heard.samples, heard.levels, { warp: 1, breathe }),
    heard.levels,
    1,
  );
  const rough = await findWay(target, heard.levels, first, words, breathe);
  if (rough === undefined) return undefined;
  const { warp, features } = await chooseWarp(target, rough, model, breathe);
  const isWhole = features.count === levels.length;
  const known = isWhole ? features : await readFeatures(samples, levels, { warp, breathe });
  const reference = describeReference(known, words, target.speech, 1);
  await breathe();
  const band = bandAround(target.count, reference.count, fineReach, (frame) => rough.states[frame] ?? 0);
  const states = (await warpSpeech(reference, target, band, breathe)) ?? rough.states;
  const timed = timeStates(words, reference, states, { ...heard, duration: audioDuration(audio) });
  const fits = fitOfWords(words.length, reference, states, known, target);
  return timed.map((word, index) => ({ ...word, confidence: fits[index] ?? 0 }));
}

/** How far a word's sound is from the model's where it is surely the same, and where it is surely another. */
const [sameSound, otherSound] = [0.9, 1.6];

/** For each word, from 0 to 1, how well its frames fit those of the model. */
function fitOfWords(
  count: number,
  reference: SpeechReference,
  states: Int32Array,
  model: SpeechFeatures,
  target: SpeechTarget,
): readonly number[] {
  const [sums, frames] = [new Float64Array(count), new Float64Array(count)];
  for (const [frame, state] of states.entries()) {
    const [own, word] = [reference.frames[state] ?? -1, reference.words[state] ?? -1];
    if (own < 0 || word < 0) continue;
    const distance = soundDistance(model.values, own * width, target.values, frame * width);
    sums[word] = (sums[word] ?? 0) + distance + (target.spoken[frame] ?? 0);
    frames[word] = (frames[word] ?? 0) + 1;
  }
  return Array.from(sums, (sum, word) => {
    const mean = sum / (frames[word] ?? 0);
    return Number.isFinite(mean)
      ? Math.min(1, Math.max(0, (otherSound - mean) / (otherSound - sameSound)))
      : 0;
  });
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
  const isLong = target.count > longest;
  const centres = isLong ? await findCoarseWay(target, levels, model, words, reference, breathe) : undefined;
  if (isLong && centres === undefined) return undefined;
  const band =
    centres === undefined
      ? evenBand(target, reference.count, reference.count)
      : bandAround(target.count, reference.count, coarseReach, (frame) => centres[frame] ?? 0);
  const states = await warpSpeech(reference, target, band, breathe);
  return states === undefined ? undefined : { reference, states };
}

/** The length of throat with which the model sounds most like the audio, along the way that is known. */
async function chooseWarp(
  target: SpeechTarget,
  { reference, states }: Way,
  { judged, first }: PreparedModel,
  breathe: Breathe,
): Promise<PreparedModel['judged'][number]> {
  let best = { warp: firstWarp, features: first };
  let least = Number.POSITIVE_INFINITY;
  for (const { warp, features } of judged) {
    const { values, count } = features;
    let sum = 0;
    for (const [frame, state] of states.entries()) {
      const own = reference.frames[state] ?? -1;
      if (own >= 0 && own < count) sum += soundDistance(values, own * width, target.values, frame * width);
    }
    if (sum < least) [best, least] = [{ warp, features }, sum];
    await breathe();
  }
  return best;
}

function timeStates(
  words: readonly Word[],
  reference: SpeechReference,
  states: Int32Array,
  { samples, levels, duration }: Sound & { readonly duration: number },
): Word[] {
  const spans = words.map(() => ({ from: -1, to: -1 }));
  for (const [frame, state] of states.entries()) {
    const span = spans[reference.words[state] ?? -1];
    if (span === undefined) continue;
    if (span.from < 0) span.from = frame;
    span.to = frame + 1;
  }
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
