import { createFft, createWindow } from '../../dsp/index.ts';

/** Hz; what the analysis listens to. */
export const analysisRate = 16_000;
/** The cepstrum and, as the last number, the mean of the bands. */
export const cepstrumSize = 13;

const fftSize = 512;
const windowFrames = 400;
const bands = 26;
/** Hz. */
const [lowest, highest] = [100, 7000];

export type MelCepstrum = (
  samples: Float32Array,
  centre: number,
  values: Float32Array,
  place: number,
) => void;

/**
 * The logarithms of 26 bands, and the cosines of those: how a sound is shaped, apart from its pitch. `warp` below
 * 1 reads a throat that is as much longer as if it were as long as others.
 */
export function createMelCepstrum(warp: number): MelCepstrum {
  const fft = createFft(fftSize);
  const window = createWindow('hamming', windowFrames);
  const framed = new Float64Array(fftSize);
  const real = new Float64Array(fft.bins);
  const imaginary = new Float64Array(fft.bins);
  const filters = melFilters(warp);
  const logarithms = new Float64Array(bands);
  const coefficients = cepstrumSize - 1;
  const cosines = Float64Array.from({ length: coefficients * bands }, (_, index) => {
    const order = Math.floor(index / bands) + 1;
    return Math.cos((Math.PI * order * ((index % bands) + 0.5)) / bands);
  });
  return (samples, centre, values, place) => {
    const first = centre - windowFrames / 2;
    for (let index = 0; index < windowFrames; index++) {
      const sample = (samples[first + index] ?? 0) - 0.97 * (samples[first + index - 1] ?? 0);
      framed[index] = sample * (window[index] ?? 0);
    }
    fft.forward(framed, real, imaginary);
    let total = 0;
    for (const [band, { bin: start, shares }] of filters.entries()) {
      let sum = 1e-7;
      for (let index = 0; index < shares.length; index++) {
        const bin = start + index;
        sum += (shares[index] ?? 0) * ((real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2);
      }
      logarithms[band] = Math.log(sum);
      total += Math.log(sum) / bands;
    }
    for (let order = 0; order < coefficients; order++) {
      let sum = 0;
      for (let band = 0; band < bands; band++) {
        sum += (cosines[order * bands + band] ?? 0) * (logarithms[band] ?? 0);
      }
      values[place + order] = sum;
    }
    values[place + coefficients] = total;
  };
}

type Filter = { readonly bin: number; readonly shares: Float64Array };

function mel(frequency: number): number {
  return 1127 * Math.log(1 + frequency / 700);
}

/** Triangles, evenly spaced as the ear hears. */
function melFilters(warp: number): Filter[] {
  const [from, to] = [mel(lowest), mel(highest)];
  const edge = (index: number): number => {
    const frequency = 700 * (Math.exp((from + ((to - from) * index) / (bands + 1)) / 1127) - 1);
    return (Math.min(analysisRate / 2 - 50, frequency * warp) * fftSize) / analysisRate;
  };
  return Array.from({ length: bands }, (_, band) => {
    const [low, middle, high] = [edge(band), edge(band + 1), edge(band + 2)];
    const bin = Math.ceil(low);
    const shares = Float64Array.from({ length: Math.max(0, Math.ceil(high) - bin) }, (_each, index) => {
      const place = bin + index;
      return place < middle ? (place - low) / (middle - low) : (high - place) / (high - middle);
    });
    return { bin, shares };
  });
}
