/** How sure one of the first is above one of the second, 0 to 1; equal ones count half. `NaN` where there are none. */
export function areaUnderCurve(above: readonly number[], below: readonly number[]): number {
  if (above.length === 0 || below.length === 0) return Number.NaN;
  const rising = below.toSorted((a, b) => a - b);
  let sum = 0;
  for (const value of above)
    sum += (countWhere(rising, (each) => each < value) + countWhere(rising, (each) => each <= value)) / 2;
  return sum / (above.length * below.length);
}

/** How many, from the first on, it holds for. */
function countWhere(rising: readonly number[], holds: (value: number) => boolean): number {
  let [from, to] = [0, rising.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(rising[middle] ?? 0)) from = middle + 1;
    else to = middle;
  }
  return from;
}
