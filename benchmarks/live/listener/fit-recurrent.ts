import type { Random } from '../../../src/dsp/index.ts';

export type Sequence = { readonly inputs: readonly Float32Array[]; readonly label: 0 | 1 };

export type RecurrentFit = {
  readonly inputs: number;
  readonly units: number;
  /** Times that each sequence is seen. */
  readonly rounds: number;
  readonly random: Random;
  /** The same, as another might have said it. */
  readonly vary: (inputs: readonly Float32Array[]) => readonly Float32Array[];
  readonly told?: (round: number, loss: number, now: Fitted) => void;
};

export type Fitted = { readonly rows: Float64Array; readonly output: Float64Array };

type Held = {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
};

/** What one sequence leaves behind on its way through, by frame. */
type Trace = {
  readonly seen: Float64Array[];
  readonly gates: Float64Array[];
  readonly news: Float64Array[];
  readonly held: Float64Array[];
};

const batch = 32;
const highestRate = 0.006;
/** Frames before which nobody could tell, and after which everybody should. */
const firstTold = 4;
const wellTold = 20;

/** Gated units by Adam through time; the same sequences and seed give the same weights. */
export function fitRecurrent(sequences: readonly Sequence[], options: RecurrentFit): Fitted {
  const { inputs, units, rounds, random, vary } = options;
  const width = inputs + units + 1;
  const rows = hold(2 * units * width, () => random.normal() / Math.sqrt(width));
  // At first a unit keeps most of what it holds.
  for (let unit = 0; unit < units; unit++) rows.values[unit * width + width - 1] = 1.5;
  const output = hold(units + 1, () => random.normal() / Math.sqrt(units));
  const order = Uint32Array.from(sequences.keys());
  const steps = rounds * Math.ceil(order.length / batch);
  let step = 0;
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random);
    let loss = 0;
    for (let at = 0; at < order.length; at += batch) {
      const some = order.subarray(at, at + batch);
      for (const index of some) {
        const sequence = sequences[index];
        if (sequence === undefined) continue;
        const { frames, trace } = { frames: vary(sequence.inputs), trace: emptyTrace() };
        hear(frames, trace, rows.values, inputs, units);
        loss += learn(trace, sequence.label, rows, output, inputs, units) / order.length;
      }
      step += 1;
      const warm = Math.min(1, step / (0.1 * steps));
      const rate = highestRate * warm * 0.5 * (1 + Math.cos((Math.PI * step) / steps)) + 1e-5;
      improve(rows, rate, step, some.length);
      improve(output, rate, step, some.length);
    }
    options.told?.(round, loss, { rows: rows.values, output: output.values });
  }
  return { rows: rows.values, output: output.values };
}

function hold(length: number, draw: () => number): Held {
  return {
    values: Float64Array.from({ length }, draw),
    slopes: new Float64Array(length),
    mean: new Float64Array(length),
    spread: new Float64Array(length),
  };
}

function emptyTrace(): Trace {
  return { seen: [], gates: [], news: [], held: [] };
}

function hear(
  frames: readonly Float32Array[],
  { seen, gates, news, held }: Trace,
  rows: Float64Array,
  inputs: number,
  units: number,
): void {
  const width = inputs + units + 1;
  let before = new Float64Array(units);
  for (const frame of frames) {
    const now = new Float64Array(width);
    now.set(frame);
    now.set(before, inputs);
    now[width - 1] = 1;
    const gate = new Float64Array(units);
    const fresh = new Float64Array(units);
    const after = new Float64Array(units);
    for (let unit = 0; unit < units; unit++) {
      const first = unit * width;
      const second = (units + unit) * width;
      let a = 0;
      let b = 0;
      for (let index = 0; index < width; index++) {
        const value = now[index] ?? 0;
        a += (rows[first + index] ?? 0) * value;
        b += (rows[second + index] ?? 0) * value;
      }
      const kept = 1 / (1 + Math.exp(-a));
      const told = Math.tanh(b);
      gate[unit] = kept;
      fresh[unit] = told;
      after[unit] = kept * (before[unit] ?? 0) + (1 - kept) * told;
    }
    seen.push(now);
    gates.push(gate);
    news.push(fresh);
    held.push(after);
    before = after;
  }
}

