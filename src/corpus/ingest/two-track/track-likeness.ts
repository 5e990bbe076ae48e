import { createFft } from '../../../dsp/index.ts';
import { createThinner } from './thin-samples.ts';

/** Hz that tracks are thinned to before they are compared, or a little more. */
const comparedRate = 8000;
/** Samples of one track that are looked for on the other, and how far before and behind: 128 ms. */
const piece = 2048;
const reach = 1024;
const size = 4096;
/** One piece in so many is looked for. */
const every = 4;

export type TrackLikeness = {
  /** 0 to 1: how much the tracks are the same but for level, sign and a delay; 1 for a copy. */
  readonly likeness: number;
  /** Seconds by which the second track is later where they are most alike. */
  readonly delay: number;
  /** The one goes up where the other goes down. */
  readonly inverted: boolean;
};

export interface LikenessMeter {
  push(one: Float32Array, other: Float32Array): void;
  read(): TrackLikeness;
}

/** Compares two tracks at every delay up to 128 ms. */
export function createLikenessMeter(sampleRate: number): LikenessMeter {
  const fft = createFft(size);
  const work = createWork(fft.bins);
  const tracks = [createEdges(sampleRate), createEdges(sampleRate)] as const;
  const rate = createThinner(sampleRate, comparedRate).sampleRate;
  const held = [new Float32Array(size), new Float32Array(size)] as const;
  const products = { real: new Float64Array(fft.bins), imaginary: new Float64Array(fft.bins) };
  // Of the first track, for each delay; of the second.
  const energies = new Float64Array(2 * reach + 1);
  let [filled, place, energy] = [0, 0, 0];

  const compare = (): void => {
    const [one, other] = held;
    const middle = new Float64Array(size);
    middle.set(other.subarray(reach, reach + piece), reach);
    for (const sample of middle) energy += sample * sample;
    let sum = 0;
    for (let frame = 0; frame < piece; frame++) sum += (one[frame] ?? 0) ** 2;
    for (let lag = 0; lag <= 2 * reach; lag++) {
      energies[lag] = (energies[lag] ?? 0) + sum;
      sum = Math.max(0, sum + (one[lag + piece] ?? 0) ** 2 - (one[lag] ?? 0) ** 2);
    }
    fft.forward(one, work.oneReal, work.oneImaginary);
    fft.forward(middle, work.otherReal, work.otherImaginary);
    for (let bin = 0; bin < fft.bins; bin++) {
      const [a, b] = [work.oneReal[bin] ?? 0, work.oneImaginary[bin] ?? 0];
      const [c, d] = [work.otherReal[bin] ?? 0, work.otherImaginary[bin] ?? 0];
      products.real[bin] = (products.real[bin] ?? 0) + a * c + b * d;
      products.imaginary[bin] = (products.imaginary[bin] ?? 0) + b * c - a * d;
    }
  };
  const take = (one: Float32Array, other: Float32Array): void => {
    for (let at = 0; at < one.length; ) {
      const part = Math.min(one.length - at, size - filled);
      held[0].set(one.subarray(at, at + part), filled);
      held[1].set(other.subarray(at, at + part), filled);
      filled += part;
      at += part;
      if (filled < size) continue;
      if (place % every === 0) compare();
      place += 1;
      for (const track of held) track.copyWithin(0, piece);
      filled = size - piece;
    }
  };

  return {
    push: (one, other) => take(tracks[0](one), tracks[1](other)),
    read() {
      // Of a short recording, what there is.
      if (place === 0 && filled > 0) take(new Float32Array(size - filled), new Float32Array(size - filled));
      const sums = new Float64Array(size);
      fft.inverse(products.real, products.imaginary, sums);
      let [best, lagOfBest] = [0, 0];
      for (let lag = -reach; lag <= reach; lag++) {
        const power = Math.sqrt(energy * (energies[lag + reach] ?? 0));
        const alike = power > 1e-9 ? (sums[(lag + size) % size] ?? 0) / power : 0;
        if (Math.abs(alike) > Math.abs(best)) [best, lagOfBest] = [alike, lag];
      }
      return {
        likeness: Math.min(1, Math.abs(best)),
        delay: lagOfBest === 0 ? 0 : -lagOfBest / rate,
        inverted: best < 0,
      };
    },
  };
}

/** Thinned, and what changes rather than what is: hum and rumble make no two tracks alike. */
function createEdges(sampleRate: number) {
  const thinner = createThinner(sampleRate, comparedRate);
  let before = 0;
  return (samples: Float32Array): Float32Array =>
    thinner.push(samples).map((sample) => {
      const change = sample - before;
      before = sample;
      return change;
    });
}

function createWork(bins: number) {
  return {
    oneReal: new Float64Array(bins),
    oneImaginary: new Float64Array(bins),
    otherReal: new Float64Array(bins),
    otherImaginary: new Float64Array(bins),
  };
}
