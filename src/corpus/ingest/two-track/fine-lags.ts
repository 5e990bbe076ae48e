import { createFft, createWindow } from '../../../dsp/index.ts';

/** Hz at which small lags are measured. */
export const fineRate = 8000;
const size = 1024;
const hop = 512;

/** Lags to both sides, in samples: 56 ms. */
const reach = 448;
const band = [150, 3600] as const;

/** Evidence for every lag from -`reach` to `reach`, of one window. */
export type WindowLags = {
  /** Seconds of the middle of the window. */
  readonly time: number;
  /** Of the first track's voice on the second, and of the second's on the first: as standard deviations of chance. */
  readonly through: readonly [Float32Array, Float32Array];
};

export interface FineLagFinder {
  push(one: Float32Array, other: Float32Array): void;
  finish(): readonly WindowLags[];
}

/** Listens to two tracks that are nearly on one clock for how much later the second is, window after window. */
export function createFineLagFinder(windowSeconds: number): FineLagFinder {
  const framesOfWindow = Math.round((windowSeconds * fineRate) / hop);
  const fft = createFft(size);
  const shape = createWindow('hann', size);
  const held = [new Float32Array(size), new Float32Array(size)] as const;
  const work = held.map(() => ({ real: new Float64Array(fft.bins), imaginary: new Float64Array(fft.bins) }));
  const windowed = new Float64Array(size);
  let sums = createSums(fft.bins);
  let [filled, frames, start] = [size - hop, 0, 0];
  const windows: WindowLags[] = [];

  const transform = (samples: Float32Array, real: Float64Array, imaginary: Float64Array): void => {
    for (let index = 0; index < size; index++) windowed[index] = (samples[index] ?? 0) * (shape[index] ?? 0);
    fft.forward(windowed, real, imaginary);
  };
  const endWindow = (): void => {
    const time = ((start + frames / 2) * hop) / fineRate;
    windows.push({ time, through: [lagsOf(sums.through[0]), lagsOf(sums.through[1])] });
    start += frames;
    frames = 0;
    sums = createSums(fft.bins);
  };
  const lagsOf = ({ real, imaginary, source }: Sums): Float32Array => {
    const sound = new Float64Array(size);
    const [from, to] = band.map((frequency) => Math.round((frequency * size) / fineRate));
    for (let bin = 0; bin < fft.bins; bin++) {
      const isHeard = bin >= (from ?? 0) && bin < (to ?? 0) && (source[bin] ?? 0) > 1e-9;
      const scale = isHeard ? 1 / (source[bin] ?? 1) : 0;
      real[bin] = (real[bin] ?? 0) * scale;
      imaginary[bin] = (imaginary[bin] ?? 0) * scale;
    }
    fft.inverse(real, imaginary, sound);
    const lags = Float32Array.from(
      { length: 2 * reach + 1 },
      (_, place) => sound[(place - reach + size) % size] ?? 0,
    );
    const spread = Math.sqrt(lags.reduce((sum, value) => sum + value * value, 0) / lags.length);
    return spread > 0 ? lags.map((value) => value / spread) : lags;
  };
  const listen = (): void => {
    const [one, other] = work;
    if (one === undefined || other === undefined) return;
    transform(held[0], one.real, one.imaginary);
    transform(held[1], other.real, other.imaginary);
    for (let bin = 0; bin < fft.bins; bin++) {
      const [a, b] = [one.real[bin] ?? 0, one.imaginary[bin] ?? 0];
      const [c, d] = [other.real[bin] ?? 0, other.imaginary[bin] ?? 0];
      const [real, imaginary] = [a * c + b * d, a * d - b * c];
      const [ofOne, ofOther] = [Math.sqrt(a * a + b * b), Math.sqrt(c * c + d * d)];
      // Where somebody comes through, all that is there hides them: it counts by its phase alone.
      if (ofOther > 1e-9) addTo(sums.through[0], bin, real / ofOther, imaginary / ofOther, ofOne);
      if (ofOne > 1e-9) addTo(sums.through[1], bin, real / ofOne, imaginary / ofOne, ofOther);
    }
    frames += 1;
    if (frames === framesOfWindow) endWindow();
  };

  return {
    push(one, other) {
      for (let at = 0; at < one.length; ) {
        const part = Math.min(one.length - at, size - filled);
        held[0].set(one.subarray(at, at + part), filled);
        held[1].set(other.subarray(at, at + part), filled);
        filled += part;
        at += part;
        if (filled < size) continue;
        listen();
        for (const track of held) track.copyWithin(0, hop);
        filled = size - hop;
      }
    },
    finish() {
      if (frames > framesOfWindow / 2) endWindow();
      return windows;
    },
  };
}

type Sums = {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  /** Amplitudes of whose voice it is. */
  readonly source: Float64Array;
};

function createSums(bins: number) {
  const empty = (): Sums => ({
    real: new Float64Array(bins),
    imaginary: new Float64Array(bins),
    source: new Float64Array(bins),
  });
  return { through: [empty(), empty()] as const };
}

function addTo(
  { real, imaginary, source }: Sums,
  bin: number,
  x: number,
  y: number,
  amplitude: number,
): void {
  real[bin] = (real[bin] ?? 0) + x;
  imaginary[bin] = (imaginary[bin] ?? 0) + y;
  source[bin] = (source[bin] ?? 0) + amplitude;
}

/** Seconds of a place among lags, which may lie between two. */
export function lagAt(place: number): number {
  return (place - reach) / fineRate;
}

export function placeOf(lag: number): number {
  return lag * fineRate + reach;
}
