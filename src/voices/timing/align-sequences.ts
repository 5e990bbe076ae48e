import { risingSeries } from './rising-series.ts';

/** Letters or words as numbers, equal where they are the same. */
export type Sequence = {
  readonly codes: Int32Array;
  /** 1 where a word begins. */
  readonly starts: Uint8Array;
};

/** What a match of two items is worth, by the item's place in the first sequence. */
export type Weigh = (index: number) => number;

/** Table cells at most for one stretch: what is larger is parted at anchors, then searched in a band. */
const mostCells = 2 ** 18;
/** Items on both sides of a band's middle, at least. */
const leastReach = 192;
/** Lengths of the runs that anchor, if they occur just once in both. */
const anchorLengths = [6, 3, 1];
/** Matches that follow each other are likelier right than strewn ones. */
const inRow = 2;
const atStarts = 2;
const acrossWords = 3;

/** For each item of `first`, in rising order, the item of `second` that it is, or -1. The heaviest such pairing. */
export function alignSequences(first: Sequence, second: Sequence, weigh: Weigh): Int32Array {
  const pairs = new Int32Array(first.codes.length).fill(-1);
  const task = { first, second, weigh, pairs };
  alignRange(task, pairEnds(task), 0);
  return pairs;
}

/** Items at the rim of what is the same from either end: they may belong to the other side of what is not. */
const rim = 8;

/** Pairs what is the same from either end, for speed; the range that is left. */
function pairEnds({ first, second, pairs }: Task): Range {
  const [one, two] = [first.codes, second.codes];
  const most = Math.min(one.length, two.length);
  let head = 0;
  while (head < most && one[head] === two[head]) head++;
  const isWhole = head === one.length && head === two.length;
  if (!isWhole) head = Math.max(0, head - rim);
  let tail = 0;
  while (tail < most - head && one[one.length - 1 - tail] === two[two.length - 1 - tail]) tail++;
  tail = Math.max(0, tail - rim);
  for (let index = 0; index < head; index++) pairs[index] = index;
  for (let index = 1; index <= tail; index++) pairs[one.length - index] = two.length - index;
  return { from: head, to: one.length - tail, low: head, high: two.length - tail };
}

type Task = {
  readonly first: Sequence;
  readonly second: Sequence;
  readonly weigh: Weigh;
  readonly pairs: Int32Array;
};

/** `from` to `to` of the first sequence against `low` to `high` of the second. */
type Range = { readonly from: number; readonly to: number; readonly low: number; readonly high: number };

function alignRange(task: Task, range: Range, depth: number): void {
  const { from, to, low, high } = range;
  if (from >= to || low >= high) return;
  const length = anchorLengths[depth];
  if ((to - from + 1) * (high - low + 1) <= mostCells || length === undefined) {
    alignInBand(task, range);
    return;
  }
  let [start, lowest] = [from, low];
  for (const [index, other] of findAnchors(task, range, length)) {
    alignRange(task, { from: start, to: index, low: lowest, high: other }, depth + 1);
    task.pairs[index] = other;
    [start, lowest] = [index + 1, other + 1];
  }
  alignRange(task, { from: start, to, low: lowest, high }, depth + 1);
}

/** Where runs of `length` items begin that each sequence has once, the longest series of them that rises in both. */
function findAnchors({ first, second }: Task, range: Range, length: number): (readonly [number, number])[] {
  const places = uniqueRuns(second.codes, range.low, range.high, length);
  const pairs: (readonly [number, number])[] = [];
  for (const [run, index] of uniqueRuns(first.codes, range.from, range.to, length)) {
    const other = places.get(run) ?? -1;
    if (index >= 0 && other >= 0) pairs.push([index, other]);
  }
  pairs.sort(([a], [b]) => a - b);
  return risingSeries(pairs.map(([, other]) => other)).flatMap((place) => {
    const pair = pairs[place];
    return pair === undefined ? [] : [pair];
  });
}

