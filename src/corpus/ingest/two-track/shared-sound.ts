import { createFft } from '../../../dsp/index.ts';
import { findBestPlace } from './stands-out.ts';

/** Hz at which what two recordings share is looked for, and samples of a piece: 5 s. */
export const searchRate = 4000;
const piece = 20_480;
const size = 2 ** 18;
/** Samples before and behind: 30 s. */
export const searchReach = (size - piece) / 2 - 832;
/** Hz between which voices come through. */
const band = [200, 1800] as const;
/** Lags that are one place: 1 ms. */
const lagsOfPlace = 4;
const placeSeconds = lagsOfPlace / searchRate;
const places = Math.floor((2 * searchReach) / lagsOfPlace);
/** Drifts for which a piece is straightened, and how far around each lines are tried. */
const straightened = [0, 213e-6, -213e-6] as const;
const mostBeside = 107e-6;
const nearby = 0.4;
/** From this clarity on, shared sound is none by chance: there are some 5 million places and drifts. */
export const clearlyShared = 10;

export type SharedSound = {
  /** Seconds by which the second recording is later, at the middle of what was searched. */
  readonly lag: number;
  /** By how much the lag grows in a second of the second recording. */
  readonly growth: number;
  /** See `findBestPlace`. */
  readonly clarity: number;
};

/**
 * The one place at which two stretches of sound go together best. `one` begins `searchReach` samples before `other`
 * and ends as many after it: what is in it may lie 30 s before or behind.
 */
export function findSharedSound(one: Float32Array, other: Float32Array): SharedSound | null {
  const count = Math.floor(other.length / piece);
  if (count === 0) return null;
  const [first, second] = [evened(one), evened(other)];
  const correlate = createCorrelation();
  let best: SharedSound | null = null;
  for (const drift of straightened) {
    const rows = Array.from({ length: count }, (_, index) => {
      const at = index * piece;
      return correlate(first.subarray(at, at + size), straight(second.subarray(at, at + piece), drift));
    });
    const found = bestLine(rows, drift);
    if (best === null || found.clarity > best.clarity) best = found;
    // A line as steep as may be is rather one of the next drift.
    if (best.clarity >= clearlyShared && Math.abs(best.growth - drift) < mostBeside * nearby) break;
  }
  return best;
}

/** A piece as it would be without its drift, its middle in its place: in 5 s it moves by little, so straight lines do. */
function straight(samples: Float32Array, drift: number): Float32Array {
  if (drift === 0) return samples;
  const middle = (samples.length - 1) / 2;
  return Float32Array.from({ length: samples.length }, (_, index) => {
    const place = middle + (index - middle) * (1 + drift);
    const before = Math.floor(place);
    const share = place - before;
    return (1 - share) * (samples[before] ?? 0) + share * (samples[before + 1] ?? 0);
  });
}

/** Loud and soft are brought closer, moment by moment: what comes through is heard where the other is silent. */
function evened(samples: Float32Array): Float32Array {
  const keep = Math.exp(-1 / (0.02 * searchRate));
  const result = new Float32Array(samples.length);
  let power = 0;
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index] ?? 0;
    power = keep * power + (1 - keep) * sample * sample;
    result[index] = power > 1e-12 ? sample / power ** 0.25 : 0;
  }
  return result;
}

/** Cross-correlation by phase alone, as evidence for every millisecond: squares of what stands for chance as 1. */
function createCorrelation() {
  const fft = createFft(size);
  const real = [new Float64Array(fft.bins), new Float64Array(fft.bins)] as const;
  const imaginary = [new Float64Array(fft.bins), new Float64Array(fft.bins)] as const;
  const sums = new Float64Array(size);
  const [first, last] = band.map((frequency) => Math.round((frequency * size) / searchRate));
  const [from, to] = [first ?? 0, last ?? fft.bins];
  return (one: Float32Array, other: Float32Array): Float32Array => {
    sums.fill(0).set(one);
    fft.forward(sums, real[0], imaginary[0]);
    sums.fill(0).set(other, searchReach);
    fft.forward(sums, real[1], imaginary[1]);
    for (let bin = 0; bin < fft.bins; bin++) {
      const [a, b] = [real[0][bin] ?? 0, imaginary[0][bin] ?? 0];
      const [c, d] = [real[1][bin] ?? 0, imaginary[1][bin] ?? 0];
      const length = Math.hypot(a * c + b * d, b * c - a * d);
      const isHeard = bin >= from && bin < to && length > 1e-12;
      real[0][bin] = isHeard ? (a * c + b * d) / length : 0;
      // The other's place on the one, forwards in time.
      imaginary[0][bin] = isHeard ? -(b * c - a * d) / length : 0;
    }
    fft.inverse(real[0], imaginary[0], sums);
    const chance = Math.sqrt(2 * (to - from)) / size;
    const evidence = new Float32Array(places);
    for (let place = 0; place < places; place++) {
      let most = 0;
      for (let lag = place * lagsOfPlace; lag < (place + 1) * lagsOfPlace; lag++) {
        most = Math.max(most, Math.abs(sums[(lag - searchReach + size) % size] ?? 0));
      }
      evidence[place] = (most / chance) ** 2;
    }
    return evidence;
  };
}

/** The straight line through pieces' evidence, one after another, on which most of it lies. */
function bestLine(rows: readonly Float32Array[], drift: number): SharedSound {
  const middle = (rows.length - 1) / 2;
  const stepsOfPiece = piece / searchRate / placeSeconds;
  // From one drift to the next the ends of the line move by half a place.
  const drifts = Math.ceil((mostBeside * stepsOfPiece * Math.max(1, middle)) / 0.5);
  let best: SharedSound = { lag: 0, growth: 0, clarity: 0 };
  const scores = new Float32Array(places);
  for (let step = -drifts; step <= drifts; step++) {
    const growth = drift + (step * mostBeside) / drifts;
    scores.fill(0);
    for (const [index, row] of rows.entries()) {
      const shift = Math.round(growth * (index - middle) * stepsOfPiece);
      for (let place = Math.max(0, -shift); place < Math.min(places, places - shift); place++)
        scores[place] = (scores[place] ?? 0) + (row[place + shift] ?? 0);
    }
    const found = findBestPlace(scores);
    if (found.clarity > best.clarity)
      best = {
        lag: (found.place + 0.5) * placeSeconds - searchReach / searchRate,
        growth,
        clarity: found.clarity,
      };
  }
  return best;
}
