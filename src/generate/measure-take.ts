import {
  type Audio,
  audioDuration,
  envelopeAmplitude,
  envelopeLoudness,
  envelopeSilence,
  finiteSamples,
  fromDecibels,
  measureEnvelope,
  type SoundEnvelope,
  toDecibels,
} from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';
import { leastPause } from './joints.ts';
import type { Take } from './material.ts';

/** Where in a rendering the sound lies, how loud it is, and where between its words a cut is heard least. */
export function measureTake(
  source: number,
  audio: Audio,
  timed: readonly Word[],
  envelope: SoundEnvelope = measureEnvelope(audio),
): Take {
  const duration = audioDuration(audio);
  const silence = envelopeSilence(envelope);
  const silent = silence.leading >= duration;
  const start = silent ? 0 : silence.leading;
  const end = silent ? duration : duration - silence.trailing;
  const from = Math.round(start * audio.sampleRate);
  const to = Math.max(from, Math.round(end * audio.sampleRate));
  const whole = timed.length > 1 ? envelopeAmplitude(envelope, from, to) : 0;
  const heard = envelope.finite ? audio : { ...audio, samples: finiteSamples(audio.samples) };
  const words = hearGaps(heard, fitWords(timed, start, end), envelope, whole);
  const seams = words.slice(0, -1).map((word, index) => findSeam(heard, word, words[index + 1] ?? word));
  return {
    source,
    duration,
    start,
    end,
    words,
    seams: seams.map(({ at }) => at),
    seamLevels: seams.map(({ amplitude }) => toDecibels(amplitude / Math.max(whole, Number.MIN_VALUE))),
    level: silent ? Number.NEGATIVE_INFINITY : envelopeLoudness(envelope, from, to),
    gain: 0,
  };
}

/** The first word starts with the sound and the last ends with it; none is outside, none runs backwards. */
function fitWords(timed: readonly Word[], start: number, end: number): Word[] {
  let clock = start;
  return timed.map((word, index) => {
    const first = index === 0 ? start : Math.min(end, Math.max(clock, finite(word.start, clock)));
    const last = index === timed.length - 1 ? end : Math.min(end, Math.max(first, finite(word.end, first)));
    clock = last;
    return { ...word, start: first, end: last };
  });
}

/** A gap between two stated words that is louder than this, beside the whole, is no pause. dB. */
const loudestPause = -18;
/** Steps in which a loud gap is listened to. Seconds. */
const gapStep = 0.005;

/**
 * Some vendors time the spaces of a text as if they were heard: what runs on is no pause, however it is timed. A gap
 * that is loud keeps what is quiet in it; else the words meet where it is quietest.
 */
function hearGaps(
  audio: Audio,
  words: readonly Word[],
  envelope: SoundEnvelope,
  whole: number,
): readonly Word[] {
  const { sampleRate } = audio;
  const least = whole * fromDecibels(loudestPause);
  const heard = words.map((word) => ({ ...word }));
  for (const [index, word] of heard.entries()) {
    const next = heard[index + 1];
    if (next === undefined || next.start - word.end < leastPause) continue;
    // Its edges belong to the words, whose times are not that exact.
    const edge = (next.start - word.end) / 4;
    const [from, to] = [(word.end + edge) * sampleRate, (next.start - edge) * sampleRate];
    if (envelopeAmplitude(envelope, from, to) <= least) continue;
    const quiet = quietIn(audio, word.end, next.start, least);
    word.end = quiet.from;
    next.start = quiet.to;
  }
  return heard;
}

/** The longest stretch that is quiet for as long as a pause is; without one, the quietest moment. */
function quietIn(audio: Audio, start: number, end: number, least: number): { from: number; to: number } {
  const amplitudeAt = createAmplitudes(audio, start, end);
  let quietest = { at: (start + end) / 2, amplitude: Number.POSITIVE_INFINITY };
  let longest = { from: start, to: start };
  let from = start;
  for (let at = start; at <= end; at += gapStep) {
    const amplitude = amplitudeAt(at);
    if (amplitude < quietest.amplitude) quietest = { at, amplitude };
    if (amplitude > least) from = at + gapStep;
    else if (at - from > longest.to - longest.from) longest = { from, to: at };
  }
  return longest.to - longest.from >= leastPause ? longest : { from: quietest.at, to: quietest.at };
}

/** Words for a voice that times none: each as long as its share of the letters. */
export function spreadWords(texts: readonly string[], duration: number): Word[] {
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  let letters = 0;
  return texts.map((text) => {
    const start = (duration * letters) / Math.max(1, total);
    letters += text.length;
    return { text, start, end: (duration * letters) / Math.max(1, total) };
  });
}

function finite(value: number, fallback: number): number {
  return Number.isFinite(value) ? value : fallback;
}

/** How far from the boundary that a voice states the quietest moment is looked for, and in what steps. Seconds. */
const seamReach = 0.025;
const seamStep = 0.004;

function findSeam({ samples, sampleRate }: Audio, word: Word, next: Word): { at: number; amplitude: number } {
  const middle = (word.end + next.start) / 2;
  const least = Math.max(word.start + 0.01, word.end - seamReach);
  const most = Math.min(next.end - 0.01, next.start + seamReach);
  const amplitudeAt = createAmplitudes(
    { samples, sampleRate },
    Math.min(least, middle),
    Math.max(most, middle),
  );
  let best = { at: middle, amplitude: amplitudeAt(middle) };
  let quietest = Number.POSITIVE_INFINITY;
  for (let at = least; at <= most; at += seamStep / 2) {
    const amplitude = amplitudeAt(at);
    // The stated boundary wins among equals.
    const here = amplitude * (1 + 4 * Math.abs(at - middle));
    if (here < quietest) {
      quietest = here;
      best = { at, amplitude };
    }
  }
  return best;
}

/** The root of the mean square of a few milliseconds about any time between two, from one pass over them. */
function createAmplitudes(
  { samples, sampleRate }: Audio,
  least: number,
  most: number,
): (at: number) => number {
  const length = Math.round(seamStep * sampleRate);
  const startOf = (at: number): number => Math.max(0, Math.round((at - seamStep / 2) * sampleRate));
  const first = Math.min(samples.length, startOf(least));
  const last = Math.min(samples.length, startOf(most) + length + 1);
  const energies = new Float64Array(Math.max(0, last - first) + 1);
  let energy = 0;
  for (let frame = first; frame < last; frame++) {
    const sample = samples[frame] ?? 0;
    energy += sample * sample;
    energies[frame - first + 1] = energy;
  }
  return (at) => {
    const from = Math.min(last, startOf(at));
    const to = Math.min(last, from + length);
    const between = (energies[to - first] ?? 0) - (energies[from - first] ?? 0);
    return to > from ? Math.sqrt(Math.max(0, between) / (to - from)) : 0;
  };
}
