import {
  type Audio,
  audioDuration,
  envelopeAmplitude,
  envelopeLoudness,
  envelopeSilence,
  finiteSamples,
  measureEnvelope,
  type SoundEnvelope,
  toDecibels,
} from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';
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
  const words = fitWords(timed, start, end);
  const from = Math.round(start * audio.sampleRate);
  const to = Math.max(from, Math.round(end * audio.sampleRate));
  const whole = words.length > 1 ? envelopeAmplitude(envelope, from, to) : 0;
  const heard = envelope.finite ? audio : { ...audio, samples: finiteSamples(audio.samples) };
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
