import type { Audio } from './audio.ts';
import { fromDecibels } from './decibels.ts';
import { requireRate } from './dsp-error.ts';
import { finiteSamples } from './finite.ts';
import { createGatedLoudness } from './gated-loudness.ts';
import { createKWeighting } from './k-weighting.ts';
import { loudnessOf } from './loudness-histogram.ts';
import type { Silence } from './silence.ts';
import { activeFrames } from './sound-frames.ts';

/** What one pass over a sound tells of it, step by step: enough for where it lies, how loud it is, how high it peaks. */
export type SoundEnvelope = {
  /** Hz. */
  readonly sampleRate: number;
  /** Frames in all. */
  readonly length: number;
  /** Frames of one step, about a millisecond; the last step may be shorter. */
  readonly hop: number;
  /** Whether every sample is a finite number; the others count as 0. */
  readonly finite: boolean;
  /** Of each step: the sum of the samples, of their squares, and of their squares after K-weighting. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly weighted: Float64Array;
  /** Of each step: its highest absolute sample. */
  readonly peaks: Float32Array;
};

export function measureEnvelope({ samples, sampleRate }: Audio): SoundEnvelope {
  requireRate('sampleRate', sampleRate);
  const hop = Math.max(1, Math.round(sampleRate / 1000));
  const steps = Math.ceil(samples.length / hop);
  const envelope = {
    sampleRate,
    length: samples.length,
    hop,
    finite: true,
    sums: new Float64Array(steps),
    squares: new Float64Array(steps),
    weighted: new Float64Array(steps),
    peaks: new Float32Array(steps),
  };
  const weighting = createKWeighting(sampleRate);
  if (weighting.measure(samples, envelope)) return envelope;
  return { ...measureEnvelope({ samples: finiteSamples(samples), sampleRate }), finite: false };
}

/** As `measureSilence` says it. */
export function envelopeSilence({ sampleRate, length, hop, sums, squares }: SoundEnvelope): Silence {
  const active = activeFrames({ sums, squares, hop, length });
  const first = active.indexOf(1);
  if (first === -1) return { leading: length / sampleRate, trailing: 0 };
  const last = Math.min(length, (active.lastIndexOf(1) + 1) * hop);
  return { leading: (first * hop) / sampleRate, trailing: (length - last) / sampleRate };
}

/** The root of the mean square from one frame to another, both rounded to steps. */
export function envelopeAmplitude({ squares, hop, length }: SoundEnvelope, from: number, to: number): number {
  let energy = 0;
  for (let step = Math.round(from / hop); step < Math.min(squares.length, Math.ceil(to / hop)); step++) {
    energy += squares[step]!;
  }
  const frames = Math.min(length, to) - from;
  return frames <= 0 ? 0 : Math.sqrt(energy / frames);
}

/** Steps of a block, LU below the mean under which a block does not count, and LUFS below which none does. */
const blockSteps = 20;
const relativeGate = 10;
const absoluteGate = -70;

/** dB above what one in ten of the sounding blocks exceed, at which a block counts no higher: clicks are no speech. */
const mostAbove = 6;

/** From so many blocks on, one window, BS.1770's own way is used; a step of its windows has so many. */
const leastBlocks = 20;
const blocksOfStep = 5;

/**
 * How loud the active part between two frames is to people, LUFS: by BS.1770, or as `activeLoudness` where it is
 * shorter than one window of that; but a click or a plop among the speech does not count for more than a loud syllable.
 * -Infinity for silence.
 */
export function envelopeLoudness({ weighted, hop, length }: SoundEnvelope, from: number, to: number): number {
  const powers: number[] = [];
  const last = Math.min(weighted.length, Math.ceil(to / hop));
  for (let start = Math.round(from / hop); start < last; start += blockSteps) {
    const end = Math.min(last, start + blockSteps);
    let energy = 0;
    for (let step = start; step < end; step++) energy += weighted[step]!;
    powers.push(energy / (Math.min(length, end * hop) - start * hop));
  }
  const sounding = powers.filter((power) => loudnessOf(power) > absoluteGate).toSorted((a, b) => b - a);
  if (sounding.length === 0) return loudnessOf(mean(powers));
  const quietest = sounding[0]! * fromDecibels(-40) ** 2;
  const heard = sounding.filter((power) => power > quietest);
  const most = heard[Math.floor(heard.length / 10)]! * fromDecibels(mostAbove) ** 2;
  const capped = powers.map((power) => Math.min(power, most));
  if (capped.length >= leastBlocks) {
    const gated = createGatedLoudness();
    for (let start = 0; start + blocksOfStep <= capped.length; start += blocksOfStep) {
      gated.add(mean(capped.slice(start, start + blocksOfStep)), 1);
    }
    return gated.integrated();
  }
  const threshold = mean(capped) * fromDecibels(-relativeGate) ** 2;
  return loudnessOf(mean(capped.filter((power) => power >= threshold)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** The envelope in coarser steps, small enough to be kept for every sound of a long conversation. */
export type LevelBlocks = {
  /** Frames of one block. */
  readonly frames: number;
  /** As of the envelope. */
  readonly finite: boolean;
  /** The sum of the squares after K-weighting, and the highest absolute sample, of each block. */
  readonly energies: Float32Array;
  readonly peaks: Float32Array;
};

/** Steps of one block: 5 ms, as long as a limiter looks ahead. */
const stepsOfBlock = 5;

/** Frames of a block at a rate. */
export function levelBlockFrames(sampleRate: number): number {
  return stepsOfBlock * Math.max(1, Math.round(sampleRate / 1000));
}

export function levelBlocks({ sampleRate, finite, weighted, peaks }: SoundEnvelope): LevelBlocks {
  const blocks = Math.ceil(weighted.length / stepsOfBlock);
  const energies = new Float32Array(blocks);
  const highest = new Float32Array(blocks);
  for (let step = 0; step < weighted.length; step++) {
    const block = Math.floor(step / stepsOfBlock);
    energies[block] = energies[block]! + weighted[step]!;
    highest[block] = Math.max(highest[block]!, peaks[step]!);
  }
  return { frames: levelBlockFrames(sampleRate), finite, energies, peaks: highest };
}
