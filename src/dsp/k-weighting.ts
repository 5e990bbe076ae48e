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
  /** To be called now and then, at places that do not hang on how the stream is cut. */
  settle(): void;
}

/** `sampleRate` in Hz, any; below 4,000 the shelf lies outside the band and is left out. */
export function createKWeighting(sampleRate: number): KWeighting {
  const shelf = designShelf(sampleRate);
  const highPass = designHighPass(sampleRate);
  const state = new Float64Array(4);

  return {
    energy(samples, start, end) {
      const { b0, b1, b2, a1, a2 } = shelf;
      const { a1: c1, a2: c2 } = highPass;
      let s1 = state[0]!;
      let s2 = state[1]!;
      let s3 = state[2]!;
      let s4 = state[3]!;
      let energy = 0;
      for (let index = start; index < end; index++) {
        const sample = samples[index]!;
        const shelved = b0 * sample + s1;
        s1 = b1 * sample - a1 * shelved + s2;
        s2 = b2 * sample - a2 * shelved;
        const weighted = shelved + s3;
        s3 = s4 - 2 * shelved - c1 * weighted;
        s4 = shelved - c2 * weighted;
        energy += weighted * weighted;
      }
      state[0] = s1;
      state[1] = s2;
      state[2] = s3;
      state[3] = s4;
      return energy;
    },

    settle() {
      if (state.every((value) => Math.abs(value) < negligible)) {
        state.fill(0);
      }
    },
  };
}

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
