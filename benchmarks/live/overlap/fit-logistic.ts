export type LogisticSample = {
  readonly inputs: readonly number[];
  readonly isTrue: boolean;
  readonly weight: number;
};

/** Weights by Newton's method on the cross-entropy, held back by `ridge`. The last is the bias. */
export function fitLogistic(samples: readonly LogisticSample[], ridge: number, steps = 15): number[] {
  const rows = samples.map(({ inputs, isTrue, weight }) => ({ inputs: [...inputs, 1], isTrue, weight }));
  const count = rows[0]?.inputs.length ?? 1;
  let weights = Array.from({ length: count }, () => 0);
  for (let step = 0; step < steps; step++) {
    // Each row is an equation; its last column is the right side.
    const equations = weights.map((weight, place) => {
      const held = place < count - 1 ? ridge : 1e-9;
      const row = Array.from({ length: count + 1 }, (_, other) => (other === place ? held : 0));
      row[count] = -held * weight;
      return row;
    });
    for (const { inputs, isTrue, weight } of rows) {
      const sum = inputs.reduce((total, input, place) => total + input * (weights[place] ?? 0), 0);
      const chance = 1 / (1 + Math.exp(-sum));
      const error = weight * ((isTrue ? 1 : 0) - chance);
      const bend = weight * chance * (1 - chance);
      for (const [place, row] of equations.entries()) {
        const input = inputs[place] ?? 0;
        for (let other = 0; other < count; other++)
          row[other] = (row[other] ?? 0) + bend * input * (inputs[other] ?? 0);
        row[count] = (row[count] ?? 0) + error * input;
      }
    }
    const change = solve(equations);
    weights = weights.map((weight, place) => weight + (change[place] ?? 0));
  }
  return weights;
}

/** Gauss and Jordan, by the largest pivot. */
function solve(equations: number[][]): number[] {
  const count = equations.length;
  for (let place = 0; place < count; place++) {
    let largest = place;
    for (let row = place + 1; row < count; row++) {
      if (Math.abs(equations[row]?.[place] ?? 0) > Math.abs(equations[largest]?.[place] ?? 0)) largest = row;
    }
    const pivot = equations[largest] ?? [];
    equations[largest] = equations[place] ?? [];
    equations[place] = pivot;
    for (const [row, other] of equations.entries()) {
      if (row === place) continue;
      const share = (other[place] ?? 0) / (pivot[place] ?? 1);
      for (let column = place; column <= count; column++) {
        other[column] = (other[column] ?? 0) - share * (pivot[column] ?? 0);
      }
    }
  }
  return equations.map((row, place) => (row[count] ?? 0) / (row[place] ?? 1));
}
