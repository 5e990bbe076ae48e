import { createRandom } from 'duologue/dsp';
import { floorTransfers, poolStatistics, statistics, type Timeline } from 'duologue/timeline';
import { endsAsQuestion } from '../test-script.ts';

/** Who spoke when in some dialogues; seconds. */
export type TimingMeasures = {
  /** Floor-transfer offsets: start of the next holder less the end of the previous. */
  readonly offsets: readonly number[];
  /** Those after a turn that ends as a question, and after others; cuts and interruptions left out. */
  readonly afterQuestions: readonly number[];
  readonly afterStatements: readonly number[];
  /** Median of those above 0. */
  readonly gap: number;
  /** Share of transfers that begin in overlap, 0 to 1. */
  readonly overlappedStarts: number;
  /** Share of the time in which both are heard, backchannels among it, 0 to 1. */
  readonly bothHeard: number;
  readonly backchannelsPerMinute: number;
};

export function measureTiming(timelines: readonly Timeline[]): TimingMeasures {
  const pooled = poolStatistics(timelines.map((timeline) => statistics(timeline)));
  const answers = timelines.flatMap(answersOf);
  const offsetsAfter = (question: boolean): number[] =>
    answers.filter((each) => each.question === question).map(({ offset }) => offset);
  return {
    offsets: pooled.offset.samples,
    afterQuestions: offsetsAfter(true),
    afterStatements: offsetsAfter(false),
    gap: pooled.gap.median,
    overlappedStarts: pooled.overlappedStarts,
    bothHeard: pooled.simultaneousWithBackchannels.share,
    backchannelsPerMinute: pooled.backchannels.perMinute,
  };
}

function answersOf(timeline: Timeline): { readonly question: boolean; readonly offset: number }[] {
  const said = new Map(timeline.utterances.map((utterance) => [utterance.id, utterance]));
  return floorTransfers(timeline).flatMap(({ fromUtterance, toUtterance, offset }) => {
    const [before, after] = [said.get(fromUtterance), said.get(toUtterance)];
    if (before === undefined || before.cutShort === true || after?.kind !== 'turn') return [];
    return [{ question: endsAsQuestion(before.text), offset }];
  });
}

/** Wasserstein-1 of two samples: the area between their quantile functions. */
export function sampleDistance(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || other.length === 0) return Number.NaN;
  const [a, b] = [one.toSorted(ascending), other.toSorted(ascending)];
  let [first, second, area, from] = [0, 0, 0, 0];
  while (first < a.length && second < b.length) {
    const [endOne, endOther] = [(first + 1) / a.length, (second + 1) / b.length];
    const to = Math.min(endOne, endOther);
    area += (to - from) * Math.abs((a[first] ?? 0) - (b[second] ?? 0));
    from = to;
    if (endOne <= to) first += 1;
    if (endOther <= to) second += 1;
  }
  return area;
}

export type DifferenceTest = {
  /** Mean of the first less mean of the second. */
  readonly difference: number;
  /** That labels drawn by chance differ as much, in either direction. */
  readonly p: number;
};

/** Whether two samples differ in their mean, by drawing anew which value is of which. */
export function permutationTest(
  first: readonly number[],
  second: readonly number[],
  { seed = 'permutations', rounds = 9999 }: { readonly seed?: string; readonly rounds?: number } = {},
): DifferenceTest {
  if (first.length === 0 || second.length === 0) return { difference: Number.NaN, p: 1 };
  const random = createRandom(seed);
  const values = Float64Array.from([...first, ...second]);
  const difference = meanDifference(values, first.length);
  let asFar = 0;
  for (let round = 0; round < rounds; round++) {
    // The first places of a shuffle are all that is needed.
    for (let index = 0; index < first.length; index++) {
      const other = index + random.integer(values.length - index);
      const value = values[index] ?? 0;
      values[index] = values[other] ?? 0;
      values[other] = value;
    }
    if (Math.abs(meanDifference(values, first.length)) >= Math.abs(difference) - 1e-12) asFar += 1;
  }
  return { difference, p: (asFar + 1) / (rounds + 1) };
}

function meanDifference(values: Float64Array, count: number): number {
  return meanOf(values.subarray(0, count)) - meanOf(values.subarray(count));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function ascending(a: number, b: number): number {
  return a - b;
}
