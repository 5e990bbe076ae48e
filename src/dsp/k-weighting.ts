/**
 * The weighting of BS.1770-4: a high shelf for the head and a high-pass. The recommendation gives coefficients
 * for 48 kHz alone; these are the analogue prototypes behind them (as derived for libebur128), brought to any
 * rate by the bilinear transform.
 */
const shelfFrequency = 1681.974450955533;
const shelfGain = 3.999843853973347;
const shelfQ = 0.7071752369554196;
const shelfMiddle = 0.4996667741545416;
const highPassFrequency = 38.13547087602444;
const highPassQ = 0.5003270373238773;

/** Below this the filters only decay, into numbers so small that processors slow down on them. */
const negligible = 1e-30;

/** One channel's weighting, with its state. */
export interface KWeighting {
  /** The energy, the sum of squares, of the samples from `start` to `end` after weighting. */
  energy(samples: Float32Array, start: number, end: number): number;
  /**
   * Of each step of `hop` samples: sums, squares, energies after weighting, and peaks. False, and all of it
   * worthless, where a sample is not finite.
   */
  measure(samples: Float32Array, into: KWeightedSteps): boolean;
  /** To be called now and then, at places that do not hang on how the stream is cut. */
  settle(): void;
}

export type KWeightedSteps = {
  readonly hop: number;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly weighted: Float64Array;
  readonly peaks: Float32Array;
};

/** `sampleRate` in Hz, any; below 4,000 the shelf lies outside the band and is left out. */
export function createKWeighting(sampleRate: number): KWeighting {
  const shelf = designShelf(sampleRate);
  const highPass = designHighPass(sampleRate);
  // The last two samples that came, those behind the shelf, and those behind both. In the direct form a processor
  // has less to wait for than in the transposed one.
  const state = new Float64Array(6);

  return {
    energy(samples, start, end) {
      const { b0, b1, b2, a1, a2 } = shelf;
      const { a1: c1, a2: c2 } = highPass;
      let x1 = state[0]!;
      let x2 = state[1]!;
      let y1 = state[2]!;
      let y2 = state[3]!;
      let w1 = state[4]!;
      let w2 = state[5]!;
      let energy = 0;
      for (let index = start; index < end; index++) {
        const sample = samples[index]!;
        const shelved = b0 * sample + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1;
        const weighted = shelved - 2 * y1 + y2 - c2 * w2 - c1 * w1;
        x2 = x1;
        x1 = sample;
        y2 = y1;
        y1 = shelved;
        w2 = w1;
        w1 = weighted;
        energy += weighted * weighted;
      }
      state.set([x1, x2, y1, y2, w1, w2]);
      return energy;
    },

    measure(samples, { hop, sums, squares, weighted: energies, peaks }) {
      const { b0, b1, b2, a1, a2 } = shelf;
      const { a1: c1, a2: c2 } = highPass;
      const bits = new Int32Array(samples.buffer, samples.byteOffset, samples.length);
      const peakBits = new Int32Array(peaks.buffer, peaks.byteOffset, peaks.length);
      let x1 = 0;
      let x2 = 0;
      let y1 = 0;
      let y2 = 0;
      let w1 = 0;
      let w2 = 0;
      let highest = 0;
      for (let step = 0, index = 0; index < samples.length; step++) {
        const end = Math.min(samples.length, index + hop);
        let sum = 0;
        let square = 0;
        let energy = 0;
        let peak = 0;
        for (; index < end; index++) {
          const sample = samples[index]!;
          sum += sample;
          square += sample * sample;
          // Without their sign, the bits of numbers rise as the numbers do, and compare without a branch.
          const below = peak - (bits[index]! & 0x7fffffff);
          peak -= below & (below >> 31);
          const shelved = b0 * sample + b1 * x1 + b2 * x2 - a2 * y2 - a1 * y1;
          const weighted = shelved - 2 * y1 + y2 - c2 * w2 - c1 * w1;
          x2 = x1;
          x1 = sample;
          y2 = y1;
          y1 = shelved;
          w2 = w1;
          w1 = weighted;
          energy += weighted * weighted;
        }
        sums[step] = sum;
        squares[step] = square;
        energies[step] = energy;
        peakBits[step] = peak;
        highest = Math.max(highest, peak);
        if (energy < negligible * negligible) {
          y1 = 0;
          y2 = 0;
          w1 = 0;
          w2 = 0;
        }
      }
      return highest < infinityBits;
    },

    settle() {
      if (state.every((value) => Math.abs(value) < negligible)) {
        state.fill(0);
      }
    },
  };
}

/** Of a float without its sign: infinity; above it is what is not a number. */
const infinityBits = 0x7f800000;

function designShelf(sampleRate: number) {
  if (sampleRate < 4000) {
    return { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };
  }
  const warped = Math.tan((Math.PI * shelfFrequency) / sampleRate);
  const high = 10 ** (shelfGain / 20);
  const middle = high ** shelfMiddle;
  const square = warped * warped;
  const a0 = 1 + warped / shelfQ + square;
  return {
    b0: (high + (middle * warped) / shelfQ + square) / a0,
    b1: (2 * (square - high)) / a0,
    b2: (high - (middle * warped) / shelfQ + square) / a0,
    a1: (2 * (square - 1)) / a0,
    a2: (1 - warped / shelfQ + square) / a0,
  };
}

/** Its numerator is 1, -2, 1, as in the recommendation: not scaled to 0 dB. */
function designHighPass(sampleRate: number) {
  const warped = Math.tan(Math.PI * Math.min(0.45, highPassFrequency / sampleRate));
  const square = warped * warped;
  const a0 = 1 + warped / highPassQ + square;
  return { a1: (2 * (square - 1)) / a0, a2: (1 - warped / highPassQ + square) / a0 };
}
