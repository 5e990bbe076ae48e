/** How many values lie in each of some bins of one width; the first and the last hold what lies beyond them. */
export type Histogram = {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  /** Values that were given, and `null`s. */
  readonly known: number;
  readonly unknown: number;
  readonly mean: number | null;
};

export interface GrowingHistogram {
  add(value: number | null): void;
  done(): Histogram;
}

export function createHistogram({
  from,
  to,
  bins,
}: {
  from: number;
  to: number;
  bins: number;
}): GrowingHistogram {
  const counts = Array.from({ length: bins }, () => 0);
  let known = 0;
  let unknown = 0;
  let sum = 0;
  return {
    add(value) {
      if (value === null) {
        unknown += 1;
        return;
      }
      const bin = Math.floor(((value - from) / (to - from)) * bins);
      const place = Math.min(bins - 1, Math.max(0, bin));
      counts[place] = (counts[place] ?? 0) + 1;
      known += 1;
      sum += value;
    },
    done: () => ({ from, to, counts, known, unknown, mean: known === 0 ? null : sum / known }),
  };
}
