/** Of a network with one hidden layer: rows of weights, one for each input and then a bias. */
export type PieceWeights = {
  readonly inputs: number;
  readonly hidden: Float32Array;
  readonly output: Float32Array;
};

/** Numbers of two bytes, the lower first, of which so many are one: `tableOf` of benchmarks/corpus writes them. */
const one = 2048;

export function weightsFromTables(
  inputs: number,
  hidden: readonly string[],
  output: readonly string[],
): PieceWeights {
  return { inputs, hidden: fromTable(hidden.join('')), output: fromTable(output.join('')) };
}

function fromTable(table: string): Float32Array {
  const bytes = Buffer.from(table, 'base64');
  return Float32Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(2 * index) / one);
}

/** The probability of each answer: a hyperbolic tangent between two layers, and what adds up to 1. */
export function answer({ inputs, hidden, output }: PieceWeights, piece: ArrayLike<number>): Float64Array {
  const middle = weigh(hidden, piece, inputs).map(Math.tanh);
  const scores = weigh(output, middle, middle.length);
  const most = Math.max(...scores);
  const grown = scores.map((score) => Math.exp(score - most));
  const sum = grown.reduce((all, value) => all + value, 0);
  return grown.map((value) => value / sum);
}

function weigh(weights: Float32Array, values: ArrayLike<number>, count: number): Float64Array {
  return Float64Array.from({ length: weights.length / (count + 1) }, (_, unit) => {
    const at = unit * (count + 1);
    let sum = weights[at + count] ?? 0;
    for (let index = 0; index < count; index++) sum += (weights[at + index] ?? 0) * (values[index] ?? 0);
    return sum;
  });
}
