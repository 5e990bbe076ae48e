import { kaiserWindow } from './fft.ts';
import { finiteSamples } from './finite.ts';

/**
 * The interpolator behind the peaks between samples, at a quarter, a half and three quarters of the way: four
 * times oversampling, as BS.1770-4 has it, by 32 taps in place of its 12, so that it holds up to 90 % of half
 * the rate.
 */
export const interpolationTaps = 32;
const kaiserBeta = 6;

const quarterRow = createRow(0.25);
const halfRow = createRow(0.5);

function createRow(fraction: number): Float64Array {
  const row = Float64Array.from({ length: interpolationTaps }, (_, tap) => {
    const distance = fraction + interpolationTaps / 2 - 1 - tap;
    const angle = Math.PI * distance;
    return (Math.sin(angle) / angle) * kaiserWindow((2 * distance) / interpolationTaps, kaiserBeta);
  });
  const sum = row.reduce((total, weight) => total + weight, 0);
  return row.map((weight) => weight / sum);
}

const middle = interpolationTaps / 2 - 1;
const rowBounds = [quarterRow, halfRow].map((row) => {
  const near = Math.abs(row[middle]!) + Math.abs(row[middle + 1]!);
  return { near, far: row.reduce((sum, weight) => sum + Math.abs(weight), 0) - near };
});
const nearShare = Math.max(...rowBounds.map(({ near }) => near));
const farShare = Math.max(...rowBounds.map(({ far }) => far));

/**
 * What no value between two samples can exceed, where `near` is the larger of the two and `far` the largest
 * within reach: most places need no interpolation.
 */
export function overshootBound(near: number, far: number): number {
  return nearShare * near + farShare * far;
}

/**
 * The rows fold about their middle: the one of a half is even, those of a quarter and of three quarters are the
 * sum and the difference of an even and an odd one. Three weights for each pair of samples.
 */
const pairs = interpolationTaps / 2;
const foldedRows = new Float64Array(3 * pairs);
for (let pair = 0; pair < pairs; pair++) {
  const first = quarterRow[pair]!;
  const last = quarterRow[interpolationTaps - 1 - pair]!;
  foldedRows.set([(first + last) / 2, (first - last) / 2, halfRow[pair]!], 3 * pair);
}

/**
 * The largest absolute value at the three places between `input[at]` and the next sample. Reads from
 * `at - 15` to `at + 16`.
 */
export function peakAfter(input: Float32Array, at: number): number {
  const weights = foldedRows;
  const first = at - pairs + 1;
  const last = at + pairs;
  let even = 0;
  let odd = 0;
  let half = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const left = input[first + pair]!;
    const right = input[last - pair]!;
    const sum = left + right;
    even += weights[3 * pair]! * sum;
    odd += weights[3 * pair + 1]! * (left - right);
    half += weights[3 * pair + 2]! * sum;
  }
  return Math.max(Math.abs(even) + Math.abs(odd), Math.abs(half));
}

/** Fills `maxima` with the largest absolute value of each segment of 16 samples of `input`, beginning at `from`. */
export function segmentMaxima(
  input: Float32Array,
  from: number,
  segments: number,
  maxima: Float64Array,
): void {
  // Without their sign, the bits of numbers rise as the numbers do, and compare without a branch.
  const bits = new Int32Array(input.buffer, input.byteOffset, input.length);
  for (let segment = 0; segment < segments; segment++) {
    let even = 0;
    let odd = 0;
    const start = from + segment * segmentFrames;
    for (let index = start; index < start + segmentFrames; index += 2) {
      const first = even - (bits[index]! & 0x7fffffff);
      const second = odd - (bits[index + 1]! & 0x7fffffff);
      even -= first & (first >> 31);
      odd -= second & (second >> 31);
    }
    inBits[0] = even > odd ? even : odd;
    maxima[segment] = asNumber[0]!;
  }
}

const inBits = new Int32Array(1);
const asNumber = new Float32Array(inBits.buffer);

/**
 * A closer bound for what is smooth, as most loud sound is: a value between two samples leaves the straight line
 * between them by no more than so many times the largest second difference within reach, and by a share of the
 * largest value where the interpolator is not exact for straight lines. By summing its weights by parts, twice.
 */
