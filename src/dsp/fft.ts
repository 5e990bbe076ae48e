import { DspError, requireRange } from './dsp-error.ts';

/** The discrete Fourier transform of real numbers, for one size. It owns its work space: not reentrant. */
export interface Fft {
  /** A power of two. */
  readonly size: number;
  /** `size / 2 + 1`: from 0 Hz to half the sample rate. */
  readonly bins: number;
  /** Unscaled: a cosine of amplitude 1 on a bin gives `size / 2` there. Reads `size` samples. */
  forward(samples: Float32Array | Float64Array, real: Float64Array, imaginary: Float64Array): void;
  /** Undoes `forward`, scaling by `1 / size`. Writes `size` samples. */
  inverse(real: Float64Array, imaginary: Float64Array, samples: Float32Array | Float64Array): void;
}

/** Sizes up to which the tables and the work space are made once, for all who transform so many samples. */
const largestShared = 4096;
const shared = new Map<number, Fft>();

/** `size`: a power of two from 4 to 4,194,304. */
export function createFft(size: number): Fft {
  if (!Number.isInteger(size) || size < 4 || size > 2 ** 22 || (size & (size - 1)) !== 0) {
    throw new DspError('size', `size is ${size}; give a power of two from 4 to ${2 ** 22}.`);
  }
  // Of many who each transform a little, every one would else find its tables gone from the fast cache.
  const known = shared.get(size);
  if (known !== undefined) return known;
  const fft = createTransform(size);
  if (size <= largestShared) shared.set(size, fft);
  return fft;
}

function createTransform(size: number): Fft {
  const half = size >> 1;
  const transform = createComplexTransform(half);
  const evenReal = new Float64Array(half);
  const evenImaginary = new Float64Array(half);
  const cosine = Float64Array.from({ length: half + 1 }, (_, bin) => Math.cos((2 * Math.PI * bin) / size));
  const sine = Float64Array.from({ length: half + 1 }, (_, bin) => Math.sin((2 * Math.PI * bin) / size));

  // A real signal's even and odd samples ride as the real and imaginary part of one transform of half the size.
  const forward: Fft['forward'] = (samples, real, imaginary) => {
    for (let index = 0; index < half; index++) {
      evenReal[index] = samples[2 * index]!;
      evenImaginary[index] = samples[2 * index + 1]!;
    }
    transform(evenReal, evenImaginary);
    // Each bin and its mirror image are of the same two numbers.
    for (let bin = 0; 2 * bin <= half; bin++) {
      const other = half - bin;
      const mirrored = other & (half - 1);
      const sumReal = (evenReal[bin]! + evenReal[mirrored]!) * 0.5;
      const sumImaginary = (evenImaginary[bin]! - evenImaginary[mirrored]!) * 0.5;
      const oddReal = (evenImaginary[bin]! + evenImaginary[mirrored]!) * 0.5;
      const oddImaginary = (evenReal[mirrored]! - evenReal[bin]!) * 0.5;
      real[other] = sumReal + cosine[other]! * oddReal - sine[other]! * oddImaginary;
      imaginary[other] = -sumImaginary - cosine[other]! * oddImaginary - sine[other]! * oddReal;
      real[bin] = sumReal + cosine[bin]! * oddReal + sine[bin]! * oddImaginary;
      imaginary[bin] = sumImaginary + cosine[bin]! * oddImaginary - sine[bin]! * oddReal;
    }
  };

  const inverse: Fft['inverse'] = (real, imaginary, samples) => {
    for (let bin = 0; bin < half; bin++) {
      const mirrored = half - bin;
      const sumReal = real[bin]! + real[mirrored]!;
      const sumImaginary = imaginary[bin]! - imaginary[mirrored]!;
      const differenceReal = real[bin]! - real[mirrored]!;
      const differenceImaginary = imaginary[bin]! + imaginary[mirrored]!;
      const oddReal = cosine[bin]! * differenceReal - sine[bin]! * differenceImaginary;
      const oddImaginary = cosine[bin]! * differenceImaginary + sine[bin]! * differenceReal;
      // Real and imaginary part change places on the way in and out: the inverse by a forward transform.
      evenImaginary[bin] = sumReal - oddImaginary;
      evenReal[bin] = sumImaginary + oddReal;
    }
    transform(evenReal, evenImaginary);
    for (let index = 0; index < half; index++) {
      samples[2 * index] = evenImaginary[index]! / size;
      samples[2 * index + 1] = evenReal[index]! / size;
    }
  };

  return { size, bins: half + 1, forward, inverse };
}

