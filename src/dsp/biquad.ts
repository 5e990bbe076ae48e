import { fromDecibels } from './decibels.ts';
import { DspError, requireRange, requireRate } from './dsp-error.ts';
import { finiteSamples } from './finite.ts';

/** Of `y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]`. */
export type BiquadCoefficients = {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
};

export type BiquadDesign = {
  readonly type:
    | 'low-pass'
    | 'high-pass'
    /** 0 dB at its centre. */
    | 'band-pass'
    | 'notch'
    | 'all-pass'
    | 'peak'
    | 'low-shelf'
    | 'high-shelf';
  /** Hz, between 0 and half the sample rate: corner or centre. */
  readonly frequency: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Sharpness, above 0; default √½, the flattest without a bump. */
  readonly q?: number;
  /** dB at the top of a peak or shelf; default 0. */
  readonly gain?: number;
};

/** The formulas of Robert Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter coefficients". */
export function designBiquad({
  type,
  frequency,
  sampleRate,
  q = Math.SQRT1_2,
  gain = 0,
}: BiquadDesign): BiquadCoefficients {
  requireRate('sampleRate', sampleRate);
  if (!(frequency > 0 && frequency < sampleRate / 2)) {
    throw new DspError(
      'frequency',
      `frequency is ${frequency}; at ${sampleRate} Hz give one above 0 and below ${sampleRate / 2}.`,
    );
  }
  requireRange('q', q, 1e-4, 1e6);
  requireRange('gain', gain, -200, 200);
  const angle = (2 * Math.PI * frequency) / sampleRate;
  const cosine = Math.cos(angle);
  const alpha = Math.sin(angle) / (2 * q);
  switch (type) {
    case 'low-pass':
      return normalise([(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2], [1 + alpha, -2 * cosine, 1 - alpha]);
    case 'high-pass':
      return normalise(
        [(1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2],
        [1 + alpha, -2 * cosine, 1 - alpha],
      );
    case 'band-pass':
      return normalise([alpha, 0, -alpha], [1 + alpha, -2 * cosine, 1 - alpha]);
    case 'notch':
      return normalise([1, -2 * cosine, 1], [1 + alpha, -2 * cosine, 1 - alpha]);
    case 'all-pass':
      return normalise([1 - alpha, -2 * cosine, 1 + alpha], [1 + alpha, -2 * cosine, 1 - alpha]);
    case 'peak': {
      const amplitude = fromDecibels(gain / 2);
      return normalise(
        [1 + alpha * amplitude, -2 * cosine, 1 - alpha * amplitude],
        [1 + alpha / amplitude, -2 * cosine, 1 - alpha / amplitude],
      );
    }
    case 'low-shelf':
      return designShelf(cosine, alpha, fromDecibels(gain / 2), 1);
    case 'high-shelf':
    default:
      return designShelf(cosine, alpha, fromDecibels(gain / 2), -1);
  }
}

/** The cookbook's two shelves are one formula, mirrored in frequency: `side` is 1 for low and -1 for high. */
function designShelf(cosine: number, alpha: number, amplitude: number, side: 1 | -1): BiquadCoefficients {
  const above = amplitude + 1;
  const below = amplitude - 1;
  const turned = side * cosine;
  const slope = 2 * Math.sqrt(amplitude) * alpha;
  return normalise(
    [
      amplitude * (above - below * turned + slope),
      side * 2 * amplitude * (below - above * turned),
      amplitude * (above - below * turned - slope),
    ],
    [above + below * turned + slope, side * -2 * (below + above * turned), above + below * turned - slope],
  );
}

type Triple = readonly [number, number, number];

function normalise([b0, b1, b2]: Triple, [a0, a1, a2]: Triple): BiquadCoefficients {
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 };
}

/** Gain in dB of a biquad at a frequency. */
export function biquadGain(coefficients: BiquadCoefficients, frequency: number, sampleRate: number): number {
  const { b0, b1, b2, a1, a2 } = coefficients;
  const angle = (2 * Math.PI * frequency) / sampleRate;
  const power = (c0: number, c1: number, c2: number): number =>
    (c0 + c1 * Math.cos(angle) + c2 * Math.cos(2 * angle)) ** 2 +
    (c1 * Math.sin(angle) + c2 * Math.sin(2 * angle)) ** 2;
  return 10 * Math.log10(power(b0, b1, b2) / power(1, a1, a2));
}

/** Filters a stream: what one call leaves, the next goes on from. NaN and infinities count as 0. */
export interface BiquadFilter {
  /** Filters a block into `output`, a new array unless given; `output` may be `input`. */
  process(input: Float32Array, output?: Float32Array): Float32Array;
}

/** Biquads in series, one after another, in double precision. */
export function createBiquad(...cascade: readonly BiquadCoefficients[]): BiquadFilter {
  const stages = cascade.map(createStage);
  return {
    process(input, output = new Float32Array(input.length)) {
      if (output.length < input.length) {
        throw new DspError('output', `output has ${output.length} frames; the block has ${input.length}.`);
      }
      let source = finiteSamples(input);
      if (stages.length === 0) {
        output.set(source);
      }
      for (const stage of stages) {
        stage(source, output, input.length);
        source = output;
      }
      return output;
    },
  };
}

/** Below this a state only decays, into numbers so small that processors slow down on them. */
const negligible = 1e-30;

/** Samples from one look at the states to the next. */
const checkDistance = 4096;

/** One biquad in transposed direct form II. */
function createStage({ b0, b1, b2, a1, a2 }: BiquadCoefficients) {
  // Not in variables: a fraction that outlives a call is allocated anew at each change of it.
  const state = new Float64Array(2);
  let untilCheck = checkDistance;
  return (input: Float32Array, output: Float32Array, frames: number): void => {
    let s1 = state[0]!;
    let s2 = state[1]!;
    for (let start = 0; start < frames; ) {
      const end = Math.min(frames, start + untilCheck);
      for (let index = start; index < end; index++) {
        const sample = input[index]!;
        const filtered = b0 * sample + s1;
        s1 = b1 * sample - a1 * filtered + s2;
        s2 = b2 * sample - a2 * filtered;
        output[index] = filtered;
      }
      untilCheck -= end - start;
      start = end;
      // At fixed distances, so that the result does not hang on how the stream is cut into blocks.
      if (untilCheck > 0) continue;
      untilCheck = checkDistance;
      if (Math.abs(s1) < negligible && Math.abs(s2) < negligible) {
        s1 = 0;
        s2 = 0;
      }
    }
    state[0] = s1;
    state[1] = s2;
  };
}
