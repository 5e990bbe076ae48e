/** Overlapping windows of spectra back to sound. It owns its work space: not reentrant. */
export interface InverseStft {
  /**
   * `frames` spectra, each of `size / 2 + 1` bins in `real` and `imaginary`, to `frames * hop` samples. Frame `f` is
   * centred at sample `hop * f + hop / 2`.
   */
  (real: Float32Array, imaginary: Float32Array, frames: number): Float32Array;
}

/** With Hann windows, `size` long. The window's own weight is divided out, at both ends too. */
export function createInverseStft(size: number, hop: number): InverseStft {
  const bins = size / 2 + 1;
  const window = Float64Array.from(
    { length: size },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size),
  );
  const inverse = createRealInverse(size);
  const frame = new Float64Array(size);
  return (real, imaginary, frames) => {
    const sound = new Float32Array(frames * hop);
    const weight = new Float32Array(frames * hop);
    for (let index = 0; index < frames; index++) {
      inverse(
        real.subarray(index * bins, (index + 1) * bins),
        imaginary.subarray(index * bins, (index + 1) * bins),
        frame,
      );
      const start = index * hop + hop / 2 - size / 2;
      const last = Math.min(size, sound.length - start);
      for (let at = Math.max(0, -start); at < last; at++) {
        const share = window[at] ?? 0;
        sound[start + at] = (sound[start + at] ?? 0) + share * (frame[at] ?? 0);
        weight[start + at] = (weight[start + at] ?? 0) + share * share;
      }
    }
    for (let at = 0; at < sound.length; at++) sound[at] = (sound[at] ?? 0) / Math.max(weight[at] ?? 0, 1e-3);
    return sound;
  };
}

type RealInverse = (real: Float32Array, imaginary: Float32Array, samples: Float64Array) => void;

/**
 * The inverse discrete Fourier transform to real numbers, of any even size with small prime factors: 1,280 is no
 * power of two. The samples of even and odd index ride as real and imaginary part of one transform of half the size.
 */
export function createRealInverse(size: number): RealInverse {
  const half = size / 2;
  const transform = createComplexInverse(half);
  const [zReal, zImaginary] = [new Float64Array(half), new Float64Array(half)];
  const cosine = Float64Array.from({ length: half }, (_, bin) => Math.cos((2 * Math.PI * bin) / size));
  const sine = Float64Array.from({ length: half }, (_, bin) => Math.sin((2 * Math.PI * bin) / size));
  return (real, imaginary, samples) => {
    for (let bin = 0; bin < half; bin++) {
      const mirrored = half - bin;
      const [a, b] = [real[bin] ?? 0, bin === 0 ? 0 : (imaginary[bin] ?? 0)];
      const [c, d] = [real[mirrored] ?? 0, bin === 0 ? 0 : -(imaginary[mirrored] ?? 0)];
      const [sumReal, sumImaginary] = [a + c, b + d];
      const [differenceReal, differenceImaginary] = [a - c, b - d];
      const [cos, sin] = [cosine[bin] ?? 0, sine[bin] ?? 0];
      const oddReal = cos * differenceReal - sin * differenceImaginary;
      const oddImaginary = cos * differenceImaginary + sin * differenceReal;
      zReal[bin] = sumReal - oddImaginary;
      zImaginary[bin] = sumImaginary + oddReal;
    }
    const [even, odd] = transform(zReal, zImaginary);
    for (let index = 0; index < half; index++) {
      samples[2 * index] = (even[index] ?? 0) / size;
      samples[2 * index + 1] = (odd[index] ?? 0) / size;
    }
  };
}

type Complex = readonly [real: Float64Array, imaginary: Float64Array];

/** Stockham's self-sorting transform in mixed radices, unscaled: each pass goes from one pair of rooms to the other. */
function createComplexInverse(size: number): (real: Float64Array, imaginary: Float64Array) => Complex {
  const radices = factors(size);
  const roots: Complex = [
    Float64Array.from({ length: size }, (_, index) => Math.cos((2 * Math.PI * index) / size)),
    Float64Array.from({ length: size }, (_, index) => Math.sin((2 * Math.PI * index) / size)),
  ];
  const spare: Complex = [new Float64Array(size), new Float64Array(size)];
  return (real, imaginary) => {
    let from: Complex = [real, imaginary];
    let to: Complex = spare;
    let done = 1;
    for (const radix of radices) {
      pass(from, to, { size, radix, done, roots });
      [from, to] = [to, from];
      done *= radix;
    }
    return from;
  };
}

type Pass = { readonly size: number; readonly radix: number; readonly done: number; readonly roots: Complex };

/** Joins `radix` transforms of length `done` into one, everywhere. */
function pass(
  [fromReal, fromImaginary]: Complex,
  [toReal, toImaginary]: Complex,
  { size, radix, done, roots }: Pass,
): void {
  const [cosine, sine] = roots;
  const groups = size / (radix * done);
  for (let group = 0; group < groups; group++) {
    for (let place = 0; place < done; place++) {
      for (let out = 0; out < radix; out++) {
        let [sumReal, sumImaginary] = [0, 0];
        for (let part = 0; part < radix; part++) {
          const turn = (part * groups * (place + done * out)) % size;
          const at = place + done * (group + groups * part);
          const [a, b] = [fromReal[at] ?? 0, fromImaginary[at] ?? 0];
          const [cos, sin] = [cosine[turn] ?? 0, sine[turn] ?? 0];
          sumReal += a * cos - b * sin;
          sumImaginary += a * sin + b * cos;
        }
        const at = place + done * (out + radix * group);
        toReal[at] = sumReal;
        toImaginary[at] = sumImaginary;
      }
    }
  }
}

function factors(size: number): number[] {
  const found: number[] = [];
  let rest = size;
  for (const radix of [4, 2, 3, 5, 7]) {
    for (; rest % radix === 0; rest /= radix) found.push(radix);
  }
  if (rest !== 1) throw new RangeError(`There is no transform of ${size}: it has the factor ${rest}.`);
  return found;
}
