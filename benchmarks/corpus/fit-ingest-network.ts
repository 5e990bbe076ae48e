import { colourUnit, firstColour } from '../../src/corpus/ingest/two-track/frame-inputs.ts';
import {
  layerShapes,
  type SoundWeights,
  soundClasses,
} from '../../src/corpus/ingest/two-track/sound-network.ts';
import { bandCount } from '../../src/corpus/ingest/two-track/track-features.ts';
import type { Random } from '../../src/dsp/index.ts';

/** A track as the network hears it: inputs of each frame, and the index of what it is in `soundClasses`. */
export type HeardExample = {
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
};

export type FitOptions = {
  /** Times that each frame is seen. */
  readonly rounds: number;
  readonly random: Random;
};

/** How much a frame of each class counts. */
const importance = [1, 1.2, 1.5, 1.5, 1.5];
/** Frames that are learnt from at once, and of which every second is. */
const chunk = 500;
const step = 2;
const batch = 8;
const fastest = 0.003;

type Piece = { readonly example: HeardExample; readonly from: number };

type Layer = {
  readonly weights: Float32Array;
  readonly slopes: Float32Array;
  readonly mean: Float32Array;
  readonly spread: Float32Array;
};

/** The whole network by Adam on the cross-entropy; the same examples and seed give the same weights. */
export function fitNetwork(examples: readonly HeardExample[], { rounds, random }: FitOptions): SoundWeights {
  const layers = layerShapes.map(({ inputs, units, offsets }) =>
    createLayer(units, inputs * offsets.length, random),
  );
  const pieces: Piece[] = examples.flatMap((example) =>
    Array.from({ length: Math.floor(example.labels.length / chunk) }, (_, index) => ({
      example,
      from: index * chunk,
    })),
  );
  const steps = Math.floor(pieces.length / batch) * rounds;
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    shuffle(pieces, random);
    let [loss, count] = [0, 0];
    for (let at = 0; at + batch <= pieces.length; at += batch) {
      for (const { example, from } of pieces.slice(at, at + batch)) {
        loss += learn(layers, example, from + random.integer(step), drawColour(random));
        count += chunk / step;
      }
      done += 1;
      const rate = fastest * (0.5 + 0.5 * Math.cos((Math.PI * done) / steps)) + 1e-5;
      for (const layer of layers) improve(layer, rate, done, (batch * chunk) / step);
    }
    console.log(`round ${round + 1}: ${(loss / count).toFixed(4)}`);
  }
  return layers.map(({ weights }) => weights);
}

function createLayer(units: number, width: number, random: Random): Layer {
  const size = units * (width + 1);
  const spread = 1 / Math.sqrt(width);
  return {
    weights: Float32Array.from({ length: size }, (_, index) =>
      index % (width + 1) === width ? 0 : spread * random.normal(),
    ),
    slopes: new Float32Array(size),
    mean: new Float32Array(size),
    spread: new Float32Array(size),
  };
}

const margins = layerShapes.map(({ offsets }) => offsets.at(-1) ?? 0);

/** How each band of a piece is raised or lowered beside loud speech, as by another microphone: in tenfolds of power. */
function drawColour(random: Random): Float32Array {
  const waves = [0, 1, 2, 3].map((order) => ({ order, height: 0.25 * random.normal() }));
  return Float32Array.from({ length: bandCount }, (_, band) =>
    waves.reduce(
      (sum, { order, height }) => sum + height * Math.cos((Math.PI * order * (band + 0.5)) / bandCount),
      0,
    ),
  );
}

/** Forth and back through every second frame of a piece; the weights' slopes are added up. Gives the loss. */
function learn(
  layers: readonly Layer[],
  { inputs, labels }: HeardExample,
  from: number,
  colour: Float32Array,
): number {
  const reach = margins.reduce((sum, margin) => sum + margin, 0);
  const width = layerShapes[0]?.inputs ?? 0;
  const last = labels.length - 1;
  let values: Float32Array = new Float32Array((chunk + 2 * reach) * width);
  for (let index = 0; index < chunk + 2 * reach; index++) {
    const frame = Math.max(0, Math.min(last, from - reach + index));
    values.set(inputs.subarray(frame * width, (frame + 1) * width), index * width);
    for (const [band, height] of colour.entries()) {
      const at = index * width + firstColour + band;
      values[at] = (values[at] ?? 0) + height / colourUnit;
    }
  }
  // From the third layer on only every second frame is wanted, and of the second only those.
  const heard: Float32Array[] = [values];
  for (const [index, layer] of layers.entries()) {
    values = forth(index, layer, values);
    heard.push(values);
  }
  const { loss, errors } = errorsOf(values, labels, from);
  let back: Float32Array = errors;
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index];
    const below = heard[index];
    if (layer !== undefined && below !== undefined) back = through(index, layer, below, back);
  }
  return loss;
}

