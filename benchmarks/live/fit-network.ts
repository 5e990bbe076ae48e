import type { Random } from '../../src/dsp/index.ts';

export type Sample = { readonly inputs: Float32Array; readonly label: number; readonly weight: number };

export type FitOptions = {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  /** Times that each sample is seen. */
  readonly rounds: number;
  readonly random: Random;
};

type Layer = {
  readonly weights: Float64Array;
  readonly slopes: Float64Array;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
};

/** A network of one hidden layer by Adam on the cross-entropy; the same samples and seed give the same weights. */
export function fitNetwork(
  samples: readonly Sample[],
  { inputs, hidden, outputs, rounds, random }: FitOptions,
) {
  const first = createLayer(hidden, inputs, random);
  const second = createLayer(outputs, hidden, random);
  const order = Uint32Array.from(samples.keys());
  const batch = 256;
  let steps = 0;
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random);
    const rate = 0.004 * 0.5 * (1 + Math.cos((Math.PI * round) / rounds)) + 1e-5;
    let loss = 0;
    for (let at = 0; at < order.length; at += batch) {
      for (const index of order.subarray(at, at + batch)) {
        const sample = samples[index];
        if (sample !== undefined) loss += learn(sample, first, second, inputs, hidden, outputs);
      }
      steps++;
      step(first, rate, steps, batch);
      step(second, rate, steps, batch);
    }
    console.log(`round ${round + 1}: ${(loss / order.length).toFixed(4)}`);
  }
  return { hidden: first.weights, output: second.weights };
}

function createLayer(units: number, inputs: number, random: Random): Layer {
  const size = units * (inputs + 1);
  const spread = 1 / Math.sqrt(inputs);
  return {
    weights: Float64Array.from({ length: size }, () => spread * random.normal()),
    slopes: new Float64Array(size),
    mean: new Float64Array(size),
    spread: new Float64Array(size),
  };
}

function learn(
  sample: Sample,
  first: Layer,
  second: Layer,
  inputs: number,
  hidden: number,
  outputs: number,
): number {
  const middle = forward(first.weights, sample.inputs, hidden, inputs).map(Math.tanh);
  const scores = forward(second.weights, middle, outputs, hidden);
  const most = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const grown = scores.map((score) => Math.exp(score - most));
  const sum = grown.reduce((a, b) => a + b, 0);
  const errors = grown.map(
    (value, index) => sample.weight * (value / sum - (index === sample.label ? 1 : 0)),
  );
  const back = new Float64Array(hidden);
  for (let unit = 0; unit < outputs; unit++) {
    const error = errors[unit] ?? 0;
    const at = unit * (hidden + 1);
    for (let index = 0; index < hidden; index++) {
      second.slopes[at + index] = (second.slopes[at + index] ?? 0) + error * (middle[index] ?? 0);
      back[index] = (back[index] ?? 0) + error * (second.weights[at + index] ?? 0);
    }
    second.slopes[at + hidden] = (second.slopes[at + hidden] ?? 0) + error;
  }
  for (let unit = 0; unit < hidden; unit++) {
    const error = (back[unit] ?? 0) * (1 - (middle[unit] ?? 0) ** 2);
    const at = unit * (inputs + 1);
    for (let index = 0; index < inputs; index++) {
      first.slopes[at + index] = (first.slopes[at + index] ?? 0) + error * (sample.inputs[index] ?? 0);
    }
    first.slopes[at + inputs] = (first.slopes[at + inputs] ?? 0) + error;
  }
  return -sample.weight * Math.log(Math.max(1e-9, (grown[sample.label] ?? 0) / sum));
}

function forward(
  weights: Float64Array,
  values: Float32Array | Float64Array,
  units: number,
  count: number,
): Float64Array {
  const sums = new Float64Array(units);
  for (let unit = 0; unit < units; unit++) {
    const at = unit * (count + 1);
    let sum = weights[at + count] ?? 0;
    for (let index = 0; index < count; index++) sum += (weights[at + index] ?? 0) * (values[index] ?? 0);
    sums[unit] = sum;
  }
  return sums;
}

function step({ weights, slopes, mean, spread }: Layer, rate: number, count: number, batch: number): void {
  const [meanLeft, spreadLeft] = [1 - 0.9 ** count, 1 - 0.999 ** count];
  for (let index = 0; index < weights.length; index++) {
    const slope = (slopes[index] ?? 0) / batch + 1e-4 * (weights[index] ?? 0);
    const m = 0.9 * (mean[index] ?? 0) + 0.1 * slope;
    const v = 0.999 * (spread[index] ?? 0) + 0.001 * slope * slope;
    mean[index] = m;
    spread[index] = v;
    weights[index] = (weights[index] ?? 0) - (rate * (m / meanLeft)) / (Math.sqrt(v / spreadLeft) + 1e-8);
    slopes[index] = 0;
  }
}

function shuffle(order: Uint32Array, random: Random): void {
  for (let index = order.length - 1; index > 0; index--) {
    const other = random.integer(index + 1);
    const held = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = held;
  }
}