/** The place of each run; -1 where it occurs again. */
function uniqueRuns(codes: Int32Array, from: number, to: number, length: number): Map<string, number> {
  const places = new Map<string, number>();
  for (let index = from; index + length <= to; index++) {
    const run = codes.subarray(index, index + length).join();
    places.set(run, places.has(run) ? -1 : index);
  }
  return places;
}

const never = -1e9;
/** What the table keeps of each cell, for the way back. */
const afterMatch = 1;
const skipsSecond = 2;
const skippedAfterMatch = 4;

/** The best path through the table of both stretches; where that is too large, through a band along its diagonal. */
function alignInBand({ first, second, weigh, pairs }: Task, { from, to, low, high }: Range): void {
  const rows = to - from;
  const columns = high - low;
  const reach = Math.max(leastReach, Math.ceil(columns / rows) + 2, Math.floor(mostCells / (rows + 1) / 2));
  const width = Math.min(columns + 1, 2 * reach + 1);
  const offsetOf = (row: number): number =>
    Math.max(0, Math.min(columns + 1 - width, Math.round((row * columns) / rows) - reach));
  const trace = new Uint8Array((rows + 1) * width);
  let matched = new Float32Array(width).fill(never);
  let skipped = new Float32Array(width).fill(never);
  let [lastMatched, lastSkipped] = [matched.slice(), skipped.slice()];
  for (let row = 0; row <= rows; row++) {
    const offset = offsetOf(row);
    const shift = offset - offsetOf(Math.max(0, row - 1));
    const inWord = row > 0 && row < rows && first.starts[from + row] === 0;
    const code = row === 0 ? -1 : (first.codes[from + row - 1] ?? -1);
    const starts = row > 0 && first.starts[from + row - 1] === 1;
    const weight = row === 0 ? 0 : weigh(from + row - 1);
    for (let place = 0; place < width; place++) {
      const column = offset + place;
      const item = low + column - 1;
      let flags = 0;
      let best = row === 0 && column === 0 ? 0 : never;
      // Leaving out an item of the first sequence.
      const above = place + shift;
      if (row > 0 && above < width) {
        const [one, two] = [lastMatched[above] ?? never, lastSkipped[above] ?? never];
        best = Math.max(one, two);
        if (one >= two) flags |= skippedAfterMatch;
      }
      if (place > 0) {
        const [one, two] = [matched[place - 1] ?? never, skipped[place - 1] ?? never];
        const cost = inWord && second.starts[item] === 1 ? acrossWords : 0;
        if (Math.max(one, two) - cost > best) {
          best = Math.max(one, two) - cost;
          flags = skipsSecond | (one >= two ? skippedAfterMatch : 0);
        }
      }
      skipped[place] = best;
      let found = never;
      const diagonal = above - 1;
      if (row > 0 && column > 0 && diagonal >= 0 && diagonal < width && second.codes[item] === code) {
        const [one, two] = [(lastMatched[diagonal] ?? never) + inRow, lastSkipped[diagonal] ?? never];
        found = Math.max(one, two) + weight + (starts && second.starts[item] === 1 ? atStarts : 0);
        if (one >= two) flags |= afterMatch;
      }
      matched[place] = found;
      trace[row * width + place] = flags;
    }
    [lastMatched, matched] = [matched, lastMatched];
    [lastSkipped, skipped] = [skipped, lastSkipped];
  }
  let isMatch = (lastMatched[width - 1] ?? never) >= (lastSkipped[width - 1] ?? never);
  let [row, column] = [rows, columns];
  while (row > 0 || column > 0) {
    const flags = trace[row * width + column - offsetOf(row)] ?? 0;
    if (isMatch) {
      row--;
      column--;
      pairs[from + row] = low + column;
      isMatch = (flags & afterMatch) !== 0;
    } else {
      if ((flags & skipsSecond) !== 0) column--;
      else row--;
      isMatch = (flags & skippedAfterMatch) !== 0;
    }
  }
}
