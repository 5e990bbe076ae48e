import type { BitWriter } from './flac-bits.ts';
import { mostOrder, type Predictor } from './flac-prediction.ts';

/** Twice the largest residual that can be written. */
const mostFolded = 2 ** 31;

/**
 * What a predictor does not foretell, folded (0, -1, 1, -2, … become 0, 1, 2, 3, …), from frame `order` on into
 * `folded`. False where some of it is too large to be written.
 */
export function foldResidual(
  history: Int32Array,
  frames: number,
  predictor: Predictor,
  bits: number,
  folded: Int32Array,
): boolean {
  if (bits <= 17) {
    foldWhole(history, frames, predictor, folded);
    return true;
  }
  return foldLarge(history, frames, predictor, folded);
}

/** Eight products of 17 and 12 bits fit into 32. */
function foldWhole(
  history: Int32Array,
  frames: number,
  { order, coefficients, shift }: Predictor,
  folded: Int32Array,
): void {
  const [c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0, c8 = 0] = coefficients;
  const at = (back: number): number => history[mostOrder + order - back] ?? 0;
  let [b1, b2, b3, b4] = [at(1), at(2), at(3), at(4)];
  let [b5, b6, b7, b8] = [at(5), at(6), at(7), at(8)];
  for (let frame = order; frame < frames; frame++) {
    const sample = history[frame + mostOrder] ?? 0;
    const sum =
      Math.imul(c1, b1) +
      Math.imul(c2, b2) +
      Math.imul(c3, b3) +
      Math.imul(c4, b4) +
      Math.imul(c5, b5) +
      Math.imul(c6, b6) +
      Math.imul(c7, b7) +
      Math.imul(c8, b8);
    const rest = (sample - ((sum | 0) >> shift)) | 0;
    folded[frame] = (rest << 1) ^ (rest >> 31);
    b8 = b7;
    b7 = b6;
    b6 = b5;
    b5 = b4;
    b4 = b3;
    b3 = b2;
    b2 = b1;
    b1 = sample;
  }
}

function foldLarge(
  history: Int32Array,
  frames: number,
  { order, coefficients, shift }: Predictor,
  folded: Int32Array,
): boolean {
  const scale = 2 ** -shift;
  for (let frame = order; frame < frames; frame++) {
    let sum = 0;
    for (let back = 0; back < order; back++) {
      sum += (coefficients[back] ?? 0) * (history[frame + mostOrder - 1 - back] ?? 0);
    }
    const rest = (history[frame + mostOrder] ?? 0) - Math.floor(sum * scale);
    const code = rest < 0 ? -2 * rest - 1 : 2 * rest;
    if (code >= mostFolded) return false;
    folded[frame] = code;
  }
  return true;
}

/** How residuals are cut into parts, each with a Rice parameter of its own. */
export type RicePlan = {
  /** 2 to the power of this are the parts. */
  readonly partitionOrder: number;
  readonly parameters: readonly number[];
  /** 4, or 5 where a parameter needs it. */
  readonly parameterBits: number;
  /** At most, with parameters and all. */
  readonly bits: number;
};

const mostPartitions = 5;

/** The cheapest way to write residuals. */
export function planRice(folded: Int32Array, frames: number, order: number, bits: number): RicePlan {
  const parameterBits = bits > 17 ? 5 : 4;
  const mostParameter = 2 ** parameterBits - 2;
  let partitionOrder = mostPartitions;
  while (partitionOrder > 0 && (frames % (1 << partitionOrder) !== 0 || frames >> partitionOrder <= order)) {
    partitionOrder--;
  }
  let sums = sumParts(folded, frames, order, 1 << partitionOrder);
  let best: RicePlan | undefined;
  for (;;) {
    const length = frames >> partitionOrder;
    let total = 6;
    const parameters: number[] = [];
    for (let part = 0; part < sums.length; part++) {
      const count = part === 0 ? length - order : length;
      const sum = sums[part] ?? 0;
      const high = Math.min(mostParameter, Math.max(0, Math.floor(Math.log2(Math.max(1, sum / count)))));
      const low = Math.max(0, high - 1);
      const [highBits, lowBits] = [riceBits(sum, count, high), riceBits(sum, count, low)];
      parameters.push(lowBits <= highBits ? low : high);
      total += parameterBits + Math.min(lowBits, highBits);
    }
    if (best === undefined || total < best.bits)
      best = { partitionOrder, parameters, parameterBits, bits: total };
    if (partitionOrder === 0) return best;
    partitionOrder--;
    sums = Float64Array.from(
      { length: 1 << partitionOrder },
      (_, part) => (sums[2 * part] ?? 0) + (sums[2 * part + 1] ?? 0),
    );
  }
}

/** Never less than it is. */
function riceBits(sum: number, count: number, parameter: number): number {
  return count * (parameter + 1) + Math.floor(sum / 2 ** parameter);
}

function sumParts(folded: Int32Array, frames: number, order: number, parts: number): Float64Array {
  const length = frames / parts;
  return Float64Array.from({ length: parts }, (_, part) => {
    let sum = 0;
    for (let frame = Math.max(order, part * length); frame < (part + 1) * length; frame++)
      sum += folded[frame] ?? 0;
    return sum;
  });
}

/** RFC 9639, 9.2.7. */
export function writeResidual(
  writer: BitWriter,
  folded: Int32Array,
  frames: number,
  order: number,
  { partitionOrder, parameters, parameterBits }: RicePlan,
): void {
  writer.write(parameterBits - 4, 2);
  writer.write(partitionOrder, 4);
  const length = frames >> partitionOrder;
  for (const [part, parameter] of parameters.entries()) {
    writer.write(parameter, parameterBits);
    writer.writeRice(folded, Math.max(order, part * length), (part + 1) * length, parameter);
  }
}