/** Cosine and sine of an angle, of twice and of three times as much, for each angle that a pass turns by. */
const turnFields = 6;

/** Stockham's self-sorting transform, radix 4 with one pass of radix 2 where the size asks for it; in place. */
function createComplexTransform(size: number): (real: Float64Array, imaginary: Float64Array) => void {
  const otherReal: Float64Array = new Float64Array(size);
  const otherImaginary: Float64Array = new Float64Array(size);
  const turns = createTurns(size);
  return (real, imaginary) => {
    let fromReal = real;
    let fromImaginary = imaginary;
    let toReal = otherReal;
    let toImaginary = otherImaginary;
    let length = size;
    let stride = 1;
    while (length > 1) {
      if (length > 4) {
        passOfFour(fromReal, fromImaginary, toReal, toImaginary, length, stride, turns);
        length >>= 2;
        stride <<= 2;
      } else if (length === 4) {
        lastOfFour(fromReal, fromImaginary, toReal, toImaginary, stride);
        length = 1;
      } else {
        passOfTwo(fromReal, fromImaginary, toReal, toImaginary, stride);
        length >>= 1;
        stride <<= 1;
      }
      [fromReal, toReal] = [toReal, fromReal];
      [fromImaginary, toImaginary] = [toImaginary, fromImaginary];
    }
    if (fromReal !== real) {
      real.set(fromReal);
      imaginary.set(fromImaginary);
    }
  };
}

function createTurns(size: number): Float64Array {
  const turns = new Float64Array(turnFields * Math.max(1, size >> 2));
  for (let index = 0, at = 0; at < turns.length; index++, at += turnFields) {
    const c1 = Math.cos((2 * Math.PI * index) / size);
    const s1 = Math.sin((2 * Math.PI * index) / size);
    const c2 = c1 * c1 - s1 * s1;
    const s2 = 2 * c1 * s1;
    turns[at] = c1;
    turns[at + 1] = s1;
    turns[at + 2] = c2;
    turns[at + 3] = s2;
    turns[at + 4] = c1 * c2 - s1 * s2;
    turns[at + 5] = c1 * s2 + s1 * c2;
  }
  return turns;
}

function passOfFour(
  fromReal: Float64Array,
  fromImaginary: Float64Array,
  toReal: Float64Array,
  toImaginary: Float64Array,
  length: number,
  stride: number,
  turns: Float64Array,
): void {
  const quarter = length >> 2;
  const apart = quarter * stride;
  for (let group = 0; group < quarter; group++) {
    const turn = group * stride * turnFields;
    const c1 = turns[turn]!;
    const s1 = turns[turn + 1]!;
    const c2 = turns[turn + 2]!;
    const s2 = turns[turn + 3]!;
    const c3 = turns[turn + 4]!;
    const s3 = turns[turn + 5]!;
    const source = group * stride;
    const target = group * stride * 4;
    for (let index = 0; index < stride; index++) {
      const a = source + index;
      const b = a + apart;
      const c = b + apart;
      const d = c + apart;
      const sumReal = fromReal[a]! + fromReal[c]!;
      const sumImaginary = fromImaginary[a]! + fromImaginary[c]!;
      const lessReal = fromReal[a]! - fromReal[c]!;
      const lessImaginary = fromImaginary[a]! - fromImaginary[c]!;
      const oddSumReal = fromReal[b]! + fromReal[d]!;
      const oddSumImaginary = fromImaginary[b]! + fromImaginary[d]!;
      // (b - d) turned by -90 degrees.
      const turnedReal = fromImaginary[b]! - fromImaginary[d]!;
      const turnedImaginary = fromReal[d]! - fromReal[b]!;
      const out = target + index;
      toReal[out] = sumReal + oddSumReal;
      toImaginary[out] = sumImaginary + oddSumImaginary;
      const real1 = lessReal + turnedReal;
      const imaginary1 = lessImaginary + turnedImaginary;
      toReal[out + stride] = real1 * c1 + imaginary1 * s1;
      toImaginary[out + stride] = imaginary1 * c1 - real1 * s1;
      const real2 = sumReal - oddSumReal;
      const imaginary2 = sumImaginary - oddSumImaginary;
      toReal[out + 2 * stride] = real2 * c2 + imaginary2 * s2;
      toImaginary[out + 2 * stride] = imaginary2 * c2 - real2 * s2;
      const real3 = lessReal - turnedReal;
      const imaginary3 = lessImaginary - turnedImaginary;
      toReal[out + 3 * stride] = real3 * c3 + imaginary3 * s3;
      toImaginary[out + 3 * stride] = imaginary3 * c3 - real3 * s3;
    }
  }
}

