/** Longer names are never compared: nobody mistypes them, and hostile input would make it slow. */
const longestName = 60;

/**
 * The known name that a writer most probably meant: one edit away for each three letters, where a swap of two
 * neighbours counts as one edit and case does not count. Nothing where none is that near.
 */
export function suggest<Name extends string>(name: string, known: Iterable<Name>): Name | undefined {
  let best: Name | undefined;
  let bestDistance = Math.floor(name.length / 3) + 1;
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The known names in order of how few letters must change to make `name` one of them. */
export function nearestNames<Name extends string>(name: string, known: readonly Name[]): Name[] {
  const distances = new Map(known.map((candidate) => [candidate, editDistance(name, candidate)]));
  return known.toSorted((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
}

/** Damerau and Levenshtein's, restricted to swaps of neighbours, without regard to case. */
function editDistance(from: string, to: string): number {
  if (from.length > longestName || to.length > longestName) return Number.POSITIVE_INFINITY;
  const a = from.toLowerCase();
  const b = to.toLowerCase();
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let distance = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] && !same;
      if (swapped) distance = Math.min(distance, (beforeLast[column - 2] ?? 0) + 1);
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
