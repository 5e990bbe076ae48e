import type { Verdict } from './verdict.ts';

export type Tally = {
  readonly passed: number;
  readonly count: number;
  /** Sorted, seconds. */
  readonly times: readonly number[];
};

/** Fewer events than this say nothing of a rate. */
export const fewestEvents = 10;

export function tallyOf(verdicts: readonly Verdict[]): Tally {
  return {
    passed: verdicts.filter(({ passed }) => passed).length,
    count: verdicts.length,
    times: verdicts.flatMap(({ time }) => (time === undefined ? [] : [time])).toSorted((a, b) => a - b),
  };
}

/** Wilson's score interval at 95 %. */
export function wilson(passed: number, count: number): readonly [number, number] {
  if (count === 0) return [0, 1];
  const z = 1.96;
  const share = passed / count;
  const width = z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  const middle = share + z ** 2 / (2 * count);
  const scale = 1 + z ** 2 / count;
  return [Math.max(0, (middle - width) / scale), Math.min(1, (middle + width) / scale)];
}

export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return low + (high - low) * (place - Math.floor(place));
}

export function printRate({ passed, count }: Tally): string {
  if (count < fewestEvents) return `– (${count} events)`;
  const [low, high] = wilson(passed, count);
  return `${percent(passed / count)} % (${percent(low)}–${percent(high)}; ${passed} of ${count})`;
}

export function printTimes({ times }: Tally): string {
  if (times.length < fewestEvents) return '–';
  return `${quantile(times, 0.5).toFixed(2)} s, p95 ${quantile(times, 0.95).toFixed(2)} s`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
