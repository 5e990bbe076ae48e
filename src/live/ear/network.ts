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

/** Four sums side by side, each in its own order: one alone waits for itself at every product. */
function weigh(weights: Float64Array, inputs: Float64Array, count: number, sums: Float64Array): void {
  const row = count + 1;
  for (let unit = 0; unit < sums.length; unit += 4) {
    const first = unit * row;
    const second = Math.min(unit + 1, sums.length - 1) * row;
    const third = Math.min(unit + 2, sums.length - 1) * row;
    const fourth = Math.min(unit + 3, sums.length - 1) * row;
    let a = weights[first + count] ?? 0;
    let b = weights[second + count] ?? 0;
    let c = weights[third + count] ?? 0;
    let d = weights[fourth + count] ?? 0;
    for (let index = 0; index < count; index++) {
      const input = inputs[index] ?? 0;
      a += (weights[first + index] ?? 0) * input;
      b += (weights[second + index] ?? 0) * input;
      c += (weights[third + index] ?? 0) * input;
      d += (weights[fourth + index] ?? 0) * input;
    }
    sums[unit] = a;
    // Beyond the last there is no place, and nothing is written.
    sums[unit + 1] = b;
    sums[unit + 2] = c;
    sums[unit + 3] = d;
  }
}
