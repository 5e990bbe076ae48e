import type { MultichannelAudio } from './audio.ts';
import { toDecibels } from './decibels.ts';
import { DspError, requireChannels, requireRate, requireWhole } from './dsp-error.ts';
import { finiteSamples } from './finite.ts';
import { createKWeighting } from './k-weighting.ts';
import { createLoudnessHistogram, loudnessOf } from './loudness-histogram.ts';
import { createTruePeakFinder } from './true-peak.ts';

/**
 * By ITU-R BS.1770-4, EBU Tech 3341 and 3342. A level of silence is `-Infinity`. Audio shorter than a window
 * is measured as one window of its own length.
 */
export type Loudness = {
  /** LUFS of the whole, gated: pauses do not count. */
  readonly integrated: number;
  /** LU between its quiet and its loud stretches; 0 below 3 seconds. */
  readonly range: number;
  /** LUFS of the last 400 ms. */
  readonly momentary: number;
  /** LUFS of the loudest 400 ms. */
  readonly momentaryMaximum: number;
  /** LUFS of the last 3 seconds. */
  readonly shortTerm: number;
  /** LUFS of the loudest 3 seconds. */
  readonly shortTermMaximum: number;
  /** dBTP: the highest peak, on or between samples, four times oversampled. */
  readonly truePeak: number;
  /** dBFS: the highest sample. */
  readonly samplePeak: number;
};

export type LoudnessMeterOptions = {
  /** Hz, any. Below 4,000 the high shelf of the weighting lies outside the band and is left out. */
  readonly sampleRate: number;
  /** How many; at least 1. */
  readonly channels: number;
  /** Weight of each channel's power; default 1 for all. In 5.1 use 1, 1, 1, 0, 1.41, 1.41. */
  readonly channelWeights?: readonly number[];
  /** Whether peaks are looked for, which is half of the work; without, they are NaN. Default true. */
  readonly peaks?: boolean;
};

/** Measures a stream in constant memory, however long. */
export interface LoudnessMeter {
  /** One array for each channel, all of one length. NaN and infinities count as 0. */
  push(block: readonly Float32Array[]): void;
  /** What holds for all that was pushed; may be read at any time. */
  read(): Loudness;
}

/** Measures a whole. */
export function measureLoudness(
  audio: MultichannelAudio,
  options: { readonly channelWeights?: readonly number[] } = {},
): Loudness {
  const meter = createLoudnessMeter({
    sampleRate: audio.sampleRate,
    channels: audio.channels.length,
    ...options,
  });
  meter.push(audio.channels);
  return meter.read();
}

/** 400 ms and 3 seconds, in steps of 100 ms. */
const momentarySteps = 4;
const shortTermSteps = 30;

export function createLoudnessMeter(options: LoudnessMeterOptions): LoudnessMeter {
  const { sampleRate, channels } = options;
  requireRate('sampleRate', sampleRate);
  requireWhole('channels', channels, 1, 1024);
  const weights = requireWeights(options.channelWeights, channels);
  const filters = weights.map(() => createKWeighting(sampleRate));
  const peaks = options.peaks === false ? [] : weights.map(() => createTruePeakFinder());
  const steps = createSteps();
  let frames = 0;
  let stepEnd = Math.max(1, Math.round(sampleRate / 10));
  let stepStart = 0;
  let energy = 0;
  let finished = 0;

  return {
    push(block) {
      const length = requireChannels(block, channels);
      const clean = block.map(finiteSamples);
      for (const [channel, finder] of peaks.entries()) {
        finder.push(clean[channel]!);
      }
      for (let at = 0; at < length; ) {
        const end = Math.min(length, at + stepEnd - frames);
        for (let channel = 0; channel < channels; channel++) {
          energy += weights[channel]! * filters[channel]!.energy(clean[channel]!, at, end);
        }
        frames += end - at;
        at = end;
        if (frames === stepEnd) {
          steps.add(energy, stepEnd - stepStart);
          for (const filter of filters) {
            filter.settle();
          }
          finished++;
          energy = 0;
          stepStart = stepEnd;
          stepEnd = Math.max(stepStart + 1, Math.round(((finished + 1) * sampleRate) / 10));
        }
      }
    },
    read() {
      return {
        ...steps.read(energy, frames - stepStart),
        truePeak: highest(peaks.map((finder) => finder.peak())),
        samplePeak: highest(peaks.map((finder) => finder.samplePeak())),
      };
    },
  };
}

function highest(amplitudes: readonly number[]): number {
  return amplitudes.length === 0 ? Number.NaN : toDecibels(Math.max(...amplitudes));
}

function requireWeights(weights: readonly number[] | undefined, channels: number): readonly number[] {
  if (weights === undefined) {
    return Array.from({ length: channels }, () => 1);
  }
  if (weights.length !== channels || !weights.every((weight) => weight >= 0 && weight < 1e6)) {
    throw new DspError(
      'channelWeights',
      `channelWeights is [${weights.join(', ')}]; give ${channels} numbers, 0 or more.`,
    );
  }
  return weights;
}

/** The windows: sums over the last steps of 100 ms. */
function createSteps() {
  const energies = new Float64Array(shortTermSteps);
  const lengths = new Float64Array(shortTermSteps);
  const momentaryWindows = createLoudnessHistogram();
  const shortTermWindows = createLoudnessHistogram();
  let count = 0;
  let momentaryMaximum = 0;
  let shortTermMaximum = 0;

  /** Mean power of the last steps, with the unfinished one where there are not enough. */
  const meanPower = (steps: number, energy = 0, frames = 0): number => {
    let energySum = count < steps ? energy : 0;
    let frameSum = count < steps ? frames : 0;
    for (let back = 1; back <= Math.min(steps, count); back++) {
      const place = (count - back) % shortTermSteps;
      energySum += energies[place]!;
      frameSum += lengths[place]!;
    }
    return frameSum === 0 ? 0 : energySum / frameSum;
  };

  return {
    add(energy: number, frames: number): void {
      energies[count % shortTermSteps] = energy;
      lengths[count % shortTermSteps] = frames;
      count++;
      if (count >= momentarySteps) {
        const power = meanPower(momentarySteps);
        momentaryWindows.add(power);
        momentaryMaximum = Math.max(momentaryMaximum, power);
      }
      if (count >= shortTermSteps) {
        const power = meanPower(shortTermSteps);
        shortTermWindows.add(power);
        shortTermMaximum = Math.max(shortTermMaximum, power);
      }
    },

    read(energy: number, frames: number): Omit<Loudness, 'truePeak' | 'samplePeak'> {
      const momentary = meanPower(momentarySteps, energy, frames);
      const shortTerm = meanPower(shortTermSteps, energy, frames);
      return {
        integrated: count < momentarySteps ? loudnessOf(momentary) : momentaryWindows.integrated(),
        range: shortTermWindows.range(),
        momentary: loudnessOf(momentary),
        momentaryMaximum: loudnessOf(count < momentarySteps ? momentary : momentaryMaximum),
        shortTerm: loudnessOf(shortTerm),
        shortTermMaximum: loudnessOf(count < shortTermSteps ? shortTerm : shortTermMaximum),
      };
    },
  };
}
