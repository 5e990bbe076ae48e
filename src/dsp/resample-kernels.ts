/**
 * Inner loops of the resampler. Each output sample is one sum over `taps` products (a multiple of 4), added up
 * in the same order in every loop, so that which loop computes it does not change a bit. They differ in how
 * many loads they share: four sums at once, as much as the registers hold.
 */

/** Four samples of one phase whose inputs lie `stride` apart: `row` is read once for all four. */
export function sumFourOfOnePhase(
  table: Float64Array,
  row: number,
  taps: number,
  input: Float64Array,
  at: number,
  stride: number,
  output: Float32Array,
  place: number,
  apart: number,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const second = at + stride;
  const third = second + stride;
  const fourth = third + stride;
  for (let tap = 0; tap < taps; tap += 2) {
    const h0 = table[row + tap]!;
    const h1 = table[row + tap + 1]!;
    a += h0 * input[at + tap]!;
    b += h0 * input[second + tap]!;
    c += h0 * input[third + tap]!;
    d += h0 * input[fourth + tap]!;
    a += h1 * input[at + tap + 1]!;
    b += h1 * input[second + tap + 1]!;
    c += h1 * input[third + tap + 1]!;
    d += h1 * input[fourth + tap + 1]!;
  }
  output[place] = a;
  output[place + apart] = b;
  output[place + 2 * apart] = c;
  output[place + 3 * apart] = d;
}

/** The same for inputs next to each other: each input is read once for all four as well. */
export function sumFourNeighbours(
  table: Float64Array,
  row: number,
  taps: number,
  input: Float64Array,
  at: number,
  output: Float32Array,
  place: number,
  apart: number,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let x0 = input[at]!;
  let x1 = input[at + 1]!;
  let x2 = input[at + 2]!;
  for (let tap = 0; tap < taps; tap += 4) {
    const next = at + tap;
    const x3 = input[next + 3]!;
    const x4 = input[next + 4]!;
    const x5 = input[next + 5]!;
    const x6 = input[next + 6]!;
    const h0 = table[row + tap]!;
    const h1 = table[row + tap + 1]!;
    const h2 = table[row + tap + 2]!;
    const h3 = table[row + tap + 3]!;
    a += h0 * x0;
    b += h0 * x1;
    c += h0 * x2;
    d += h0 * x3;
    a += h1 * x1;
    b += h1 * x2;
    c += h1 * x3;
    d += h1 * x4;
    a += h2 * x2;
    b += h2 * x3;
    c += h2 * x4;
    d += h2 * x5;
    a += h3 * x3;
    b += h3 * x4;
    c += h3 * x5;
    d += h3 * x6;
    x0 = x4;
    x1 = x5;
    x2 = x6;
  }
  output[place] = a;
  output[place + apart] = b;
  output[place + 2 * apart] = c;
  output[place + 3 * apart] = d;
}

/** Two samples of any two phases, one after the other in the output. */
export function sumTwo(
  table: Float64Array,
  firstRow: number,
  secondRow: number,
  taps: number,
  input: Float64Array,
  firstAt: number,
  secondAt: number,
  output: Float32Array,
  place: number,
): void {
  let a = 0;
  let b = 0;
  for (let tap = 0; tap < taps; tap += 2) {
    a += table[firstRow + tap]! * input[firstAt + tap]!;
    b += table[secondRow + tap]! * input[secondAt + tap]!;
    a += table[firstRow + tap + 1]! * input[firstAt + tap + 1]!;
    b += table[secondRow + tap + 1]! * input[secondAt + tap + 1]!;
  }
  output[place] = a;
  output[place + 1] = b;
}

/** One sample between two neighbouring rows of the table: `between` from 0, the first, to 1. */
export function sumBetweenRows(
  table: Float64Array,
  row: number,
  between: number,
  taps: number,
  input: Float64Array,
  at: number,
): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const next = row + taps;
  for (let tap = 0; tap < taps; tap += 2) {
    const x0 = input[at + tap]!;
    const x1 = input[at + tap + 1]!;
    a += table[row + tap]! * x0;
    b += table[next + tap]! * x0;
    c += table[row + tap + 1]! * x1;
    d += table[next + tap + 1]! * x1;
  }
  const lower = a + c;
  return lower + between * (b + d - lower);
}
