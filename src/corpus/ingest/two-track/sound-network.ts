import { type FrameInputs, inputCount } from './frame-inputs.ts';

/** What a frame may be, in the order of the network's answers. */
export const soundClasses = ['nothing', 'speech', 'laughter', 'breath', 'cough'] as const;

/** Each layer hears the one below it in its own frame and in some before and behind. */
export type LayerShape = {
  readonly inputs: number;
  readonly units: number;
  /** Frames, rising, as far back as ahead; even ones alone in all but the first of several. */
  readonly offsets: readonly number[];
};

export const layerShapes: readonly LayerShape[] = [
  { inputs: inputCount, units: 24, offsets: [0] },
  { inputs: 24, units: 32, offsets: [-12, -8, -5, -2, 0, 2, 5, 8, 12] },
  { inputs: 32, units: 24, offsets: [-48, -32, -20, -10, 0, 10, 20, 32, 48] },
  { inputs: 24, units: soundClasses.length, offsets: [0] },
];

/** A row for each unit: its weights, offset by offset, and its bias. */
export type SoundWeights = readonly Float32Array[];

/** Frames that are judged at once: an even number. */
const segment = 1000;
/** Above the first layer, which hears all frames, every second is judged, and those between are like both. */
const stride = 2;
const reach = layerShapes.reduce((sum, { offsets }) => sum + (offsets.at(-1) ?? 0), 0);

/**
 * The logarithms of the probabilities of the classes, class after class, frame after frame. What is before the beginning and behind the end is like the first frame and the last.
 */
export function hearFrames(weights: SoundWeights, frames: number, fill: FrameInputs): Float32Array {
  const answers = new Float32Array(Math.ceil(frames / stride) * stride * soundClasses.length);
  for (let from = 0; from < frames; from += segment) {
    const count = Math.min(segment, Math.ceil((frames - from) / stride) * stride);
    let values = new Float32Array((count + 2 * reach) * inputCount);
    for (let index = 0; index < count + 2 * reach; index++) {
      const frame = Math.max(0, Math.min(frames - 1, from - reach + index));
      fill(frame, values, index * inputCount);
    }
    let apart = 1;
    for (const [layer, shape] of layerShapes.entries()) {
      const isWide = apart === 1 && shape.offsets.length > 1;
      values = hearLayer(shape, weights[layer] ?? new Float32Array(0), values, apart, isWide ? stride : 1);
      if (isWide) apart = stride;
      if (layer < layerShapes.length - 1) rectify(values);
    }
    takeLogarithms(values);
    spread(values, answers, from);
  }
  fillBetween(answers);
  return answers.subarray(0, frames * soundClasses.length);
}

/** One layer over those frames that have the frames around them that it wants; the ones below it are `apart` frames apart. */
function hearLayer(
  { inputs, units, offsets }: LayerShape,
  weights: Float32Array,
  values: Float32Array,
  apart: number,
  every: number,
): Float32Array<ArrayBuffer> {
  const margin = (offsets.at(-1) ?? 0) / apart;
  const frames = Math.ceil((values.length / inputs - 2 * margin) / every);
  const window = new Float32Array(inputs * offsets.length);
  const heard = new Float32Array(frames * units);
  for (let frame = 0; frame < frames; frame++) {
    let at = 0;
    for (const offset of offsets) {
      const start = (frame * every + margin + offset / apart) * inputs;
      for (let input = start; input < start + inputs; input++) window[at++] = values[input] ?? 0;
    }
    weigh(weights, window, heard, frame * units, units);
  }
  return heard;
}

function spread(values: Float32Array, answers: Float32Array, from: number): void {
  const count = soundClasses.length;
  for (let index = 0; index * count < values.length; index++) {
    answers.set(values.subarray(index * count, (index + 1) * count), (from + index * stride) * count);
  }
}

function fillBetween(answers: Float32Array): void {
  const count = soundClasses.length;
  for (let at = count; at < answers.length; at += stride * count) {
    for (let index = at; index < at + count; index++) {
      const before = answers[index - count] ?? 0;
      answers[index] = (before + (answers[index + count] ?? before)) / 2;
    }
  }
}

/** Four units side by side: one alone waits for itself at every product. */
function weigh(
  weights: Float32Array,
  inputs: Float32Array,
  sums: Float32Array,
  at: number,
  units: number,
): void {
  const count = inputs.length;
  const row = count + 1;
  for (let unit = 0; unit < units; unit += 4) {
    const first = unit * row;
    const second = Math.min(unit + 1, units - 1) * row;
    const third = Math.min(unit + 2, units - 1) * row;
    const fourth = Math.min(unit + 3, units - 1) * row;
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
    sums[at + unit] = a;
    if (unit + 1 < units) sums[at + unit + 1] = b;
    if (unit + 2 < units) sums[at + unit + 2] = c;
    if (unit + 3 < units) sums[at + unit + 3] = d;
  }
}

function rectify(values: Float32Array): void {
  for (let index = 0; index < values.length; index++) {
    if ((values[index] ?? 0) < 0) values[index] = 0;
  }
}

function takeLogarithms(scores: Float32Array): void {
  const count = soundClasses.length;
  for (let at = 0; at < scores.length; at += count) {
    let most = Number.NEGATIVE_INFINITY;
    for (let index = at; index < at + count; index++) most = Math.max(most, scores[index] ?? 0);
    let sum = 0;
    for (let index = at; index < at + count; index++) sum += Math.exp((scores[index] ?? 0) - most);
    const whole = most + Math.log(sum);
    for (let index = at; index < at + count; index++) scores[index] = (scores[index] ?? 0) - whole;
  }
}