/** Adds to the slopes what one sequence says; gives its loss. */
function learn(
  { seen, gates, news, held }: Trace,
  label: 0 | 1,
  rows: Held,
  output: Held,
  inputs: number,
  units: number,
): number {
  const width = inputs + units + 1;
  let total = 1e-9;
  for (let frame = 0; frame < held.length; frame++) total += weightOf(frame);
  let loss = 0;
  let back = new Float64Array(units);
  for (let frame = held.length - 1; frame >= 0; frame--) {
    const weight = weightOf(frame) / total;
    const after = held[frame] ?? back;
    const gate = gates[frame] ?? back;
    const fresh = news[frame] ?? back;
    const now = seen[frame] ?? back;
    let score = output.values[units] ?? 0;
    for (let unit = 0; unit < units; unit++) score += (output.values[unit] ?? 0) * (after[unit] ?? 0);
    const chance = 1 / (1 + Math.exp(-score));
    loss -= weight * Math.log(Math.max(1e-9, label === 1 ? chance : 1 - chance));
    const error = weight * (chance - label);
    output.slopes[units] = (output.slopes[units] ?? 0) + error;
    const earlier = new Float64Array(units);
    for (let unit = 0; unit < units; unit++) {
      output.slopes[unit] = (output.slopes[unit] ?? 0) + error * (after[unit] ?? 0);
      const slope = (back[unit] ?? 0) + error * (output.values[unit] ?? 0);
      const kept = gate[unit] ?? 0;
      const told = fresh[unit] ?? 0;
      const toNews = slope * (1 - kept) * (1 - told * told);
      const toGate = slope * ((now[inputs + unit] ?? 0) - told) * kept * (1 - kept);
      earlier[unit] = (earlier[unit] ?? 0) + slope * kept;
      const first = unit * width;
      const second = (units + unit) * width;
      for (let index = 0; index < width; index++) {
        const value = now[index] ?? 0;
        rows.slopes[first + index] = (rows.slopes[first + index] ?? 0) + toGate * value;
        rows.slopes[second + index] = (rows.slopes[second + index] ?? 0) + toNews * value;
      }
      for (let other = 0; other < units; other++) {
        earlier[other] =
          (earlier[other] ?? 0) +
          toGate * (rows.values[first + inputs + other] ?? 0) +
          toNews * (rows.values[second + inputs + other] ?? 0);
      }
    }
    back = earlier;
  }
  return loss;
}

/** How much it counts what is thought of a frame. */
function weightOf(frame: number): number {
  return Math.max(0, Math.min(1, (frame - firstTold) / (wellTold - firstTold)));
}

/** A pinch of forgetting keeps weights small that nothing asks for. */
const forgetting = 2e-3;
const steepest = 1;

function improve({ values, slopes, mean, spread }: Held, rate: number, step: number, count: number): void {
  let length = 0;
  for (const slope of slopes) length += (slope / count) ** 2;
  const scale = Math.min(1, steepest / Math.sqrt(length + 1e-12)) / count;
  for (let index = 0; index < values.length; index++) {
    const slope = scale * (slopes[index] ?? 0);
    const first = 0.9 * (mean[index] ?? 0) + 0.1 * slope;
    const second = 0.999 * (spread[index] ?? 0) + 0.001 * slope * slope;
    mean[index] = first;
    spread[index] = second;
    const change = first / (1 - 0.9 ** step) / (Math.sqrt(second / (1 - 0.999 ** step)) + 1e-8);
    const value = values[index] ?? 0;
    values[index] = value - rate * (change + forgetting * value);
    slopes[index] = 0;
  }
}

function shuffle(order: Uint32Array, random: Random): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const value = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = value;
  }
}
