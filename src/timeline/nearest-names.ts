/** The known names in order of how few letters must change to make `name` one of them; case does not count. */
export function nearestNames<Name extends string>(name: string, known: readonly Name[]): Name[] {
  const wanted = name.toLowerCase();
  const distances = new Map(
    known.map((candidate) => [candidate, editDistance(wanted, candidate.toLowerCase())]),
  );
  return known.toSorted((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
}

/** The known name that was probably meant: at most half of its letters are wrong. */
export function suggest<Name extends string>(name: string, known: readonly Name[]): Name | undefined {
  const [nearest] = nearestNames(name, known);
  if (nearest === undefined) return undefined;
  const distance = editDistance(name.toLowerCase(), nearest.toLowerCase());
  return distance <= Math.floor(nearest.length / 2) ? nearest : undefined;
}

/** Levenshtein's distance, row by row. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [rowIndex, letter] of from.slice(0, 100).split('').entries()) {
    const next = [rowIndex + 1];
    for (let column = 1; column <= to.length; column++) {
      const change = (row[column - 1] ?? 0) + (to[column - 1] === letter ? 0 : 1);
      next.push(Math.min(change, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
