export type Interval = { readonly start: number; readonly end: number };

export function byStart(one: Interval, other: Interval): number {
  return one.start - other.start || other.end - one.end;
}

/** Intervals in order of start, those less than `joinBelow` seconds apart joined into one. */
export function joinIntervals(intervals: readonly Interval[], joinBelow: number): Interval[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of intervals.toSorted(byStart)) {
    const last = joined.at(-1);
    if (last !== undefined && (start <= last.end || start - last.end < joinBelow)) {
      last.end = Math.max(last.end, end);
    } else {
      joined.push({ start, end });
    }
  }
  return joined;
}

export function totalLength(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { start, end }) => sum + (end - start), 0);
}

/** How many of `items`, sorted by `valueOf`, have a value below `limit`: the index of the first that has not. */
export function countBelow<Item>(
  items: readonly Item[],
  limit: number,
  valueOf: (item: Item) => number,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && valueOf(item) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
