import {
  type Correlation,
  type Measure,
  type Occupancy,
  type QuantileName,
  quantileNames,
  type Rate,
} from './statistics-types.ts';

export function rateOf(count: number, duration: number): Rate {
  return { count, perMinute: perMinute(count, duration) };
}

export function occupancyOf(count: number, seconds: number, duration: number): Occupancy {
  const secondsPerMinute = perMinute(seconds, duration);
  return { ...rateOf(count, duration), seconds, secondsPerMinute, share: secondsPerMinute / 60 };
}

export function measureOf(samples: readonly number[], duration: number): Measure {
  const sorted = samples.toSorted((one, other) => one - other);
  const sum = samples.reduce((total, sample) => total + sample, 0);
  const mean = sum / samples.length;
  const squares = samples.reduce((total, sample) => total + (sample - mean) ** 2, 0);
  const at = (probability: number): number => sampleQuantile(sorted, probability);
  return {
    ...rateOf(samples.length, duration),
    secondsPerMinute: perMinute(sum, duration),
    mean,
    standardDeviation: Math.sqrt(squares / samples.length),
    median: at(0.5),
    quantiles: Object.freeze(quantilesBy(at)),
    samples,
  };
}

function quantilesBy(at: (probability: number) => number): Record<QuantileName, number> {
  const quantiles = { p1: 0, p5: 0, p10: 0, p25: 0, p50: 0, p75: 0, p90: 0, p95: 0, p99: 0 };
  for (const name of quantileNames) quantiles[name] = at(Number(name.slice(1)) / 100);
  return quantiles;
}

/** Linear between the samples (type 7 of Hyndman and Fan). */
function sampleQuantile(sorted: readonly number[], probability: number): number {
  const position = probability * (sorted.length - 1);
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}

/** Pearson's correlation of each value with the one after it. `NaN` below three values or without variance, on 0 pairs. */
export function lagOneCorrelation(values: readonly number[]): Correlation {
  const pairs = Math.max(0, values.length - 1);
  if (pairs < 2) return { value: Number.NaN, pairs: 0 };
  const firsts = values.slice(0, -1);
  const seconds = values.slice(1);
  const firstMean = meanOf(firsts);
  const secondMean = meanOf(seconds);
  let product = 0;
  let firstSquares = 0;
  let secondSquares = 0;
  for (const [index, first] of firsts.entries()) {
    const a = first - firstMean;
    const b = (seconds[index] ?? 0) - secondMean;
    product += a * b;
    firstSquares += a * a;
    secondSquares += b * b;
  }
  const scale = Math.sqrt(firstSquares * secondSquares);
  // Below this the values are the same but for rounding, and their correlation is noise.
  return scale > 1e-15 ? { value: product / scale, pairs } : { value: Number.NaN, pairs: 0 };
}

/** The entropy of the next name given the one before it, bits. `NaN` where there is no pair. */
export function transitionEntropy(names: readonly string[]): Correlation {
  const pairs = Math.max(0, names.length - 1);
  const from = new Map<string, Map<string, number>>();
  for (const [index, next] of names.slice(1).entries()) {
    const row = from.get(names[index] ?? '') ?? new Map<string, number>();
    row.set(next, (row.get(next) ?? 0) + 1);
    from.set(names[index] ?? '', row);
  }
  let bits = 0;
  for (const row of from.values()) {
    const total = [...row.values()].reduce((sum, count) => sum + count, 0);
    for (const count of row.values()) bits -= (count / pairs) * Math.log2(count / total);
  }
  return { value: pairs === 0 ? Number.NaN : bits, pairs };
}

/** The mean of several, each with the weight of its pairs. */
export function poolCorrelations(list: readonly Correlation[]): Correlation {
  const known = list.filter(({ value }) => !Number.isNaN(value));
  const pairs = known.reduce((sum, one) => sum + one.pairs, 0);
  const weighted = known.reduce((sum, one) => sum + one.value * one.pairs, 0);
  return { value: pairs === 0 ? Number.NaN : weighted / pairs, pairs };
}

export function shareBelowZero(samples: readonly number[]): number {
  return samples.filter((sample) => sample < 0).length / samples.length;
}

function meanOf(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length;
}

function perMinute(amount: number, duration: number): number {
  return duration > 0 ? (amount * 60) / duration : Number.NaN;
}
