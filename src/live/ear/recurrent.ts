/** Of gated units and one answer: a row for each unit's gate, then for each unit's news; inputs, units, bias. */
export type RecurrentWeights = {
  readonly inputs: number;
  readonly units: number;
  readonly rows: Float64Array;
  /** One for each unit, and a bias. */
  readonly output: Float64Array;
};

/** From tables in hundredths. */
export function recurrentOf(
  inputs: number,
  rows: readonly number[],
  output: readonly number[],
): RecurrentWeights {
  return { inputs, units: output.length - 1, rows: fromHundredths(rows), output: fromHundredths(output) };
}

function fromHundredths(table: readonly number[]): Float64Array {
  return Float64Array.from(table, (value) => value / 100);
}

export interface Recurrent {
  /** 0 to 1, to be read after `hear`. */
  readonly probability: number;
  /** Forgets what it has heard. */
  restart(): void;
  hear(inputs: Float64Array): void;
}

/** Each unit keeps of what it held as much as its gate says, and takes the rest from what is new. */
export function createRecurrent({ inputs: inputCount, units, rows, output }: RecurrentWeights): Recurrent {
  const width = inputCount + units + 1;
  const seen = new Float64Array(width);
  const gates = new Float64Array(units);
  const news = new Float64Array(units);
  const recurrent = {
    probability: 0.5,
    restart() {
      seen.fill(0);
      recurrent.probability = 0.5;
    },
    hear(inputs: Float64Array) {
      for (let index = 0; index < inputCount; index++) seen[index] = inputs[index] ?? 0;
      seen[width - 1] = 1;
      // Two units at once, each of their four sums in its own order: one alone waits for itself at every product.
      for (let unit = 0; unit < units; unit += 2) {
        const other = Math.min(unit + 1, units - 1);
        const gateRow = unit * width;
        const newsRow = (units + unit) * width;
        const otherGateRow = other * width;
        const otherNewsRow = (units + other) * width;
        let gate = 0;
        let fresh = 0;
        let otherGate = 0;
        let otherFresh = 0;
        for (let index = 0; index < width; index++) {
          const value = seen[index] ?? 0;
          gate += (rows[gateRow + index] ?? 0) * value;
          fresh += (rows[newsRow + index] ?? 0) * value;
          otherGate += (rows[otherGateRow + index] ?? 0) * value;
          otherFresh += (rows[otherNewsRow + index] ?? 0) * value;
        }
        gates[unit] = 1 / (1 + Math.exp(-gate));
        news[unit] = Math.tanh(fresh);
        gates[other] = 1 / (1 + Math.exp(-otherGate));
        news[other] = Math.tanh(otherFresh);
      }
      let score = output[units] ?? 0;
      for (let unit = 0; unit < units; unit++) {
        const gate = gates[unit] ?? 0;
        const held = gate * (seen[inputCount + unit] ?? 0) + (1 - gate) * (news[unit] ?? 0);
        seen[inputCount + unit] = held;
        score += (output[unit] ?? 0) * held;
      }
      recurrent.probability = 1 / (1 + Math.exp(-score));
    },
  };
  return recurrent;
}
