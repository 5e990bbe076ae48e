/** The places of the longest series of values in which none falls below the one before it. */
export function risingSeries(values: readonly number[]): number[] {
  /** For each length, the place of the smallest value with which a series of that length ends. */
  const tails: number[] = [];
  const before = new Int32Array(values.length).fill(-1);
  for (const [place, value] of values.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    before[place] = tails[low - 1] ?? -1;
    tails[low] = place;
  }
  const series: number[] = [];
  for (let place = tails.at(-1) ?? -1; place >= 0; place = before[place] ?? -1) series.push(place);
  return series.toReversed();
}
