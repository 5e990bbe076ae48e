import type { Distribution } from './reference-types.ts';

export type QuantileTable = Distribution['quantiles'];

/** A distribution from its quantiles alone: mean and deviation follow from the straight lines between them. */
export function createDistribution(quantiles: QuantileTable): Distribution {
  return Object.freeze({ ...momentsOf(quantiles), quantiles });
}

/** The value that a share of `probability` (0 to 1) lies below. */
export function quantile(distribution: Distribution, probability: number): number {
  const { quantiles } = distribution;
  let [lowProbability, lowValue] = quantiles[0] ?? [0, Number.NaN];
  for (const [highProbability, highValue] of quantiles) {
    if (probability <= highProbability) {
      const width = highProbability - lowProbability;
      const part = width > 0 ? Math.max(0, (probability - lowProbability) / width) : 0;
      return lowValue + part * (highValue - lowValue);
    }
    lowProbability = highProbability;
    lowValue = highValue;
  }
  return lowValue;
}

/** The share of the distribution that lies at or below `value`: the inverse of `quantile`. */
export function cumulative(distribution: Distribution, value: number): number {
  const { quantiles } = distribution;
  const first = quantiles[0];
  if (first === undefined || value < first[1]) return 0;
  let share = 0;
  let [lowProbability, lowValue] = first;
  for (const [highProbability, highValue] of quantiles) {
    if (value < highValue) {
      const part = (value - lowValue) / (highValue - lowValue);
      return lowProbability + part * (highProbability - lowProbability);
    }
    share = highProbability;
    lowProbability = highProbability;
    lowValue = highValue;
  }
  return share;
}

/** The mean of the quantile function, which a truncated tail puts a little off the published `mean`. */
export function mean(distribution: Distribution): number {
  return momentsOf(distribution.quantiles).mean;
}

/** Each quantile multiplied, which leaves the shape as it is. */
export function scaleDistribution(distribution: Distribution, factor: number): Distribution {
  return createDistribution(
    distribution.quantiles.map(([probability, value]) => [probability, round(value * factor)] as const),
  );
}

/** The distribution half-way between two: at each probability, the mean of their two values. */
export function midwayDistribution(one: Distribution, other: Distribution): Distribution {
  const probabilities = [...one.quantiles, ...other.quantiles].map(([probability]) => probability);
  const rising = [...new Set(probabilities)].toSorted((a, b) => a - b);
  return createDistribution(
    rising.map((probability) => [
      probability,
      round((quantile(one, probability) + quantile(other, probability)) / 2),
    ]),
  );
}

function momentsOf(quantiles: QuantileTable): { mean: number; standardDeviation: number } {
  let first = 0;
  let second = 0;
  let [lowProbability, low] = quantiles[0] ?? [0, 0];
  for (const [highProbability, high] of quantiles) {
    const weight = highProbability - lowProbability;
    first += (weight * (low + high)) / 2;
    // The mean square of a uniform between `low` and `high`.
    second += (weight * (low * low + low * high + high * high)) / 3;
    lowProbability = highProbability;
    low = high;
  }
  return { mean: first, standardDeviation: Math.sqrt(Math.max(0, second - first * first)) };
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
