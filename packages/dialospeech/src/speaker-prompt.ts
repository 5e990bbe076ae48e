import { type Audio, findSpeech, resample } from 'duologue/dsp';
import { type Engine, floats, output } from './model/engine.ts';
import type { ModelErrors } from './model/model-errors.ts';
import { logMel, type MelShape } from './sound/log-mel.ts';

/** How somebody sounds, as the networks are told, and what to know about it. */
export type HeardSpeaker = { readonly vector: Float32Array; readonly warnings: readonly string[] };

/** Hz. */
const [leastRate, mostRate] = [4000, 768_000];
/** Some recordings go over 1 by a little. */
const loudest = 8;
/** Seconds of speech. */
const leastSpeech = 1;
const mostSpeech = 15;
/** Share of the frames that have a pitch; in speech it is about half, in noise and music without melody next to none. */
const leastVoiced = 0.15;
/** Seconds of the stretches that are compared, and how like two of one speaker are at least; shorter ones are too unlike. */
const stretch = 2.5;
const sameSpeaker = 0.6;

/** The vector of whoever speaks in a recording. Throws where nobody does. */
export async function hearSpeaker(
  engine: Engine,
  audio: Audio,
  mel: MelShape,
  errors: ModelErrors,
): Promise<HeardSpeaker> {
  const refuse = (what: string): never => {
    throw errors.refuse(`The recording of the speaker ${what}.`);
  };
  const { sampleRate } = mel;
  const { samples, sampleRate: own } = audio;
  if (!(own >= leastRate && own <= mostRate))
    refuse(`has a sample rate of ${own} Hz: give one of ${leastRate} to ${mostRate} Hz`);
  // Of what is no number, all that follows would be none; what is far too loud was never divided by its range.
  const odd = samples.find((sample) => !(Math.abs(sample) <= loudest));
  if (odd !== undefined) refuse(`has a sample of ${odd}: samples lie between -1 and 1`);
  const whole = resample(audio, sampleRate);
  const spoken = findSpeech(whole).map(({ start, end }) =>
    whole.samples.subarray(Math.floor(start * sampleRate), Math.ceil(end * sampleRate)),
  );
  const speech = joined(spoken);
  const duration = speech.length / sampleRate;
  const seconds = duration.toFixed(1);
  if (duration === 0) refuse('is silence');
  if (duration < leastSpeech) refuse(`has ${seconds} s of sound: give 3 to ${mostSpeech} s of one voice`);
  const used = speech.subarray(0, mostSpeech * sampleRate);
  if (voicedShare(used, sampleRate) < leastVoiced)
    refuse('sounds like noise, not like speech: give 3 to 15 s of one voice alone');
  const warnings: string[] = [];
  if (duration > mostSpeech) warnings.push(`Of ${seconds} s of speech the first ${mostSpeech} s are used.`);
  const vectors: Float32Array[] = [];
  for (let from = 0; from + stretch * sampleRate <= used.length; from += stretch * sampleRate)
    vectors.push(await vectorOf(engine, used.subarray(from, from + stretch * sampleRate), mel));
  if (vectors.some((one) => vectors.some((another) => cosine(one, another) < sameSpeaker)))
    warnings.push('There may be more than one speaker in it: the voice will be something between them.');
  return { vector: await vectorOf(engine, used, mel), warnings };
}

async function vectorOf(engine: Engine, samples: Float32Array, mel: MelShape): Promise<Float32Array> {
  const frames = logMel(samples, mel);
  const outputs = await engine.run('speaker', {
    mel: floats(frames, 1, frames.length / mel.bands, mel.bands),
  });
  const vector = output(outputs, 'speaker', 'vector');
  const length = Math.hypot(...vector);
  return vector.map((value) => value / Math.max(length, 1e-6));
}

function cosine(one: Float32Array, another: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (another[index] ?? 0), 0);
}

/** Hz, where voices are. */
const [lowest, highest] = [70, 400];
/** How like a frame is to itself a period later, where it is voiced. */
const periodic = 0.6;

function voicedShare(samples: Float32Array, sampleRate: number): number {
  const frame = Math.round(0.04 * sampleRate);
  let [voiced, count] = [0, 0];
  for (let start = 0; start + frame <= samples.length; start += frame) {
    count++;
    if (periodicity(samples.subarray(start, start + frame), sampleRate) > periodic) voiced++;
  }
  return voiced / Math.max(1, count);
}

function periodicity(frame: Float32Array, sampleRate: number): number {
  let best = 0;
  for (let lag = Math.round(sampleRate / highest); lag <= sampleRate / lowest; lag++) {
    let [product, before, after] = [0, 0, 0];
    for (let index = lag; index < frame.length; index++) {
      const [late, early] = [frame[index] ?? 0, frame[index - lag] ?? 0];
      product += late * early;
      before += early * early;
      after += late * late;
    }
    best = Math.max(best, product / Math.sqrt(Math.max(1e-12, before * after)));
  }
  return best;
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
