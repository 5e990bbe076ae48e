import { createFft, createWindow } from 'duologue/dsp';

/** How mel frames are taken: the same numbers as in training. */
export type MelShape = {
  /** Hz. */
  readonly sampleRate: number;
  readonly hop: number;
  readonly bands: number;
  /** Of the logarithm, over all frames of the training data. */
  readonly mean: number;
  readonly deviation: number;
};

const size = 1024;
const bins = size / 2 + 1;
/** Hz. */
const top = 8000;
const floor = 1e-5;

/** The value that digital silence has in every band. */
export function silentMel({ mean, deviation }: MelShape): number {
  return (Math.log(floor) - mean) / deviation;
}

/**
 * Frames of normalised log mel magnitudes, one after another. Frame `f` is centred at sample `hop * f + hop / 2`; the
 * ends are mirrored. Sound shorter than one window has none.
 */
export function logMel(samples: Float32Array, shape: MelShape): Float32Array {
  const { hop, bands, mean, deviation } = shape;
  const frames = Math.floor(samples.length / hop);
  if (samples.length <= size) return new Float32Array(0);
  const length = frames * hop;
  const fft = createFft(size);
  const window = createWindow('hann', size);
  const filters = melFilters(shape);
  const windowed = new Float64Array(size);
  const [real, imaginary] = [new Float64Array(bins), new Float64Array(bins)];
  const magnitudes = new Float64Array(bins);
  const mels = new Float32Array(frames * bands);
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * hop + hop / 2 - size / 2;
    for (let at = 0; at < size; at++)
      windowed[at] = (window[at] ?? 0) * (samples[mirrored(start + at, length)] ?? 0);
    fft.forward(windowed, real, imaginary);
    for (let bin = 0; bin < bins; bin++) magnitudes[bin] = Math.hypot(real[bin] ?? 0, imaginary[bin] ?? 0);
    for (const [band, { first, weights }] of filters.entries()) {
      let sum = 0;
      for (const [index, weight] of weights.entries()) sum += weight * (magnitudes[first + index] ?? 0);
      mels[frame * bands + band] = (Math.log(Math.max(sum, floor)) - mean) / deviation;
    }
  }
  return mels;
}

function mirrored(at: number, length: number): number {
  if (at < 0) return -at;
  return at < length ? at : 2 * (length - 1) - at;
}

function toMel(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}

function toHertz(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}

type Filter = { readonly first: number; readonly weights: readonly number[] };

/** Triangles on the HTK scale, of height 1. */
function melFilters({ bands, sampleRate }: MelShape): Filter[] {
  const edges = Array.from({ length: bands + 2 }, (_, index) => toHertz((toMel(top) * index) / (bands + 1)));
  return Array.from({ length: bands }, (_, band) => {
    const [low = 0, middle = 0, high = 0] = edges.slice(band, band + 3);
    const all = Array.from({ length: bins }, (__, bin) => {
      const hertz = (bin * sampleRate) / size;
      return Math.max(0, Math.min((hertz - low) / (middle - low), (high - hertz) / (high - middle)));
    });
    const first = Math.max(
      0,
      all.findIndex((weight) => weight > 0),
    );
    const last = all.findLastIndex((weight) => weight > 0);
    return { first, weights: all.slice(first, last + 1) };
  });
}
