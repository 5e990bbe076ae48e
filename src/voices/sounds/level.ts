import {
  activeLoudness,
  applyGain,
  createBiquad,
  designBiquad,
  fromDecibels,
  peakAmplitude,
} from '../../dsp/index.ts';
import type { Span } from './gesture.ts';
import { workingRate } from './render-gesture.ts';

/** Highest level that a sample may have, so that a resampler's overshoot stays below full scale. */
const ceiling = 0.89;

/** Hz. Below nobody hears, above no speech has anything, and the tract's model is at the end of its range. */
const audibleBand = { low: 45, high: 14_000 };

/** Brings a sound to a loudness, but never a sample above the ceiling, and cuts what lies outside the band. */
export function atLoudness(samples: Float32Array, loudness: number): Float32Array {
  const top = designBiquad({ type: 'low-pass', frequency: audibleBand.high, sampleRate: workingRate });
  const bottom = designBiquad({ type: 'high-pass', frequency: audibleBand.low, sampleRate: workingRate });
  const clean = createBiquad(bottom, top, top).process(samples);
  const peak = peakAmplitude(clean);
  if (peak === 0) return clean;
  const gain = Math.min(
    ceiling / peak,
    fromDecibels(loudness - activeLoudness({ samples: clean, sampleRate: workingRate })),
  );
  return applyGain(clean, gain);
}

const onsetDrop = 30;
const endDrop = 46;
const frameLength = 0.0025;

/** Where a sound is: from the first 2.5 ms within 30 dB of its loudest ones to the last within 46 dB. */
export function audibleSpan(samples: Float32Array, rate: number): Span {
  const length = Math.max(1, Math.round(frameLength * rate));
  const powers: number[] = [];
  for (let start = 0; start < samples.length; start += length) {
    powers.push(meanPower(samples, start, Math.min(samples.length, start + length)));
  }
  const loudest = powers.reduce((highest, power) => Math.max(highest, power), 0);
  const first = powers.findIndex((power) => power > 0 && power >= loudest * fromDecibels(-onsetDrop) ** 2);
  const last = powers.findLastIndex((power) => power >= loudest * fromDecibels(-endDrop) ** 2);
  return {
    start: (Math.max(0, first) * length) / rate,
    end: Math.min(samples.length, (last + 1) * length) / rate,
  };
}

function meanPower(samples: Float32Array, start: number, end: number): number {
  let sum = 0;
  for (let frame = start; frame < end; frame++) sum += (samples[frame] ?? 0) ** 2;
  return sum / Math.max(1, end - start);
}
