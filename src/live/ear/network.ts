/** Of a network with one hidden layer: rows of weights, one for each input and then a bias. */
export type NetworkWeights = {
  readonly inputs: number;
  readonly hidden: Float64Array;
  readonly output: Float64Array;
};

/** From tables in thousandths. */
export function weightsOf(
  inputs: number,
  hidden: readonly number[],
  output: readonly number[],
): NetworkWeights {
  return { inputs, hidden: fromThousandths(hidden), output: fromThousandths(output) };
}

function fromThousandths(table: readonly number[]): Float64Array {
  return Float64Array.from(table, (value) => value / 1000);
}

export interface Network {
  /** Probabilities of the answers, to be read before the next `hear`. */
  readonly probabilities: Float64Array;
  hear(inputs: Float64Array): void;
}

/** A hyperbolic tangent between two layers, probabilities behind them. */
export function createNetwork({ inputs: inputCount, hidden, output }: NetworkWeights): Network {
  const middle = new Float64Array(hidden.length / (inputCount + 1));
  const probabilities = new Float64Array(output.length / (middle.length + 1));
  return {
    probabilities,
    hear(inputs) {
      weigh(hidden, inputs, inputCount, middle);
      for (let unit = 0; unit < middle.length; unit++) middle[unit] = Math.tanh(middle[unit] ?? 0);
      weigh(output, middle, middle.length, probabilities);
      let most = Number.NEGATIVE_INFINITY;
      for (const score of probabilities) most = Math.max(most, score);
      let sum = 0;
      for (let index = 0; index < probabilities.length; index++) {
        const grown = Math.exp((probabilities[index] ?? 0) - most);
        probabilities[index] = grown;
        sum += grown;
      }
      for (let index = 0; index < probabilities.length; index++) {
        probabilities[index] = (probabilities[index] ?? 0) / sum;
      }
    },
  };
}

function weigh(weights: Float64Array, inputs: Float64Array, count: number, sums: Float64Array): void {
  let at = 0;
  for (let unit = 0; unit < sums.length; unit++) {
    let sum = weights[at + count] ?? 0;
    for (let index = 0; index < count; index++) sum += (weights[at + index] ?? 0) * (inputs[index] ?? 0);
    sums[unit] = sum;
    at += count + 1;
  }
}
