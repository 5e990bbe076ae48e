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
  return timeStates(model.words, reference, states ?? rough.states, {
    ...heard,
    duration: audioDuration(audio),
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
