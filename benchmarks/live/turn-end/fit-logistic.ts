export type Example = { readonly inputs: readonly number[]; readonly label: 0 | 1; readonly weight: number };

/** The weights of a logistic regression, the bias last, by Newton's method; `ridge` keeps them small. */
export function fitLogistic(examples: readonly Example[], ridge: number): number[] {
  const count = (examples[0]?.inputs.length ?? 0) + 1;
  let weights = Array.from({ length: count }, () => 0);
  for (let round = 0; round < 12; round++) {
    const slope = weights.map((weight, index) => (index === count - 1 ? 0 : -ridge * weight));
    const bend = weights.map((_, row) => weights.map((__, column) => (row === column ? ridge + 1e-6 : 0)));
    for (const { inputs, label, weight } of examples) {
      const chance = 1 / (1 + Math.exp(-score(weights, inputs)));
      const steep = weight * chance * (1 - chance);
      for (let row = 0; row < count; row++) {
        const value = inputs[row] ?? 1;
        slope[row] = (slope[row] ?? 0) + weight * (label - chance) * value;
        const line = bend[row] ?? [];
        for (let column = 0; column < count; column++) {
          line[column] = (line[column] ?? 0) + steep * value * (inputs[column] ?? 1);
        }
      }
    }
    const change = solve(bend, slope);
    weights = weights.map((weight, index) => weight + (change[index] ?? 0));
  }
  return weights;
}

export function score(weights: readonly number[], inputs: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (inputs[index] ?? 1), 0);
}

/** Gauss's elimination with the greatest pivot. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const best = rows
      .slice(column)
      .reduce(
        (most, row, index) =>
          Math.abs(row[column] ?? 0) > Math.abs(rows[most]?.[column] ?? 0) ? index + column : most,
        column,
      );
    const [pivot, other] = [rows[best] ?? [], rows[column] ?? []];
    rows[column] = pivot;
    if (best !== column) rows[best] = other;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const line = rows[row] ?? [];
      const factor = (line[column] ?? 0) / (pivot[column] ?? 1);
      for (let at = column; at <= size; at++) line[at] = (line[at] ?? 0) - factor * (pivot[at] ?? 0);
    }
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}
