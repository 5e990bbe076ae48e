/** How each sample is foretold from those before it. */
export type Predictor = {
  /** `fixed` has coefficients that every decoder knows; those of `linear` are written. */
  readonly kind: 'fixed' | 'linear';
  /** How many samples before it count, at most `mostOrder`. */
  readonly order: number;
  /** For the sample before, the one before that, and so on; zeros behind `order`. `mostOrder` of them. */
  readonly coefficients: Int32Array;
  /** The sum is divided by 2 to the power of this, rounded down. */
  readonly shift: number;
};

export const mostOrder = 8;

/** Blocks shorter than this have too little in them to be worth coefficients. */
const shortest = 64;
/** The longest step that a subframe can tell. */
const mostShift = 15;

/** Foretold from two samples before it, in a straight line: for what is too short or too odd for better. */
function straightLine(frames: number): Predictor {
  const coefficients = new Int32Array(mostOrder);
  if (frames <= 2) return { kind: 'fixed', order: 0, coefficients, shift: 0 };
  coefficients.set([2, -1]);
  return { kind: 'fixed', order: 2, coefficients, shift: 0 };
}

export interface PredictorFinder {
  /** For the samples behind the first `mostOrder` of `history`. */
  find(history: Int32Array, frames: number, bits: number): Predictor;
}

/** Linear prediction by autocorrelation and Levinson's recursion, of the order that is foreseen to take least. */
export function createPredictorFinder(blockFrames: number, precision: number): PredictorFinder {
  const windows = new Map<number, Float64Array>();
  const windowed = new Float64Array(mostOrder + blockFrames);
  const windowOf = (frames: number): Float64Array => {
    const known = windows.get(frames);
    if (known !== undefined) return known;
    const window = taper(frames);
    // Of all lengths but one there is only one block, the last.
    if (frames === blockFrames) windows.set(frames, window);
    return window;
  };
  return {
    find(history, frames, bits) {
      if (frames < shortest) return straightLine(frames);
      const window = windowOf(frames);
      for (let index = 0; index < frames; index++) {
        windowed[mostOrder + index] = (window[index] ?? 0) * (history[mostOrder + index] ?? 0);
      }
      const correlation = correlate(windowed, frames);
      const solutions = solve(correlation);
      const order = cheapestOrder(solutions, frames, bits + precision);
      const solution = solutions[order - 1];
      const quantized = solution && quantizeCoefficients(solution.coefficients, precision);
      return quantized === undefined
        ? straightLine(frames)
        : { kind: 'linear', order, coefficients: quantized.coefficients, shift: quantized.shift };
    },
  };
}

/** Flat in the middle half, a raised cosine on both sides. */
function taper(frames: number): Float64Array {
  const edge = Math.floor(frames / 4);
  return Float64Array.from({ length: frames }, (_, index) => {
    const away = Math.min(index, frames - 1 - index);
    return away >= edge ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * away) / edge);
  });
}

/** At lags 0 to `mostOrder`; the first `mostOrder` of the samples are zeros. */
function correlate(samples: Float64Array, frames: number): Float64Array {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  let s8 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let b4 = 0;
  let b5 = 0;
  let b6 = 0;
  let b7 = 0;
  let b8 = 0;
  const end = mostOrder + frames;
  for (let index = mostOrder; index < end; index++) {
    const sample = samples[index] ?? 0;
    s0 += sample * sample;
    s1 += sample * b1;
    s2 += sample * b2;
    s3 += sample * b3;
    s4 += sample * b4;
    s5 += sample * b5;
    s6 += sample * b6;
    s7 += sample * b7;
    s8 += sample * b8;
    b8 = b7;
    b7 = b6;
    b6 = b5;
    b5 = b4;
    b4 = b3;
    b3 = b2;
    b2 = b1;
    b1 = sample;
  }
  return Float64Array.of(s0, s1, s2, s3, s4, s5, s6, s7, s8);
}

type Solution = { readonly coefficients: Float64Array; readonly error: number };

/** Coefficients of each order from 1 on, with the energy of what they do not foretell. */
function solve(correlation: Float64Array): readonly Solution[] {
  const solutions: Solution[] = [];
  const current = new Float64Array(mostOrder);
  let error = correlation[0] ?? 0;
  for (let order = 0; order < mostOrder && error > 0; order++) {
    let sum = correlation[order + 1] ?? 0;
    for (let index = 0; index < order; index++) {
      sum -= (current[index] ?? 0) * (correlation[order - index] ?? 0);
    }
    const reflection = sum / error;
    current[order] = reflection;
    for (let low = 0, high = order - 1; low <= high; low++, high--) {
      const [a, b] = [current[low] ?? 0, current[high] ?? 0];
      current[low] = a - reflection * b;
      current[high] = b - reflection * a;
    }
    error *= 1 - reflection * reflection;
    solutions.push({ coefficients: current.slice(0, order + 1), error });
  }
  return solutions;
}

/** By the bits that residuals of such an energy take, and what the order itself takes. 0 where there is none. */
function cheapestOrder(solutions: readonly Solution[], frames: number, bitsOfOrder: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { error }] of solutions.entries()) {
    const bits = 0.5 * Math.log2(Math.max((0.5 * Math.LN2 ** 2 * error) / frames, 2 ** -60));
    const total = Math.max(0, bits) * (frames - index) + (index + 1) * bitsOfOrder;
    if (total < least) [best, least] = [index + 1, total];
  }
  return best;
}

/** To whole numbers of `precision` bits with their sign; what rounding takes from one the next is given. */
function quantizeCoefficients(
  exact: Float64Array,
  precision: number,
): { readonly coefficients: Int32Array; readonly shift: number } | undefined {
  const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0)) return undefined;
  const shift = Math.min(mostShift, precision - 2 - Math.floor(Math.log2(largest)));
  if (shift < 1) return undefined;
  const limit = 2 ** (precision - 1) - 1;
  const coefficients = new Int32Array(mostOrder);
  let owed = 0;
  for (const [index, value] of exact.entries()) {
    const wanted = owed + value * 2 ** shift;
    const rounded = Math.max(-limit, Math.min(limit, Math.round(wanted)));
    owed = wanted - rounded;
    coefficients[index] = rounded;
  }
  return { coefficients, shift };
}
