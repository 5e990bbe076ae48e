import { createFft, type Fft } from '../../dsp/index.ts';

/** Bands of equal width from 0 Hz to half the sample rate, in which powers are told here. */
export const bandCount = 256;

/**
 * dB of each third of an octave in speech of twelve languages (Byrne and others 1994, both sexes), from 63 Hz to
 * 16 kHz.
 */
const thirds = [
  [63, 38.6],
  [80, 43.5],
  [100, 54.4],
  [125, 57.7],
  [160, 56.8],
  [200, 60.2],
  [250, 60.3],
  [315, 59],
  [400, 62.1],
  [500, 62.1],
  [630, 60.5],
  [800, 56.8],
  [1000, 53.7],
  [1250, 53],
  [1600, 52],
  [2000, 48.7],
  [2500, 48.1],
  [3150, 46.8],
  [4000, 45.6],
  [5000, 44.5],
  [6300, 44.3],
  [8000, 43.7],
  [10_000, 43.4],
  [12_500, 41.3],
  [16_000, 40.7],
] as const;

/** Power of speech in each band; in all 1. */
export function speechPowers(sampleRate: number): Float64Array {
  const width = sampleRate / 2 / bandCount;
  const powers = new Float64Array(bandCount);
  for (const [centre, level] of thirds) {
    const from = (centre * 2 ** (-1 / 6)) / width;
    const to = (centre * 2 ** (1 / 6)) / width;
    for (let band = Math.floor(from); band < Math.min(bandCount, to); band++) {
      const share = (Math.min(band + 1, to) - Math.max(band, from)) / (to - from);
      powers[band] = (powers[band] ?? 0) + share * 10 ** (level / 10);
    }
  }
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

const transforms = new Map<number, Fft>();

/** What a response makes of power in each band. */
export function bandGains(response: Float32Array): Float64Array {
  const size = Math.max(2 * bandCount, 2 ** Math.ceil(Math.log2(response.length)));
  const fft = transforms.get(size) ?? createFft(size);
  transforms.set(size, fft);
  const samples = new Float32Array(size);
  samples.set(response);
  const real = new Float64Array(fft.bins);
  const imaginary = new Float64Array(fft.bins);
  fft.forward(samples, real, imaginary);
  const perBand = size / 2 / bandCount;
  return Float64Array.from({ length: bandCount }, (_, band) => {
    let power = 0;
    for (let bin = band * perBand; bin < (band + 1) * perBand; bin++) {
      power += (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
    }
    return power / perBand;
  });
}

/** What is left of a sound's power, dB. */
export function gainThrough(powers: Float64Array, gains: Float64Array): number {
  let before = 0;
  let after = 0;
  for (let band = 0; band < bandCount; band++) {
    before += powers[band] ?? 0;
    after += (powers[band] ?? 0) * (gains[band] ?? 0);
  }
  return 10 * Math.log10(after / before);
}