/** Frames apart at which a layer is computed: the first is heard by odd offsets. */
function strideOf(index: number): number {
  return index === 0 ? 1 : step;
}

function forth(index: number, { weights }: Layer, values: Float32Array): Float32Array {
  const { inputs, units, offsets, frames, stride, scale } = placesOf(index, values);
  const row = inputs * offsets.length + 1;
  const sums = new Float32Array(frames * units);
  for (let frame = 0; frame < frames; frame++) {
    for (let unit = 0; unit < units; unit++) {
      let sum = weights[unit * row + row - 1] ?? 0;
      let weight = unit * row;
      for (const offset of offsets) {
        let at = (frame * stride + ((margins[index] ?? 0) + offset) / scale) * inputs;
        for (let input = 0; input < inputs; input++) sum += (weights[weight++] ?? 0) * (values[at++] ?? 0);
      }
      sums[frame * units + unit] = index < layerShapes.length - 1 ? Math.max(0, sum) : sum;
    }
  }
  return sums;
}

/** Slopes of a layer's weights, and what its inputs should have been. */
function through(
  index: number,
  { weights, slopes }: Layer,
  values: Float32Array,
  errors: Float32Array,
): Float32Array {
  const { inputs, units, offsets, frames, stride, scale } = placesOf(index, values);
  const row = inputs * offsets.length + 1;
  const back = new Float32Array(index === 0 ? 0 : values.length);
  for (let frame = 0; frame < frames; frame++) {
    for (let unit = 0; unit < units; unit++) {
      const error = errors[frame * units + unit] ?? 0;
      if (error === 0) continue;
      let weight = unit * row;
      for (const offset of offsets) {
        let at = (frame * stride + ((margins[index] ?? 0) + offset) / scale) * inputs;
        for (let input = 0; input < inputs; input++, at++, weight++) {
          slopes[weight] = (slopes[weight] ?? 0) + error * (values[at] ?? 0);
          if (index > 0) back[at] = (back[at] ?? 0) + error * (weights[weight] ?? 0);
        }
      }
      slopes[weight] = (slopes[weight] ?? 0) + error;
    }
  }
  // Where a unit below was silent, nothing of it is learnt.
  for (let at = 0; at < back.length; at++) {
    if ((values[at] ?? 0) <= 0) back[at] = 0;
  }
  return back;
}

/** Of the values below a layer `scale` frames are one step, of which it takes every `stride`th. */
function placesOf(index: number, values: Float32Array) {
  const shape = layerShapes[index];
  if (shape === undefined) throw new RangeError(`There is no layer ${index}.`);
  const scale = index === 0 ? 1 : strideOf(index - 1);
  const stride = strideOf(index) / scale;
  const held = values.length / shape.inputs - (2 * (margins[index] ?? 0)) / scale;
  return { ...shape, scale, stride, frames: Math.ceil(held / stride) };
}

function errorsOf(scores: Float32Array, labels: Uint8Array, from: number) {
  const count = soundClasses.length;
  const errors = new Float32Array(scores.length);
  let loss = 0;
  for (let index = 0; index < scores.length / count; index++) {
    const label = labels[Math.min(labels.length - 1, from + index * step)] ?? 0;
    const own = scores.subarray(index * count, (index + 1) * count);
    const most = own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const grown = own.map((score) => Math.exp(score - most));
    const sum = grown.reduce((a, b) => a + b, 0);
    const weight = importance[label] ?? 1;
    loss -= weight * Math.log(Math.max(1e-9, (grown[label] ?? 0) / sum));
    for (let each = 0; each < count; each++)
      errors[index * count + each] = weight * ((grown[each] ?? 0) / sum - (each === label ? 1 : 0));
  }
  return { loss, errors };
}

function improve(
  { weights, slopes, mean, spread }: Layer,
  rate: number,
  count: number,
  frames: number,
): void {
  const [meanLeft, spreadLeft] = [1 - 0.9 ** count, 1 - 0.999 ** count];
  for (let index = 0; index < weights.length; index++) {
    const slope = (slopes[index] ?? 0) / frames;
    const m = 0.9 * (mean[index] ?? 0) + 0.1 * slope;
    const v = 0.999 * (spread[index] ?? 0) + 0.001 * slope * slope;
    mean[index] = m;
    spread[index] = v;
    const kept = (weights[index] ?? 0) * (1 - rate * 1e-3);
    weights[index] = kept - (rate * (m / meanLeft)) / (Math.sqrt(v / spreadLeft) + 1e-8);
    slopes[index] = 0;
  }
}

function shuffle(items: Piece[], random: Random): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = random.integer(index + 1);
    const [one, another] = [items[index], items[other]];
    if (one === undefined || another === undefined) continue;
    items[index] = another;
    items[other] = one;
  }
}