/** The last pass, which turns by nothing. */
function lastOfFour(
  fromReal: Float64Array,
  fromImaginary: Float64Array,
  toReal: Float64Array,
  toImaginary: Float64Array,
  stride: number,
): void {
  for (let a = 0; a < stride; a++) {
    const b = a + stride;
    const c = b + stride;
    const d = c + stride;
    const sumReal = fromReal[a]! + fromReal[c]!;
    const sumImaginary = fromImaginary[a]! + fromImaginary[c]!;
    const lessReal = fromReal[a]! - fromReal[c]!;
    const lessImaginary = fromImaginary[a]! - fromImaginary[c]!;
    const oddSumReal = fromReal[b]! + fromReal[d]!;
    const oddSumImaginary = fromImaginary[b]! + fromImaginary[d]!;
    const turnedReal = fromImaginary[b]! - fromImaginary[d]!;
    const turnedImaginary = fromReal[d]! - fromReal[b]!;
    toReal[a] = sumReal + oddSumReal;
    toImaginary[a] = sumImaginary + oddSumImaginary;
    toReal[b] = lessReal + turnedReal;
    toImaginary[b] = lessImaginary + turnedImaginary;
    toReal[c] = sumReal - oddSumReal;
    toImaginary[c] = sumImaginary - oddSumImaginary;
    toReal[d] = lessReal - turnedReal;
    toImaginary[d] = lessImaginary - turnedImaginary;
  }
}

function passOfTwo(
  fromReal: Float64Array,
  fromImaginary: Float64Array,
  toReal: Float64Array,
  toImaginary: Float64Array,
  stride: number,
): void {
  for (let index = 0; index < stride; index++) {
    const a = index;
    const b = index + stride;
    toReal[a] = fromReal[a]! + fromReal[b]!;
    toImaginary[a] = fromImaginary[a]! + fromImaginary[b]!;
    toReal[b] = fromReal[a]! - fromReal[b]!;
    toImaginary[b] = fromImaginary[a]! - fromImaginary[b]!;
  }
}

export type WindowShape =
  | 'rectangular'
  | 'hann'
  | 'hamming'
  | 'blackman-harris'
  | { readonly kaiser: number };

/** A window for spectra: periodic, so that hops that divide it add up to a constant. */
export function createWindow(shape: WindowShape, size: number): Float64Array {
  if (!Number.isInteger(size) || size < 1) {
    throw new DspError('size', `size is ${size}; give a whole number of at least 1.`);
  }
  const cosines = (weights: readonly number[]): Float64Array =>
    Float64Array.from({ length: size }, (_, index) =>
      weights.reduce(
        (sum, weight, order) => sum + weight * Math.cos((2 * Math.PI * order * index) / size),
        0,
      ),
    );
  switch (shape) {
    case 'rectangular':
      return cosines([1]);
    case 'hann':
      return cosines([0.5, -0.5]);
    case 'hamming':
      return cosines([0.54, -0.46]);
    case 'blackman-harris':
      return cosines([0.35875, -0.48829, 0.14128, -0.01168]);
    default: {
      const { kaiser } = shape;
      requireRange('kaiser', kaiser, 0, 200);
      return Float64Array.from({ length: size }, (_, index) => kaiserWindow((2 * index) / size - 1, kaiser));
    }
  }
}

/** Kaiser's window at `position` from -1 to 1; 0 outside. */
export function kaiserWindow(position: number, beta: number): number {
  return Math.abs(position) > 1 ? 0 : besselI0(beta * Math.sqrt(1 - position * position)) / besselI0(beta);
}

/** The modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let order = 1; term > sum * 1e-17; order++) {
    term *= quarter / (order * order);
    sum += term;
  }
  return sum;
}
