import { cumulative, quantile } from './distribution.ts';
import type { Distribution, TurnTakingReference } from './reference-types.ts';
import type { Measure, Statistics } from './statistics-types.ts';

/** How far measured turn-taking is from a reference. What cannot be measured for want of samples is `NaN`. */
export type Comparison = {
  readonly register: string;
  readonly pause: Fit;
  readonly gap: Fit;
  readonly overlap: Fit;
  /** Jensen–Shannon divergence of the offsets' histograms, bins of .1 s from -2 to 2 s; bits, 0 to 1. */
  readonly offsetDivergence: number;
  /** Measured less reference, percentage points. */
  readonly overlappedStarts: number;
  /** Measured over reference; 1 is the same. So are the others below. */
  readonly backchannels: number;
  readonly interruptions: number;
  readonly laughter: number;
  readonly wordsPerMinute: number;
};

export type Fit = {
  readonly count: number;
  /** Wasserstein-1, the earth mover's distance: seconds. */
  readonly wasserstein: number;
  /** Kolmogorov–Smirnov: the largest difference of the cumulative distributions, 0 to 1. */
  readonly kolmogorovSmirnov: number;
};

export function compareToReference(measured: Statistics, reference: TurnTakingReference): Comparison {
  const { backchannels, interruptions, laughter, wordsPerMinute } = measured;
  return {
    register: reference.register,
    pause: fitOf(measured.pause, reference.pause),
    gap: fitOf(measured.gap, reference.gap),
    overlap: fitOf(measured.overlap, reference.overlap),
    offsetDivergence: offsetDivergence(measured.offset.samples, reference),
    overlappedStarts: 100 * (measured.overlappedStarts - reference.overlappedStarts),
    backchannels: backchannels.perMinute / reference.backchannelsPerMinute,
    interruptions: interruptions.perMinute / reference.interruptionsPerMinute,
    laughter: laughter.perMinute / reference.laughterPerMinute,
    wordsPerMinute: wordsPerMinute / reference.wordsPerMinute,
  };
}

function fitOf({ samples }: Measure, reference: Distribution): Fit {
  return {
    count: samples.length,
    wasserstein: wassersteinDistance(samples, reference),
    kolmogorovSmirnov: kolmogorovSmirnovDistance(samples, reference),
  };
}

/** The area between the two quantile functions, exact: both are known piece by piece. */
export function wassersteinDistance(samples: readonly number[], reference: Distribution): number {
  if (samples.length === 0) return Number.NaN;
  const sorted = samples.toSorted((one, other) => one - other);
  const knots = reference.quantiles.map(([probability]) => probability);
  let knot = 0;
  let area = 0;
  for (const [index, sample] of sorted.entries()) {
    let from = index / sorted.length;
    const end = (index + 1) / sorted.length;
    while (from < end) {
      while ((knots[knot] ?? 1) <= from && knot < knots.length) knot += 1;
      const to = Math.min(end, knots[knot] ?? end);
      area += areaBetween(sample - quantile(reference, from), sample - quantile(reference, to), to - from);
      from = to;
    }
  }
  return area;
}

/** Under the absolute value of a line that goes from `first` to `last`. */
function areaBetween(first: number, last: number, width: number): number {
  if (first * last >= 0) return (Math.abs(first + last) / 2) * width;
  return ((first * first + last * last) / (2 * Math.abs(last - first))) * width;
}

export function kolmogorovSmirnovDistance(samples: readonly number[], reference: Distribution): number {
  if (samples.length === 0) return Number.NaN;
  const sorted = samples.toSorted((one, other) => one - other);
  let largest = 0;
  for (const [index, sample] of sorted.entries()) {
    const share = cumulative(reference, sample);
    const below = Math.abs(share - index / sorted.length);
    const above = Math.abs(share - (index + 1) / sorted.length);
    largest = Math.max(largest, below, above);
  }
  return largest;
}

const binWidth = 0.1;
const firstBin = -2;
const bins = 40;

/** What lies beyond the histogram counts in its outermost bins. */
function offsetDivergence(offsets: readonly number[], reference: TurnTakingReference): number {
  if (offsets.length === 0) return Number.NaN;
  const histogram = Array.from({ length: bins }, () => 0);
  for (const offset of offsets) {
    // The nudge keeps .3, which is 2.9999… bins in floating point, in the bin that starts there.
    const bin = Math.floor((offset - firstBin) / binWidth + 1e-9);
    const index = Math.min(bins - 1, Math.max(0, bin));
    histogram[index] = (histogram[index] ?? 0) + 1 / offsets.length;
  }
  return jensenShannonDivergence(histogram, referenceHistogram(reference));
}

function referenceHistogram({ gap, overlap, overlappedStarts }: TurnTakingReference): number[] {
  const below = (value: number): number =>
    value < 0
      ? overlappedStarts * (1 - cumulative(overlap, -value))
      : overlappedStarts + (1 - overlappedStarts) * cumulative(gap, value);
  return Array.from({ length: bins }, (_, index) => {
    const from = index === 0 ? 0 : below(edge(index));
    const to = index === bins - 1 ? 1 : below(edge(index + 1));
    return to - from;
  });
}

/** Rounded, so that the bin at 0 starts at 0. */
function edge(index: number): number {
  return Math.round((firstBin + index * binWidth) * 10) / 10;
}

/** Of two histograms that each add up to 1; bits, 0 (the same) to 1 (nothing in common). */
export function jensenShannonDivergence(one: readonly number[], other: readonly number[]): number {
  let divergence = 0;
  for (const [index, p] of one.entries()) {
    const q = other[index] ?? 0;
    const middle = (p + q) / 2;
    if (p > 0) divergence += (p * Math.log2(p / middle)) / 2;
    if (q > 0) divergence += (q * Math.log2(q / middle)) / 2;
  }
  return Math.max(0, divergence);
}
