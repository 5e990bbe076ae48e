import type { Audio } from './audio.ts';
import { DspError } from './dsp-error.ts';
import { finiteSamples } from './finite.ts';

/** The largest absolute sample; 0 for no samples. NaN and infinities are passed over. */
export function peakAmplitude(samples: Float32Array): number {
  let peak = 0;
  for (const sample of finiteSamples(samples)) {
    const size = Math.abs(sample);
    if (size > peak) {
      peak = size;
    }
  }
  return peak;
}

/** The root of the mean square; 0 for no samples. A sine of amplitude 1 has √½. NaN and infinities count as 0. */
export function rmsAmplitude(samples: Float32Array): number {
  let energy = 0;
  for (const sample of finiteSamples(samples)) {
    energy += sample * sample;
  }
  return samples.length === 0 ? 0 : Math.sqrt(energy / samples.length);
}

/** Multiplies in place by a linear gain, and returns the same array. */
export function applyGain(samples: Float32Array, gain: number): Float32Array {
  if (!Number.isFinite(gain)) {
    throw new DspError('gain', `gain is ${gain}; give a finite number.`);
  }
  for (let index = 0; index < samples.length; index++) {
    samples[index] = samples[index]! * gain;
  }
  return samples;
}

/** For drawing: the lowest and the highest sample of each bucket, from left to right. */
export type WaveformPeaks = {
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
};

/**
 * Cuts the audio into `buckets` parts of the same length and gives the extremes of each. Where there are more
 * buckets than samples, neighbours share a sample; without any sample all are 0.
 */
export function waveformPeaks(audio: Audio, buckets: number): WaveformPeaks {
  if (!Number.isInteger(buckets) || buckets < 0 || buckets > 2 ** 26) {
    throw new DspError('buckets', `buckets is ${buckets}; give a whole number from 0 to ${2 ** 26}.`);
  }
  const samples = finiteSamples(audio.samples);
  const minimum = new Float32Array(buckets);
  const maximum = new Float32Array(buckets);
  for (let bucket = 0; bucket < buckets && samples.length > 0; bucket++) {
    const from = Math.floor((bucket * samples.length) / buckets);
    const to = Math.max(from + 1, Math.floor(((bucket + 1) * samples.length) / buckets));
    let lowest = samples[from]!;
    let highest = lowest;
    for (let index = from + 1; index < to; index++) {
      const sample = samples[index]!;
      if (sample < lowest) {
        lowest = sample;
      } else if (sample > highest) {
        highest = sample;
      }
    }
    minimum[bucket] = lowest;
    maximum[bucket] = highest;
  }
  return { minimum, maximum };
}