const smoothBounds = [0.25, 0.5].map((fraction, index) => {
  const row = index === 0 ? quarterRow : halfRow;
  let once = 0;
  let twice = 0;
  let bend = 0;
  for (let tap = 0; tap < interpolationTaps; tap++) {
    const line = tap === middle ? 1 - fraction : tap === middle + 1 ? fraction : 0;
    once += row[tap]! - line;
    twice += once;
    bend += Math.abs(twice);
  }
  return { bend, tilt: 2 * Math.abs(twice) };
});
const bendShare = Math.max(...smoothBounds.map(({ bend }) => bend));
const tiltShare = Math.max(...smoothBounds.map(({ tilt }) => tilt));

/** What no value between two samples can exceed: `bend` is the largest second difference within reach. */
export function smoothBound(near: number, far: number, bend: number): number {
  return near + bendShare * bend + tiltShare * far;
}

/** The largest second difference about each sample of a segment, and about its neighbours. */
export function segmentBend(input: Float32Array, start: number): number {
  let most = 0;
  let before = input[start - 1]!;
  let here = input[start]!;
  for (let index = start; index < start + segmentFrames; index++) {
    const after = input[index + 1]!;
    const bend = Math.abs(before + after - 2 * here);
    if (bend > most) most = bend;
    before = here;
    here = after;
  }
  return most;
}

/** The reach of the interpolator to either side: it never leaves the segments beside the one it works in. */
export const segmentFrames = interpolationTaps / 2;

/** The largest amplitude that a stream reaches, on its samples and between them. */
export interface TruePeakFinder {
  /** NaN and infinities count as 0. */
  push(block: Float32Array): void;
  /** Linear, over all that was pushed, as if silence followed. */
  peak(): number;
  /** The same on the samples alone. */
  samplePeak(): number;
}

const chunkSegments = 128;

export function createTruePeakFinder(): TruePeakFinder {
  // The first two segments were there before: one whose places are done, one whose places lack what comes after.
  const buffer = new Float32Array((chunkSegments + 2) * segmentFrames);
  const maxima = new Float64Array(chunkSegments + 2);
  let filled = 2 * segmentFrames;
  let highest = 0;
  let highestSample = 0;

  const searchSegment = (start: number, far: number): void => {
    for (let at = start; at < start + segmentFrames; at++) {
      const near = Math.max(Math.abs(buffer[at]!), Math.abs(buffer[at + 1]!));
      if (overshootBound(near, far) > highest) {
        highest = Math.max(highest, peakAfter(buffer, at));
      }
    }
  };

  /** Searches the places after all segments but the first and the last. */
  const search = (segments: number): void => {
    segmentMaxima(buffer, 0, segments, maxima);
    for (let segment = 0; segment < segments; segment++) {
      highestSample = Math.max(highestSample, maxima[segment]!);
    }
    highest = Math.max(highest, highestSample);
    for (let segment = 1; segment < segments - 1; segment++) {
      const far = Math.max(maxima[segment - 1]!, maxima[segment]!, maxima[segment + 1]!);
      if (overshootBound(far, far) > highest) {
        searchSegment(segment * segmentFrames, far);
      }
    }
  };

  return {
    push(block) {
      const samples = finiteSamples(block);
      for (let taken = 0; taken < samples.length; ) {
        const part = samples.subarray(taken, taken + buffer.length - filled);
        buffer.set(part, filled);
        filled += part.length;
        taken += part.length;
        if (filled === buffer.length) {
          search(chunkSegments + 2);
          buffer.copyWithin(0, chunkSegments * segmentFrames);
          filled = 2 * segmentFrames;
        }
      }
    },
    peak() {
      const known = highest;
      const whole = Math.ceil(filled / segmentFrames);
      buffer.fill(0, filled);
      search(whole);
      let last = highest;
      const from = Math.max(segmentFrames, (whole - 1) * segmentFrames);
      const end = new Float32Array(3 * segmentFrames);
      end.set(buffer.subarray(from - segmentFrames, filled));
      for (let at = segmentFrames; at < 2 * segmentFrames; at++) {
        last = Math.max(last, peakAfter(end, at));
      }
      // What comes next may be no silence.
      highest = known;
      return last;
    },
    samplePeak() {
      let most = highestSample;
      for (let index = 0; index < filled; index++) {
        most = Math.max(most, Math.abs(buffer[index]!));
      }
      return most;
    },
  };
}

/** The largest amplitude on and between the samples: linear, 0 for no samples. */
export function truePeakAmplitude(samples: Float32Array): number {
  const finder = createTruePeakFinder();
  finder.push(samples);
  return finder.peak();
}
